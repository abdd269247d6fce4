package main

import (
	"context"
	"errors"
	"time"

	"yijian/casework"
	"yijian/jobs"
	"yijian/model"
	"yijian/store"
)

// unlocatedPlace is the end point whose firm never told where it is on the map.
const unlocatedPlace = 14

// refusedMails are as many as visitors may send again.
const refusedMails = 3

// refuseMail lets some e-mails come back for good, as those to addresses that do
// not exist do: the acts of the outbox, without a mail server to hear them.
func (s *stage) refuseMail() error {
	due, err := s.desk.DueDeliveries(s.ctx, []model.Channel{model.ChannelEmail}, refusedMails)
	if err != nil || len(due) < refusedMails {
		return errors.Join(err, errors.New("too few e-mails wait"))
	}
	for _, mail := range due {
		if err := s.refuseOne(mail); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) refuseOne(mail model.Delivery) error {
	lease := casework.Lease{Token: store.NewID(), For: time.Minute}
	if _, err := s.desk.ClaimDelivery(s.ctx, mail, lease); err != nil {
		return err
	}
	letter, err := s.desk.Letter(s.ctx, mail)
	if err != nil {
		return err
	}
	if _, err := s.desk.StartSending(s.ctx, mail.ID, lease.Token); err != nil {
		return err
	}
	return s.desk.FinishDelivery(s.ctx, mail.ID, lease.Token, casework.Outcome{
		Status: model.DeliveryFailed, Reason: "对方拒绝（refused 550）", Address: letter.Shown, Started: s.desk.Now(),
	})
}

// unreachable is a place of attachments that does not answer.
type unreachable struct{ store.Blobs }

func (unreachable) Each(context.Context, func(store.Blob) error) error {
	return errors.New("the place of attachments does not answer")
}

// failJob runs a job again and again while the attachments cannot be reached. By
// today's clock: the server tries it again within the hour, and then it succeeds.
func (s *stage) failJob(desk *casework.Desk) error {
	broken := *desk
	broken.Blobs = unreachable{desk.Blobs}
	for range 6 {
		run, err := jobs.Run(s.ctx, &broken, model.Call{Actor: jobActor, Demo: true}, "housekeeping", desk.Today())
		if run.Status != model.JobFailed {
			return errors.Join(err, errors.New("the job did not fail"))
		}
	}
	return nil
}
