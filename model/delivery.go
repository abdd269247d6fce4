package model

import "time"

// DeliveryID identifies one notification on its way to one person by one channel.
type DeliveryID string

// Channel is a way out of the platform.
type Channel string

// The channels; what is shown in the workbench needs none.
const (
	ChannelEmail Channel = "email" // 电子邮件
	ChannelSMS   Channel = "sms"   // 短信
)

// DeliveryStatus says how far a delivery has come.
type DeliveryStatus string

// The states of a delivery. Whether an unknown one arrived only a person can find out.
const (
	DeliveryWaiting       DeliveryStatus = "waiting"        // 待投递
	DeliveryClaimed       DeliveryStatus = "claimed"        // 准备投递：尚未发出任何内容
	DeliverySending       DeliveryStatus = "sending"        // 投递中：可能已经发出
	DeliverySent          DeliveryStatus = "sent"           // 已投递
	DeliveryFailed        DeliveryStatus = "failed"         // 投递失败
	DeliveryUnknown       DeliveryStatus = "unknown"        // 结果未知
	DeliveryNotConfigured DeliveryStatus = "not_configured" // 渠道未配置
)

// Delivery is one notification by one channel. It holds neither the text nor the
// address: those are the notification's and the account's. Holder is the token of
// the server that has it in hand until HeldUntil.
type Delivery struct {
	ID             DeliveryID          `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	NotificationID NotificationID      `json:"-" gorm:"column:notification_id;size:36;not null;index:deliveries_notification"`
	UserID         UserID              `json:"user_id" gorm:"column:user_id;size:36;not null;index:deliveries_user"`
	UserName       string              `json:"user_name" gorm:"column:user_name;size:100;not null"`
	Event          NotificationEventID `json:"event" gorm:"column:event;size:40;not null"`
	EventTitle     string              `json:"event_title" gorm:"column:event_title;size:60;not null"`
	Channel        Channel             `json:"channel" gorm:"column:channel;size:10;not null"`
	SMS            string              `json:"-" gorm:"column:sms;size:500;not null"`
	Status         DeliveryStatus      `json:"status" gorm:"column:status;size:20;not null;index:deliveries_next,priority:1"`
	Attempts       int                 `json:"attempts" gorm:"column:attempts;not null"`
	NextAt         time.Time           `json:"next_at" gorm:"column:next_at;not null;index:deliveries_next,priority:2"`
	Failure        string              `json:"failure" gorm:"column:failure;size:500;not null"`
	SentAt         *time.Time          `json:"sent_at" gorm:"column:sent_at"`
	Holder         string              `json:"-" gorm:"column:holder;size:36;not null"`
	HeldUntil      *time.Time          `json:"-" gorm:"column:held_until"`
	Version        int64               `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time           `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time           `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// DeliveryAttempt is one try of a delivery: when, to which address in its masked
// form, with what outcome and why.
type DeliveryAttempt struct {
	ID         string         `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	DeliveryID DeliveryID     `json:"-" gorm:"column:delivery_id;size:36;not null;index:delivery_attempts_delivery"`
	Number     int            `json:"number" gorm:"column:number;not null"`
	StartedAt  time.Time      `json:"started_at" gorm:"column:started_at;not null"`
	FinishedAt time.Time      `json:"finished_at" gorm:"column:finished_at;not null"`
	Address    string         `json:"address" gorm:"column:address;size:300;not null"`
	Outcome    DeliveryStatus `json:"outcome" gorm:"column:outcome;size:20;not null"`
	Reason     string         `json:"reason" gorm:"column:reason;size:500;not null"`
}

// Letter is everything a carrier needs of one delivery.
type Letter struct {
	Delivery
	To       string // e-mail address or phone number
	Shown    string // the same, masked
	Subject  string
	Text     string
	Noun     Noun
	RecordID string
}

// OutboxState is how much waits to be sent, for how long, and what needs a person.
type OutboxState struct {
	Pending   int64 `json:"pending"`
	OldestAge int64 `json:"oldest_age"` // seconds
	Failed    int64 `json:"failed"`
	Unknown   int64 `json:"unknown"`
}
