package model

import "time"

// NotificationID identifies what one person was told.
type NotificationID string

// NotificationEventID names what happened, such as "complaint.transferred".
type NotificationEventID string

// The events that people are told of.
const (
	EventComplaintLodged      NotificationEventID = "complaint.lodged"
	EventComplaintTransferred NotificationEventID = "complaint.transferred"
	EventComplaintAnswered    NotificationEventID = "complaint.answered"
	EventEndPointSubmitted    NotificationEventID = "endpoint.submitted"
	EventEndPointCorrection   NotificationEventID = "endpoint.correction"
	EventEndPointAccepted     NotificationEventID = "endpoint.accepted"
	EventEndPointReturned     NotificationEventID = "endpoint.returned"
	EventChangeSubmitted      NotificationEventID = "endpoint.change-submitted"
	EventChangeDecided        NotificationEventID = "endpoint.change-decided"
	EventEndPointLapsed       NotificationEventID = "endpoint.lapsed"
	EventEndPointRestored     NotificationEventID = "endpoint.restored"
	EventPlaceCorrected       NotificationEventID = "endpoint.place-corrected"
	EventEntryNoticed         NotificationEventID = "edition-entry.noticed"
	EventEntryStated          NotificationEventID = "edition-entry.stated"
	EventPublicityProposed    NotificationEventID = "penalty-notice.proposed"
	EventPublicityPublished   NotificationEventID = "penalty-notice.published"
	EventReportSubmitted      NotificationEventID = "task-report.submitted"
	EventReportReturned       NotificationEventID = "task-report.returned"
	EventReturnSubmitted      NotificationEventID = "monthly-return.submitted"
	EventReturnSentBack       NotificationEventID = "monthly-return.returned"
	EventRequestOpened        NotificationEventID = "account-request.opened"
	EventRequestDecided       NotificationEventID = "account-request.decided"
	EventAccountInvited       NotificationEventID = "account.invited"
	EventAccountChanged       NotificationEventID = "account.changed"
	EventAccountState         NotificationEventID = "account.state"
	EventAccountLocked        NotificationEventID = "account.locked"
	EventRecoveryCodeTaken    NotificationEventID = "recovery-code.taken"
	EventTermNear             NotificationEventID = "term.near"
	EventClockStep            NotificationEventID = "clock.step"
	EventDutyRecorded         NotificationEventID = "duty-fact.recorded"
	EventDutyContested        NotificationEventID = "duty-fact.contested"
	EventDutyUpheld           NotificationEventID = "duty-fact.upheld"
	EventDutyWithdrawn        NotificationEventID = "duty-fact.withdrawn"
	EventContestAnswered      NotificationEventID = "publication.answered"
	EventSlipIssued           NotificationEventID = "task-slip.issued"
	EventSlipReissued         NotificationEventID = "task-slip.reissued"
	EventSlipAnswered         NotificationEventID = "task-slip.answered"
	EventSlipRefused          NotificationEventID = "task-slip.refused"
	EventSlipInstructed       NotificationEventID = "task-slip.instructed"
	EventSlipEnded            NotificationEventID = "task-slip.ended"
	EventCoordinationAsked    NotificationEventID = "coordination.asked"
	EventCoordinationAnswered NotificationEventID = "coordination.answered"
	EventCoordinationReturned NotificationEventID = "coordination.returned"
	EventCoordinationOverdue  NotificationEventID = "coordination.overdue"
	EventCoordinationUpheld   NotificationEventID = "coordination.upheld"
	EventCoordinationEnded    NotificationEventID = "coordination.ended"
	EventTaskMentioned        NotificationEventID = "task-comment.mentioned"
	EventPlanIssued           NotificationEventID = "plan.issued"
	EventTaskDecided          NotificationEventID = "task.decided"
)

// NotificationEvent is what people may know of an event: its name, the values
// its texts may hold, and whether it is worth a text message.
type NotificationEvent struct {
	ID     NotificationEventID `json:"id"`
	Title  string              `json:"title"`
	Urgent bool                `json:"urgent"`
	Values []NotificationValue `json:"values"`
}

// NotificationValue is one value that a text may hold as {name}.
type NotificationValue struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Sample string `json:"sample"`
}

// NotificationTexts is what is said of an event: in the workbench and by e-mail
// as subject and text, by text message as SMS.
type NotificationTexts struct {
	Event   NotificationEventID `json:"event" gorm:"column:event;size:40;not null"`
	Subject string              `json:"subject" gorm:"column:subject;size:200;not null"`
	Text    string              `json:"text" gorm:"column:text;size:2000;not null"`
	SMS     string              `json:"sms" gorm:"column:sms;size:500;not null"`
}

// NotificationTemplateID identifies one adopted version of an event's texts.
type NotificationTemplateID string

// NotificationTemplate is a version of an event's texts that the administrator
// adopted; the newest of an event counts. Hash is of the texts.
type NotificationTemplate struct {
	ID     NotificationTemplateID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Number int64                  `json:"number" gorm:"column:number;not null"`
	NotificationTexts
	Hash      string    `json:"hash" gorm:"column:hash;size:64;not null"`
	Reason    string    `json:"reason" gorm:"column:reason;size:500;not null"`
	AdoptedBy UserID    `json:"adopted_by" gorm:"column:adopted_by;size:36;not null"`
	Author    string    `json:"author" gorm:"column:author;size:100;not null"`
	Version   int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// Notification is what one person was told, as it was worded then, and the
// record it is about. OnceKey keeps the same thing from being told twice.
type Notification struct {
	ID         NotificationID      `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	UserID     UserID              `json:"user_id" gorm:"column:user_id;size:36;not null;index:notifications_user,priority:1"`
	Event      NotificationEventID `json:"event" gorm:"column:event;size:40;not null"`
	EventTitle string              `json:"event_title" gorm:"column:event_title;size:60;not null"`
	Subject    string              `json:"subject" gorm:"column:subject;size:200;not null"`
	Text       string              `json:"text" gorm:"column:text;size:2000;not null"`
	Template   string              `json:"template" gorm:"column:template;size:64;not null"` // the hash of the texts it was made from
	Noun       Noun                `json:"noun" gorm:"column:noun;size:40;not null"`
	RecordID   string              `json:"record_id" gorm:"column:record_id;size:80;not null"`
	Urgent     bool                `json:"urgent" gorm:"column:urgent;not null"`
	ReadAt     *time.Time          `json:"read_at" gorm:"column:read_at;index:notifications_user,priority:2"`
	OnceKey    string              `json:"-" gorm:"column:once_key;size:200;not null;uniqueIndex:notifications_once"`
	Demo       bool                `json:"demo" gorm:"column:demo;not null"`
	Version    int64               `json:"version" gorm:"column:version;not null"`
	CreatedAt  time.Time           `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false;index:notifications_created"`
	UpdatedAt  time.Time           `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
