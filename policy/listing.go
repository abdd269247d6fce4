package policy

import (
	"fmt"

	"yijian/model"
)

// The two sides of an edition of the 诚信红黑榜, as in model.CreditResult's list.
const (
	RedList   = "red"
	BlackList = "black"
)

// EntryFacts is what decides whether an entry may be published with its edition.
// StatementUntil is the last day of the firm's statement period, no date before
// the notice is served. People are user ids; NewVetoes counts vetoes that arose
// after the nomination, PendingFindings what inspections found and nobody has
// confirmed yet.
type EntryFacts struct {
	List              string
	NoticeServedOn    model.Date
	StatementUntil    model.Date
	StatementReceived bool
	ConsideredBy      string
	ProposedBy        string
	LegalReviewedBy   string
	LegalReviewPassed bool
	ApprovedBy        string
	OpenObjections    int
	Grounds           BlackGrounds
	NewVetoes         int
	PendingFindings   int
}

var (
	listHearing = model.Basis{
		Document: "国务院办公厅关于进一步完善失信约束制度构建诚信建设长效机制的指导意见", Version: "国办发〔2020〕49号",
	}
	legalReview = model.Basis{
		Document: "国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见", Version: "国办发〔2018〕118号",
	}
	withdrawnDecision = model.Basis{Document: "中华人民共和国行政处罚法", Version: "2021年修订", Article: "48"}
	separateHands     = platformDefault("经办、审核、批准分离")
)

// peopleRules hold for both lists.
var peopleRules = []Rule[EntryFacts]{
	{
		ID: "LIST-LEGAL-REVIEW", Title: "已通过法制审核", Basis: legalReview,
		Holds: func(f EntryFacts, _ model.Date) bool { return f.LegalReviewedBy != "" && f.LegalReviewPassed },
		Seen: func(f EntryFacts, _ model.Date) string {
			return yesNo(f.LegalReviewedBy != "", "已由法制审核人员审核", "尚未法制审核") + yesNo(f.LegalReviewPassed, "，审核通过", "，未通过")
		},
	},
	{
		ID: "LIST-APPROVER-REVIEWER", Title: "批准人不是法制审核人", Basis: separateHands,
		Holds: func(f EntryFacts, _ model.Date) bool { return f.ApprovedBy != "" && f.ApprovedBy != f.LegalReviewedBy },
		Seen: func(f EntryFacts, _ model.Date) string {
			return seenHands(f.ApprovedBy, f.LegalReviewedBy, "法制审核人")
		},
	},
	{
		ID: "LIST-APPROVER-PROPOSER", Title: "批准人不是提名人", Basis: separateHands,
		Holds: func(f EntryFacts, _ model.Date) bool { return f.ApprovedBy != "" && f.ApprovedBy != f.ProposedBy },
		Seen: func(f EntryFacts, _ model.Date) string {
			return seenHands(f.ApprovedBy, f.ProposedBy, "提名人")
		},
	},
}

var blackRules = []Rule[EntryFacts]{
	{
		ID: "LIST-GROUNDS", Title: "据以提名的处罚决定仍然有效，或另有检查记分为据", Basis: withdrawnDecision,
		Holds: func(f EntryFacts, _ model.Date) bool { return f.Grounds.Hold() },
		Seen:  func(f EntryFacts, _ model.Date) string { return f.Grounds.seen() },
	},
	{
		ID: "LIST-TERM", Title: "公示期尚未届满", Basis: PublicityBasis,
		Holds: func(f EntryFacts, day model.Date) bool {
			ends, err := f.Grounds.EndsOn(day)
			return err == nil && !day.After(ends)
		},
		Seen: func(f EntryFacts, day model.Date) string {
			ends, err := f.Grounds.EndsOn(day)
			return yesNo(err == nil, "公示期至"+ends.String()+"止", "没有可以推算公示期的依据")
		},
	},
	{
		ID: "LIST-NOTICE", Title: "拟列入告知书已送达", Basis: listHearing,
		Holds: func(f EntryFacts, day model.Date) bool {
			return !f.NoticeServedOn.IsZero() && !f.NoticeServedOn.After(day)
		},
		Seen: func(f EntryFacts, _ model.Date) string {
			return yesNo(!f.NoticeServedOn.IsZero(), "送达日期"+f.NoticeServedOn.String(), "未送达")
		},
	},
	{
		ID: "LIST-STATEMENT-PERIOD", Title: "陈述申辩期已满", Basis: listHearing,
		Holds: func(f EntryFacts, day model.Date) bool {
			return !f.StatementUntil.IsZero() && day.After(f.StatementUntil)
		},
		Seen: func(f EntryFacts, _ model.Date) string {
			return yesNo(!f.StatementUntil.IsZero(), "陈述申辩期至"+f.StatementUntil.String()+"止", "陈述申辩期未开始")
		},
	},
	{
		ID: "LIST-STATEMENT-CONSIDERED", Title: "对陈述申辩已复核", Basis: listHearing,
		Holds: func(f EntryFacts, _ model.Date) bool { return !f.StatementReceived || f.ConsideredBy != "" },
		Seen: func(f EntryFacts, _ model.Date) string {
			return yesNo(f.StatementReceived, "收到陈述申辩"+yesNo(f.ConsideredBy != "", "，已复核", "，未复核"), "未收到陈述申辩")
		},
	},
	{
		ID: "LIST-CONSIDERER-REVIEWER", Title: "复核人不是法制审核人", Basis: separateHands,
		Holds: func(f EntryFacts, _ model.Date) bool {
			return f.ConsideredBy == "" || f.ConsideredBy != f.LegalReviewedBy
		},
		Seen: func(f EntryFacts, _ model.Date) string {
			return seenConsiderer(f, f.LegalReviewedBy, "法制审核人")
		},
	},
	{
		ID: "LIST-CONSIDERER-APPROVER", Title: "复核人不是批准人", Basis: separateHands,
		Holds: func(f EntryFacts, _ model.Date) bool { return f.ConsideredBy == "" || f.ConsideredBy != f.ApprovedBy },
		Seen:  func(f EntryFacts, _ model.Date) string { return seenConsiderer(f, f.ApprovedBy, "批准人") },
	},
	{
		ID: "LIST-OBJECTION", Title: "没有未办结的异议", Basis: listHearing,
		Holds: func(f EntryFacts, _ model.Date) bool { return f.OpenObjections == 0 },
		Seen: func(f EntryFacts, _ model.Date) string {
			return fmt.Sprintf("未办结异议%d件", f.OpenObjections)
		},
	},
}

var redRules = []Rule[EntryFacts]{
	{
		ID: "LIST-PENDING", Title: "没有待审核的检查问题", Basis: platformDefault("有争议或尚未生效的问题不上红榜"),
		Holds: func(f EntryFacts, _ model.Date) bool { return f.PendingFindings == 0 },
		Seen: func(f EntryFacts, _ model.Date) string {
			return fmt.Sprintf("待审核的检查问题%d项", f.PendingFindings)
		},
	},
	{
		ID: "LIST-VETO", Title: "提名后没有新的否决情形", Basis: platformDefault("红榜一票否决"),
		Holds: func(f EntryFacts, _ model.Date) bool { return f.NewVetoes == 0 },
		Seen: func(f EntryFacts, _ model.Date) string {
			return fmt.Sprintf("提名后新增否决情形%d项", f.NewVetoes)
		},
	},
}

// CanPublishEntry decides whether the entry may be published on the day; an
// entry of neither list may not.
func CanPublishEntry(facts EntryFacts, asOf model.Date) model.Decision {
	switch facts.List {
	case BlackList:
		return Decide(append(blackRules[:len(blackRules):len(blackRules)], peopleRules...), facts, asOf)
	case RedList:
		return Decide(append(redRules[:len(redRules):len(redRules)], peopleRules...), facts, asOf)
	}
	return model.Decision{}
}

func seenHands(approver, other, role string) string {
	switch approver {
	case "":
		return "尚未批准"
	case other:
		return "批准人与" + role + "为同一人"
	}
	return "批准人与" + role + "不是同一人"
}

func seenConsiderer(f EntryFacts, other, role string) string {
	if f.ConsideredBy == "" {
		return "没有复核人"
	}
	return yesNo(f.ConsideredBy == other, "复核人与"+role+"为同一人", "复核人与"+role+"不是同一人")
}

func yesNo(holds bool, yes, no string) string {
	if holds {
		return yes
	}
	return no
}
