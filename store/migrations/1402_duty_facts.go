package migrations

import (
	"fmt"
	"time"

	"gorm.io/gorm"
)

type dutyFact1402 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   string     `gorm:"column:enterprise_id;size:36;not null;index:duty_facts_enterprise"`
	EnterpriseName string     `gorm:"column:enterprise_name;size:200;not null"`
	EndPointID     string     `gorm:"column:endpoint_id;size:36;not null"`
	AreaCode       string     `gorm:"column:area_code;size:12;not null;index:duty_facts_area"`
	Class          string     `gorm:"column:class;size:20;not null;uniqueIndex:duty_facts_once,priority:3"`
	On             *time.Time `gorm:"column:arose_on;type:date;index:duty_facts_arose"`
	SourceNoun     string     `gorm:"column:source_noun;size:40;not null;uniqueIndex:duty_facts_once,priority:1"`
	SourceID       string     `gorm:"column:source_id;size:80;not null;uniqueIndex:duty_facts_once,priority:2"`
	SourceVersion  int64      `gorm:"column:source_version;not null"`
	SourceTitle    string     `gorm:"column:source_title;size:300;not null"`
	Rule           string     `gorm:"column:rule;size:60;not null"`
	Basis          string     `gorm:"column:basis;size:400;not null"`
	DueOn          *time.Time `gorm:"column:due_on;type:date"`
	Status         string     `gorm:"column:status;size:20;not null;index:duty_facts_status"`
	SettledOn      *time.Time `gorm:"column:settled_on;type:date"`
	FinalOn        *time.Time `gorm:"column:final_on;type:date"`
	ContestedOn    *time.Time `gorm:"column:contested_on;type:date"`
	ContestReason  string     `gorm:"column:contest_reason;size:500;not null"`
	ReviewedOn     *time.Time `gorm:"column:reviewed_on;type:date"`
	ReviewReason   string     `gorm:"column:review_reason;size:500;not null"`
	WithdrawnOn    *time.Time `gorm:"column:withdrawn_on;type:date"`
	WithdrawReason string     `gorm:"column:withdraw_reason;size:500;not null"`
	DecidedBy      string     `gorm:"column:decided_by;size:1000;not null"`
	SearchText     string     `gorm:"column:search_text;size:600;not null"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

// pastDuty is how the rows of a table that were late become facts. The fact takes its
// source's id, so that one cut off goes on where it was.
type pastDuty struct{ from, noun, class, rule, basis, endPoint, area, firm, firmName, title, on, settled, demo, late string }

func (p pastDuty) fill(db *gorm.DB) error {
	due := "(SELECT MAX(c.due_on) FROM clocks AS c WHERE c.noun = '" + p.noun + "' AND c.record_id = s.id AND c.rule = '" + p.rule + "')"
	err := db.Exec("INSERT INTO duty_facts (id, enterprise_id, enterprise_name, endpoint_id, area_code, class, arose_on, source_noun, source_id, source_version," +
		" source_title, rule, basis, due_on, status, settled_on, final_on, contested_on, contest_reason, reviewed_on, review_reason, withdrawn_on," +
		" withdraw_reason, decided_by, search_text, demo, version, created_at, updated_at) SELECT s.id, " + p.firm + ", " + p.firmName + ", " + p.endPoint + ", " + p.area +
		", '" + p.class + "', " + p.on + ", '" + p.noun + "', s.id, s.version, " + p.title + ", '" + p.rule + "', '" + p.basis + "', " + due +
		", CASE WHEN " + p.settled + " IS NULL THEN 'pending' ELSE 'final' END, " + p.settled + ", " + p.settled +
		", NULL, '', NULL, '', NULL, '', '', LOWER(" + p.firmName + "), " + p.demo + ", 1, s.updated_at, s.updated_at FROM " + p.from +
		" WHERE " + p.late + " AND s.id NOT IN (SELECT id FROM duty_facts)").Error
	if err != nil {
		return fmt.Errorf("past %s: %w", p.class, err)
	}
	return nil
}

var pastDuties = []pastDuty{
	{"endpoints AS s", "endpoints", "late_filing", "endpoint.file_after_opening", "《快递暂行条例》（2025年修订）第十九条", "s.id", "s.area_code", "s.enterprise_id",
		"s.enterprise_name", "s.name", "s.first_submitted_on", "s.filed_on", "s.demo", "s.filed_late AND s.status <> 'returned' AND s.first_submitted_on IS NOT NULL"},
	{"endpoint_changes AS s JOIN endpoints AS e ON e.id = s.endpoint_id", "endpoint-changes", "late_change", "endpoint.change", "《快递末端网点备案暂行规定》（国邮发〔2018〕60号）",
		"e.id", "e.area_code", "e.enterprise_id", "e.enterprise_name", "e.name", "s.submitted_on", "s.decided_on", "e.demo", "s.late AND s.outcome <> 'returned'"},
	{"monthly_returns AS s", "monthly-returns", "late_return", "return.file", "《快递市场管理办法》（交通运输部令2023年第22号）第四十四条", "''", "s.area_code", "s.enterprise_id",
		"s.enterprise_name", "s.month", "s.first_submitted_on", "(SELECT MIN(v.accepted_on) FROM monthly_return_versions AS v WHERE v.return_id = s.id)", "s.demo", "s.late"},
	{"complaints AS s", "complaints", "late_answer", "complaint.firm_reply", "《邮政业消费者申诉处理办法》（2014年修订）", "''", "s.area_code", "s.enterprise_id",
		"s.enterprise_name", "'转办的申诉'", "s.answered_on", "s.closed_on", "s.demo", "s.answered_late"},
}

func fillPastDuties(db *gorm.DB) error {
	for _, past := range pastDuties {
		if past.noun == "endpoints" && !db.Migrator().HasColumn("endpoints", "filed_late") {
			continue // step 1412, which takes the column away, comes after this one was done
		}
		if err := past.fill(db); err != nil {
			return err
		}
	}
	return nil
}

var dutyFacts = []Step{
	{1402, "duty_facts", create("duty_facts", &dutyFact1402{})},
	{1403, "past duty facts", fillPastDuties},
}
