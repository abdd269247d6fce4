package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
)

// publicised is what the bureau does to make something public: one drafts, another reviews it twice, the chief approves.
func (s *stage) publicised(drafter string, kind model.PublicationKind, subject string, facts casework.PublicationFacts) (model.Publication, error) {
	p, err := s.desk.DraftPublication(s.ctx, s.by(drafter, 0), kind, subject, facts)
	if err != nil {
		return p, err
	}
	return s.approved(drafter, p)
}

// approved takes a draft through the reviews and the approval.
func (s *stage) approved(drafter string, p model.Publication) (model.Publication, error) {
	p, err := s.desk.SubmitPublication(s.ctx, s.by(drafter, p.Version), p.ID)
	if err == nil {
		p, err = s.reviewed(p)
	}
	if err == nil {
		p, err = s.desk.ApprovePublication(s.ctx, s.by("chief", p.Version), p.ID)
	}
	return p, err
}

// corrected approves the correction that waits of a subject, if there is one.
func (s *stage) corrected(kind model.PublicationKind, subject string) error {
	live, err := s.desk.Store.LivePublications(s.ctx, kind, subject)
	for _, p := range live {
		if err == nil && p.Status == model.PublicationDraft {
			_, err = s.approved("inspector1", p)
		}
	}
	return err
}

// reviewed takes what was submitted through both reviews, by whoever did not draft it.
func (s *stage) reviewed(p model.Publication) (model.Publication, error) {
	reviewer := "legal"
	if p.Drafters.Has(s.people["legal"].UserID) {
		reviewer = "inspector6"
	}
	p, err := s.desk.ClearSecrecy(s.ctx, s.by(reviewer, p.Version), p.ID, "演示：经审查，不涉及国家秘密、工作秘密。")
	if err != nil {
		return p, err
	}
	return s.desk.ClearPersonal(s.ctx, s.by(reviewer, p.Version), p.ID, "演示：经审查，公开文本不含个人信息。")
}

// planPublications makes public what is no case of its own: notices, the year's plan and items, the rules and the
// progress of tasks; one is left in each state on the way, and one was corrected.
func (s *stage) planPublications() {
	year := fmt.Sprint(s.last().Year())
	month := s.last().AddMonths(-1).Time().Format("2006-01")
	texts := []struct {
		kind    model.PublicationKind
		back    int // months
		title   string
		written string
		series  string
	}{
		{model.PublishedItems, 5, "演示：" + year + "年度快递业随机抽查事项清单", "一、收寄验视（重点事项），依据《快递市场管理办法》第三十二条，对象为分支机构和末端网点，方式为实地检查。\n二、投递签收（一般事项），依据《快递市场管理办法》第二十八条，方式为实地检查和抽查运单。\n三、服务公示（一般事项），依据《快递市场管理办法》第二十二条，方式为实地检查。", year},
		{model.PublishedPlan, 5, "演示：" + year + "年度双随机抽查计划", "本年度对快递企业及其末端网点开展四次随机抽查，每季度一次；重点事项抽取比例不低于 10%，一般事项不低于 3%。检查人员在抽取时随机确定。", year},
		{model.PublishedNotice, 2, "演示：关于做好旺季服务保障工作的通知", "各快递企业应当加强人员和场地准备，保持投诉电话畅通。消费者认为服务不符合约定的，可先向企业投诉；七日内未得到处理的，可向本局申诉。", ""},
		{model.PublishedNotice, 1, "演示：关于申诉渠道的公告", "消费者可通过本平台提出申诉，凭查询号查询办理进度。本局不收取任何费用。", ""},
	}
	for _, t := range texts {
		s.on(s.workday(s.last().AddMonths(-t.back)), func() error {
			_, err := s.publicised("inspector1", t.kind, "", casework.PublicationFacts{Title: t.title, Written: t.written, Series: t.series})
			return err
		})
	}
	s.on(s.workday(s.last().AddMonths(-5)), func() error {
		_, err := s.publicised("inspector1", model.PublishedRulebook, "", casework.PublicationFacts{})
		return err
	})
	s.on(s.backdays(6), s.publishProgress(month))
	s.on(s.backdays(4), s.correctNotice())
	for n, steps := range []int{1, 2, 3, 4, 5} {
		s.on(s.backdays(3), s.leftOnTheWay(n, steps))
	}
}

func (s *stage) publishProgress(month string) func() error {
	return func() error {
		plans, err := s.desk.Board(s.ctx, s.people["chief"], "", s.today())
		if err != nil {
			return err
		}
		_, err = s.publicised("inspector1", model.PublishedProgress, string(plans.PlanID), casework.PublicationFacts{Series: month})
		return err
	}
}

// correctNotice corrects a published notice, and says so in a text of its own.
func (s *stage) correctNotice() func() error {
	return func() error {
		was, err := s.publicised("inspector1", model.PublishedNotice, "", casework.PublicationFacts{
			Title: "演示：关于办公时间的公告", Written: "本局对外办公时间为每个工作日上午八时三十分至十二时。",
		})
		if err != nil {
			return err
		}
		p, err := s.desk.CorrectPublication(s.ctx, s.by("inspector1", was.Version), was.ID, "演示：漏写下午的办公时间", casework.PublicationFacts{
			Title: "演示：关于办公时间的公告", Written: "本局对外办公时间为每个工作日上午八时三十分至十二时、下午二时至五时三十分。",
		})
		if err == nil {
			_, err = s.approved("inspector1", p)
		}
		if err != nil {
			return err
		}
		_, err = s.publicised("inspector1", model.PublishedCorrection, string(was.ID), casework.PublicationFacts{
			Title: "演示：关于办公时间公告的更正说明", Written: "原公告漏写下午的办公时间，以更正后的公告为准。",
		})
		return err
	}
}

// leftOnTheWay drafts a notice and goes so many steps with it; the fifth gives it up.
func (s *stage) leftOnTheWay(n, steps int) func() error {
	return func() error {
		p, err := s.desk.DraftPublication(s.ctx, s.by("inspector2", 0), model.PublishedNotice, "", casework.PublicationFacts{
			Title: fmt.Sprintf("演示：关于第%d次集中整治的通告", n+1), Written: "本局将对收寄验视制度执行情况开展集中整治，请各企业先行自查。",
		})
		if err == nil && steps > 1 {
			p, err = s.desk.SubmitPublication(s.ctx, s.by("inspector2", p.Version), p.ID)
		}
		if err == nil && steps == 3 {
			_, err = s.desk.ClearSecrecy(s.ctx, s.by("legal", p.Version), p.ID, "演示：经审查，不涉及国家秘密、工作秘密。")
		}
		if err == nil && steps > 3 {
			p, err = s.reviewed(p)
		}
		if err == nil && steps == 5 {
			_, err = s.desk.DiscardPublication(s.ctx, s.by("chief", p.Version), p.ID, "演示：已并入另一份通告。")
		}
		return err
	}
}
