package model

import "time"

// TaskCommentID identifies what somebody said about a task.
type TaskCommentID string

// CommentWithdrawal is how long after saying something its author may take it back.
const CommentWithdrawal = 24 * time.Hour

// TaskComment is what one person said about a task (讨论), among those who have a part in it;
// it is never published. Text is as typed, with @[unit:id] and @[user:id] for who is mentioned.
// It never changes. Its author may take it back within CommentWithdrawal: it is no longer shown
// then, and stays on record.
type TaskComment struct {
	ID          TaskCommentID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	TaskID      TaskID        `json:"task_id" gorm:"column:task_id;size:36;not null;index:task_comments_task"`
	AuthorID    UserID        `json:"author_id" gorm:"column:author_id;size:36;not null"`
	AuthorName  string        `json:"author_name" gorm:"column:author_name;size:100;not null"`
	UnitID      UnitID        `json:"unit_id" gorm:"column:unit_id;size:40;not null"`
	UnitName    string        `json:"unit_name" gorm:"column:unit_name;size:200;not null"`
	Text        string        `json:"text" gorm:"column:text;size:2000;not null"`
	WithdrawnAt *time.Time    `json:"withdrawn_at" gorm:"column:withdrawn_at"`
	Demo        bool          `json:"demo" gorm:"column:demo;not null"`
	Version     int64         `json:"version" gorm:"column:version;not null"`
	CreatedAt   time.Time     `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt   time.Time     `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// MentionKind says whether a person or a unit is mentioned.
type MentionKind string

// Who may be mentioned.
const (
	MentionUnit MentionKind = "unit" // 单位
	MentionUser MentionKind = "user" // 个人
)

// Mention is somebody who may be mentioned, by the name of today. Unit is a person's unit.
type Mention struct {
	Kind MentionKind `json:"kind"`
	ID   string      `json:"id"`
	Name string      `json:"name"`
	Unit string      `json:"unit"`
}

// CommentPiece is a part of a comment's text: words, or who is mentioned.
type CommentPiece struct {
	Text    string   `json:"text"`
	Mention *Mention `json:"mention,omitempty"`
}
