package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/policy/rulebook"
)

// recentDays is how far back the demonstration's people have not yet read what they were told.
const recentDays = 10

// planNotifications lets some people leave an address shortly before the end, and
// the administrator adopt a text. Nothing is ever sent: the demonstration has no way out.
func (s *stage) planNotifications() {
	s.on(s.size.AsOf.AddDays(-45), func() error {
		for i, name := range []string{"firm1", "firm2", "legal", "chief", "supervisor"} {
			u, err := s.desk.Store.UserByName(s.ctx, name)
			if err != nil {
				return err
			}
			_, err = s.desk.SetContact(s.ctx, s.by(name, u.Version), casework.Contact{
				Email: model.Email(name + "@example.com"), Mobile: model.Phone(fmt.Sprintf("1990000000%d", i)),
			})
			if err != nil {
				return err
			}
		}
		texts, _ := rulebook.FirstTexts(model.EventTermNear)
		texts.Subject = "演示：" + texts.Subject
		_, err := s.desk.AdoptTemplate(s.ctx, model.Call{Actor: casework.Operator, Demo: true}, texts, "演示：标明演示数据")
		return err
	})
}

// readOld marks what was told before the last days as read, as people would have.
func (s *stage) readOld() error {
	for _, account := range demoAccounts[1:] { // admin comes last
		for {
			done, err := s.desk.ReadNotifications(s.ctx, s.by(account.name, 0), s.size.AsOf.AddDays(-recentDays).Time())
			if err != nil {
				return err
			}
			if done.Read == 0 {
				break
			}
		}
	}
	return nil
}
