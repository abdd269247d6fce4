package migrations

import (
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"
)

type clockPause1450 struct {
	DaysLeft  *int64 `gorm:"column:days_left"`
	HoursLeft *int64 `gorm:"column:hours_left"`
}

type dutyFact1453 struct {
	ContestUntil *time.Time `gorm:"column:contest_until;type:date"`
}

type monthlyReturn1454 struct {
	WaiveBasis string `gorm:"column:waive_basis;size:200;not null;default:''"`
}

type clockStart1455 struct {
	ID        string     `gorm:"column:id;primaryKey;size:10;not null"`
	StartedAt time.Time  `gorm:"column:started_at;not null"`
	EndedAt   *time.Time `gorm:"column:ended_at"`
	Kind      int64      `gorm:"column:kind;not null"`
	Place     string     `gorm:"column:place;size:400;not null"`
	Seen      int64      `gorm:"column:seen;not null"`
	Version   int64      `gorm:"column:version;not null"`
	UpdatedAt time.Time  `gorm:"column:updated_at;not null"`
}

// freezePauses notes on each pause that lasts what its clock had left, in hours where its rule
// counts them, and takes from the clock the last day that it showed although nobody knows it.
// Taken again it goes on.
func freezePauses(db *gorm.DB) error {
	var standing []struct {
		ID        string
		FromOn    time.Time
		CreatedAt time.Time
		DueOn     time.Time
		DueAt     time.Time
		RuleJSON  string
	}
	err := db.Table("clock_pauses AS p").Select("p.id, p.from_on, p.created_at, c.due_on, c.due_at, c.rule_json").Joins("JOIN clocks AS c ON c.id = p.clock_id").
		Where("c.status = 'paused' AND c.due_on IS NOT NULL AND p.to_on IS NULL AND p.days_left IS NULL AND p.hours_left IS NULL").Find(&standing).Error
	if err != nil {
		return fmt.Errorf("pauses that last: %w", err)
	}
	for _, p := range standing {
		var rule struct {
			Unit string `json:"unit"`
		}
		if err := json.Unmarshal([]byte(p.RuleJSON), &rule); err != nil {
			return fmt.Errorf("rule of a clock that stands still: %w", err)
		}
		column, left := "days_left", int64(p.DueOn.Sub(p.FromOn).Hours()/24)
		if rule.Unit == "hour" {
			column, left = "hours_left", int64(p.DueAt.Sub(p.CreatedAt).Hours())
		}
		if err := db.Table("clock_pauses").Where("id = ?", p.ID).Update(column, left).Error; err != nil {
			return fmt.Errorf("what a pause left: %w", err)
		}
	}
	unknown := map[string]any{"due_on": nil, "warn_on": nil, "due_at": nil, "next_at": nil}
	if err := db.Table("clocks").Where("status = 'paused'").Updates(unknown).Error; err != nil {
		return fmt.Errorf("clocks that stand still: %w", err)
	}
	return nil
}

var frozenPauses = []Step{
	{1450, "clock_pauses.days_left", addColumn("clock_pauses", "DaysLeft", &clockPause1450{})},
	{1451, "clock_pauses.hours_left", addColumn("clock_pauses", "HoursLeft", &clockPause1450{})},
	{1452, "what lasting pauses left", freezePauses},
	{1453, "duty_facts.contest_until", addColumn("duty_facts", "ContestUntil", &dutyFact1453{})},
	{1454, "monthly_returns.waive_basis", addColumn("monthly_returns", "WaiveBasis", &monthlyReturn1454{})},
	{1455, "clock_starts", create("clock_starts", &clockStart1455{})},
}
