package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/access"
	"yijian/store"
)

// inspectionDuties: who inspects records, rectifies and publishes; somebody else confirms.
func inspectionDuties() []workSource {
	row := func(permission access.Permission, act, title string, in model.InspectionStatus, ask func(l *look, i model.Inspection) asked) waiting[model.Inspection] {
		return waiting[model.Inspection]{
			permission: permission, noun: "inspections", act: act, title: title, in: in, sort: "planned_on", list: store.Reader.Inspections,
			clockedAs: func(i model.Inspection) (model.Noun, string) { return "inspections", string(i.ID) },
			ask: func(_ context.Context, l *look, i model.Inspection) (asked, error) {
				a := ask(l, i)
				a.id, a.name = string(i.ID), i.EnterpriseName
				return a, nil
			},
		}
	}
	record := row("inspection:record", "record", "检查并录入结果", model.InspectionPlanned, func(l *look, i model.Inspection) asked {
		due := &model.DueView{Title: "计划检查日", DueOn: i.PlannedOn, DaysLeft: l.Today().DaysUntil(i.PlannedOn), Basis: i.Basis}
		return asked{his: mayRecord(i, l.actor.UserID) == nil, due: due}
	})
	record.narrow = byOfficer
	confirm := row("inspection:confirm", "confirm", "审核检查结果", model.InspectionRecorded, func(l *look, i model.Inspection) asked {
		return asked{his: mayConfirm(i, l.actor.UserID) == nil}
	})
	publish := row("publication:create", "publicise", "拟公开检查结果", model.InspectionConfirmed, func(l *look, i model.Inspection) asked {
		due := l.terms.shown(ofInspection(i), i.InspectedOn, l.Today())
		return asked{his: l.actor.Has(model.RoleLegal) || i.Officers.Has(l.actor.UserID), due: due}
	})
	publish.narrow = func(*look) map[string]string {
		return map[string]string{"unpublicised": string(model.InspectionConfirmed)}
	}
	sources := []workSource{record.source(), confirm.source(), publish.source()}
	for _, in := range []model.InspectionStatus{model.InspectionConfirmed, model.InspectionPublished} {
		own := row("inspection:rectify", "rectify", "确认整改", in, func(l *look, i model.Inspection) asked {
			return asked{his: i.Officers.Has(l.actor.UserID), due: rectifyDue(i, l.Today())}
		})
		own.narrow = func(l *look) map[string]string {
			filter := byOfficer(l)
			filter["open"] = model.OpenFinding
			return filter
		}
		firm := row("inspection:read", "rectify", "整改检查发现的问题", in, func(l *look, i model.Inspection) asked {
			return asked{his: true, due: rectifyDue(i, l.Today())}
		})
		firm.roles, firm.sort = []model.Role{model.RoleFirm}, "inspected_on"
		firm.narrow = func(*look) map[string]string { return map[string]string{"open": model.OpenFinding} }
		// Whoever found it before the platform need not be here any more, so any inspector of the area looks again.
		brought := row("inspection:rectify", "rectify", "复查并确认整改（历史导入）", in, func(l *look, i model.Inspection) asked {
			return asked{his: true, due: rectifyDue(i, l.Today())}
		})
		brought.sort = "inspected_on"
		brought.narrow = func(*look) map[string]string { return map[string]string{"brought_open": model.OpenFinding} }
		sources = append(sources, own.source(), brought.source(), firm.source())
	}
	return sources
}

func byOfficer(l *look) map[string]string {
	return map[string]string{"officer": string(l.actor.UserID)}
}

// rectifyDue is the first day by which an open finding must be put right, nil when none is set.
func rectifyDue(i model.Inspection, today model.Date) *model.DueView {
	var first model.Finding
	for _, f := range i.Findings {
		if f.Open && !f.RectifyBy.IsZero() && (first.ID == "" || f.RectifyBy.Before(first.RectifyBy)) {
			first = f
		}
	}
	if first.ID == "" {
		return nil
	}
	return &model.DueView{Title: "整改期限", DueOn: first.RectifyBy, DaysLeft: today.DaysUntil(first.RectifyBy), Basis: first.Basis}
}

// penaltyDuties: drafting, review and decision are three people's; what was decided is served and publicised.
func penaltyDuties() []workSource {
	row := func(permission access.Permission, act string, in model.PenaltyStatus, title string, ask func(l *look, p model.Penalty) asked) waiting[model.Penalty] {
		return waiting[model.Penalty]{
			permission: permission, noun: "penalties", act: act, title: title, in: in, sort: "created_at", list: store.Reader.Penalties,
			clockedAs: func(p model.Penalty) (model.Noun, string) { return "penalties", string(p.ID) },
			ask: func(_ context.Context, l *look, p model.Penalty) (asked, error) {
				a := ask(l, p)
				a.id, a.name = string(p.ID), p.EnterpriseName+"（"+p.DocumentNo+"）"
				return a, nil
			},
		}
	}
	free := func(s penaltyStep) func(*look, model.Penalty) asked {
		return func(l *look, p model.Penalty) asked { return asked{his: penaltyHindrance(s, p, l.actor.UserID) == nil} }
	}
	review := row(reviewPenalty.permission, reviewPenalty.name, model.PenaltyDraft, "法制审核处罚拟稿", func(l *look, p model.Penalty) asked {
		return asked{his: p.SentBackOn.IsZero() && penaltyHindrance(reviewPenalty, p, l.actor.UserID) == nil}
	})
	change := row(changePenalty.permission, changePenalty.name, model.PenaltyDraft, "按法制审核意见修改处罚拟稿", func(l *look, p model.Penalty) asked {
		return asked{his: !p.SentBackOn.IsZero() && p.Drafters.Has(l.actor.UserID)}
	})
	serve := row(servePenalty.permission, servePenalty.name, model.PenaltyDecided, "送达处罚决定书并登记", free(servePenalty))
	serve.narrow = func(*look) map[string]string { return map[string]string{"unserved": string(model.PenaltyDecided)} }
	publicise := row("publication:create", "publicise", model.PenaltyDecided, "拟公示处罚信息", func(l *look, p model.Penalty) asked {
		_, latest, err := policy.PublicityEnds(p.PublicityClass, p.DecidedOn)
		due := l.terms.shown(ofPublicity(p.ID), p.DecidedOn, l.Today())
		return asked{his: err == nil && policy.IsUsuallyPublished(p.PublicityClass) && !l.Today().After(latest), due: due}
	})
	publicise.narrow = func(l *look) map[string]string {
		return map[string]string{"unpublicised": l.Today().AddMonths(-policy.LongestPublicityMonths).String()}
	}
	decide := row(decidePenalty.permission, decidePenalty.name, model.PenaltyReviewed, "作出处罚决定", free(decidePenalty))
	return []workSource{review.source(), change.source(), decide.source(), serve.source(), publicise.source()}
}
