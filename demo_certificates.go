package main

import (
	"context"
	"strings"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// certify gives every inspector a certificate. Inspector2's was renewed;
// inspector6's was suspended and given back, and ends soon.
func (s *stage) certify() error {
	from, expires := s.start().AddDays(-200), s.size.AsOf.AddDays(400)
	for _, account := range demoAccounts {
		if account.role != model.RoleInspector {
			continue
		}
		until := expires
		switch account.name {
		case "inspector2":
			until = s.size.AsOf.AddDays(-20)
		case "inspector6":
			until = s.size.AsOf.AddDays(20)
		}
		if err := s.issue(account.name, "渝演示0000", from, until)(); err != nil {
			return err
		}
		s.pass()
	}
	s.on(s.backdays(40), s.issue("inspector2", "渝演示1000", s.size.AsOf.AddDays(-19), expires))
	s.on(s.backdays(60), s.onCertificate("inspector6", "演示：接受调查", (*casework.Desk).SuspendCertificate))
	s.on(s.backdays(40), s.onCertificate("inspector6", "演示：查无问题", (*casework.Desk).RestoreCertificate))
	return nil
}

func (s *stage) issue(name, series string, from, until model.Date) func() error {
	return func() error {
		c, err := s.certificate(name)
		if err != nil {
			return err
		}
		_, err = s.desk.RenewCertificate(s.ctx, s.by("legal", c.Version), c.ID, casework.NewCertificate{
			Number: series + strings.TrimPrefix(name, "inspector"), Issuer: "演示区人民政府", From: from, Expires: until,
		})
		return err
	}
}

func (s *stage) onCertificate(name, reason string, act func(*casework.Desk, context.Context, model.Call, model.UserID, string) (model.Certificate, error)) func() error {
	return func() error {
		c, err := s.certificate(name)
		if err != nil {
			return err
		}
		_, err = act(s.desk, s.ctx, s.by("legal", c.Version), c.ID, reason)
		return err
	}
}

func (s *stage) certificate(name string) (model.Certificate, error) {
	return s.desk.Store.Certificate(s.ctx, store.Everything(), s.people[name].UserID)
}
