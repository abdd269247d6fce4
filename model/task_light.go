package model

import "time"

// LightChangeID identifies one change of a task's light by hand.
type LightChangeID string

// LightChangeStatus says how far a change of a light by hand is on its way.
type LightChangeStatus string

// The states of a change of a light.
const (
	LightChangeAsked    LightChangeStatus = "asked"    // 待批准
	LightChangeApproved LightChangeStatus = "approved" // 已批准
	LightChangeRefused  LightChangeStatus = "refused"  // 不批准
	LightChangeEnded    LightChangeStatus = "ended"    // 已取消
)

// LightChange shows a task in another light than the rules give it (人工调整灯号), for a reason,
// once another person has approved it: from FromOn, the day of approval, to UntilOn, both
// included, or until the day before EndedOn. What the rules say stays beside it.
type LightChange struct {
	ID        LightChangeID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	TaskID    TaskID            `json:"task_id" gorm:"column:task_id;size:36;not null;index:light_changes_task"`
	Light     Light             `json:"light" gorm:"column:light;size:10;not null"`
	Reason    string            `json:"reason" gorm:"column:reason;size:500;not null"`
	UntilOn   Date              `json:"until_on" gorm:"column:until_on;not null"`
	Status    LightChangeStatus `json:"status" gorm:"column:status;size:20;not null"`
	AskedBy   UserID            `json:"asked_by" gorm:"column:asked_by;size:36;not null"`
	AskedName string            `json:"asked_name" gorm:"column:asked_name;size:100;not null"`
	AskedOn   Date              `json:"asked_on" gorm:"column:asked_on;not null"`
	DecidedBy string            `json:"decided_by" gorm:"column:decided_by;size:100;not null"`
	FromOn    Date              `json:"from_on" gorm:"column:from_on"`
	Answer    string            `json:"answer" gorm:"column:answer;size:500;not null"`
	EndedOn   Date              `json:"ended_on" gorm:"column:ended_on"`
	EndedBy   string            `json:"ended_by" gorm:"column:ended_by;size:100;not null"`
	EndReason string            `json:"end_reason" gorm:"column:end_reason;size:500;not null"`
	Demo      bool              `json:"demo" gorm:"column:demo;not null"`
	Version   int64             `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time         `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time         `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// HoldsOn reports whether the light was shown so at the end of the day.
func (c LightChange) HoldsOn(day Date) bool {
	return !c.FromOn.IsZero() && !c.FromOn.After(day) && !c.UntilOn.Before(day) && (c.EndedOn.IsZero() || c.EndedOn.After(day))
}
