package api

import (
	"context"
	"fmt"
	"time"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// shorterAnswer is a text that gives the firm's answer other days from a month on, each time others.
func shorterAnswer(s *stage) string {
	const row = "  - {id: complaint.firm_reply, title: 企业答复转办的申诉, value: %d, unit: calendar_day, basis: {article: 演示}, from: %s%s}\n"
	next := stageDay.AddDays(30)
	return "version: deadlines/1\ndeadlines:\n" +
		fmt.Sprintf("  - {id: complaint.firm_reply, title: 企业答复转办的申诉, value: 15, warn: 10, unit: calendar_day, basis: {document: 邮政业消费者申诉处理办法, version: 2014年修订}, note: 第10日预警为平台默认设置；现行天数待核, from: 2014-01-01, until: %s}\n", next.AddDays(-1)) +
		fmt.Sprintf(row, 1+s.next()%300, next, "")
}

// plantRuleText proposes by the act itself, because a proposal knows what it replaces.
func plantRuleText(s *stage, p place, _ any) string {
	s.t.Helper()
	legal := s.people[model.RoleLegal]
	call := model.Call{Actor: model.Actor{UserID: legal.ID, Name: legal.DisplayName, Roles: legal.Roles, AreaCode: legal.AreaCode}}
	proposed, err := s.api.Desk.ProposeRules(s.t.Context(), call, casework.RuleProposal{
		Kind: model.TextOfDeadlines, Text: shorterAnswer(s), EffectiveOn: stageDay.AddDays(30), Reason: p.canary("rule-texts"),
	})
	must(s.t, err)
	return string(proposed.ID)
}

// addUnit adds the unit with another name of its own.
func addUnit(tx *store.Tx, ctx context.Context, u *model.UnitRecord) error {
	if err := tx.AddUnit(ctx, u); err != nil {
		return err
	}
	return tx.AddUnitAlias(ctx, &model.UnitAliasRecord{
		ID: store.NewID(), UnitAlias: model.UnitAlias{Alias: "演示旧称", UnitID: u.ID}, Version: 1, CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt,
	})
}

// plantRun claims a slot of its own and lets it fail.
func plantRun(s *stage, p place, _ any) string {
	s.t.Helper()
	var run model.JobRun
	s.write(func(ctx context.Context, tx *store.Tx) error {
		claimed, _, err := tx.ClaimRun(ctx, "stage", s.now().Add(time.Duration(-s.next())*time.Hour), stageDay)
		if err == nil {
			run, err = tx.FinishRun(ctx, claimed, model.JobFailed, p.canary("job-runs"))
		}
		return err
	})
	return run.ID
}

// rerunJob stands in for the scheduled jobs, which this package may not import.
func (s *stage) rerunJob(ctx context.Context, call model.Call, id string) (model.JobRun, error) {
	run, err := s.api.Store.JobRun(ctx, store.Everything(), id)
	if err != nil {
		return run, err
	}
	if run.Status != model.JobFailed {
		return run, model.Fail(model.Conflict, "job.not_failed", "只有失败的运行可以重新运行")
	}
	err = s.api.Store.Tx(ctx, model.Stamp{Call: call, Act: "job:run", At: s.now()}, func(tx *store.Tx) error {
		claimed, mine, err := tx.ClaimRun(ctx, run.Job, run.Slot.UTC(), run.AsOf)
		if run = claimed; err != nil || !mine {
			return err
		}
		run, err = tx.FinishRun(ctx, run, model.JobDone, "完成")
		return err
	})
	return run, err
}

// officerIn is an officer with a certificate and the suspensions of it.
type officerIn struct {
	model.User
	held      model.CertificatePeriod
	suspended []model.CertificateSuspension
}

func newOfficer(s *stage, p place) (officerIn, string) {
	u, id := newUser(s, p)
	u.DisplayName, u.Roles = p.canary("certificates"), model.RoleSet{model.RoleInspector}
	held := s.certificateOf(u.ID, stageDay.AddDays(90))
	if s.voided != "" {
		held.ID, s.voided = s.voided, ""
	}
	return officerIn{User: u, held: *held}, id
}

func addOfficer(tx *store.Tx, ctx context.Context, o *officerIn) error {
	if err := tx.AddUser(ctx, &o.User); err != nil {
		return err
	}
	for i := range o.suspended {
		if err := tx.AddCertificateSuspension(ctx, &o.suspended[i]); err != nil {
			return err
		}
	}
	return tx.AddCertificatePeriod(ctx, &o.held)
}

func suspended(o *officerIn) {
	o.suspended = []model.CertificateSuspension{{
		ID: string(o.ID), UserID: o.ID, SuspendedOn: stageDay, SuspendedBy: "演示", Reason: "演示",
		Version: 1, CreatedAt: o.CreatedAt, UpdatedAt: o.UpdatedAt,
	}}
}
