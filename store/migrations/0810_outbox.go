package migrations

import "time"

type notification0811 struct {
	ID         string     `gorm:"column:id;primaryKey;size:36;not null"`
	UserID     string     `gorm:"column:user_id;size:36;not null;index:notifications_user,priority:1"`
	Event      string     `gorm:"column:event;size:40;not null"`
	EventTitle string     `gorm:"column:event_title;size:60;not null"`
	Subject    string     `gorm:"column:subject;size:200;not null"`
	Text       string     `gorm:"column:text;size:2000;not null"`
	Template   string     `gorm:"column:template;size:64;not null"`
	Noun       string     `gorm:"column:noun;size:40;not null"`
	RecordID   string     `gorm:"column:record_id;size:80;not null"`
	Urgent     bool       `gorm:"column:urgent;not null"`
	ReadAt     *time.Time `gorm:"column:read_at;index:notifications_user,priority:2"`
	OnceKey    string     `gorm:"column:once_key;size:200;not null;uniqueIndex:notifications_once"`
	Demo       bool       `gorm:"column:demo;not null"`
	Version    int64      `gorm:"column:version;not null"`
	CreatedAt  time.Time  `gorm:"column:created_at;not null;index:notifications_created"`
	UpdatedAt  time.Time  `gorm:"column:updated_at;not null"`
}

type delivery0812 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	NotificationID string     `gorm:"column:notification_id;size:36;not null;index:deliveries_notification"`
	UserID         string     `gorm:"column:user_id;size:36;not null;index:deliveries_user"`
	UserName       string     `gorm:"column:user_name;size:100;not null"`
	Event          string     `gorm:"column:event;size:40;not null"`
	EventTitle     string     `gorm:"column:event_title;size:60;not null"`
	Channel        string     `gorm:"column:channel;size:10;not null"`
	SMS            string     `gorm:"column:sms;size:500;not null"`
	Status         string     `gorm:"column:status;size:20;not null;index:deliveries_next,priority:1"`
	Attempts       int        `gorm:"column:attempts;not null"`
	NextAt         time.Time  `gorm:"column:next_at;not null;index:deliveries_next,priority:2"`
	Failure        string     `gorm:"column:failure;size:500;not null"`
	SentAt         *time.Time `gorm:"column:sent_at"`
	Holder         string     `gorm:"column:holder;size:36;not null"`
	HeldUntil      *time.Time `gorm:"column:held_until"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

type deliveryAttempt0813 struct {
	ID         string    `gorm:"column:id;primaryKey;size:36;not null"`
	DeliveryID string    `gorm:"column:delivery_id;size:36;not null;index:delivery_attempts_delivery"`
	Number     int       `gorm:"column:number;not null"`
	StartedAt  time.Time `gorm:"column:started_at;not null"`
	FinishedAt time.Time `gorm:"column:finished_at;not null"`
	Address    string    `gorm:"column:address;size:300;not null"`
	Outcome    string    `gorm:"column:outcome;size:20;not null"`
	Reason     string    `gorm:"column:reason;size:500;not null"`
}

type notificationTemplate0814 struct {
	ID        string    `gorm:"column:id;primaryKey;size:36;not null"`
	Number    int64     `gorm:"column:number;not null;uniqueIndex:notification_templates_number,priority:2"`
	Event     string    `gorm:"column:event;size:40;not null;uniqueIndex:notification_templates_number,priority:1"`
	Subject   string    `gorm:"column:subject;size:200;not null"`
	Text      string    `gorm:"column:text;size:2000;not null"`
	SMS       string    `gorm:"column:sms;size:500;not null"`
	Hash      string    `gorm:"column:hash;size:64;not null"`
	Reason    string    `gorm:"column:reason;size:500;not null"`
	AdoptedBy string    `gorm:"column:adopted_by;size:36;not null"`
	Author    string    `gorm:"column:author;size:100;not null"`
	Version   int64     `gorm:"column:version;not null"`
	CreatedAt time.Time `gorm:"column:created_at;not null"`
	UpdatedAt time.Time `gorm:"column:updated_at;not null"`
}

// The address and the number leave room for sealed text.
type user0815 struct {
	Email    string `gorm:"column:email;size:600;not null;default:''"`
	Mobile   string `gorm:"column:mobile;size:200;not null;default:''"`
	EmailOff bool   `gorm:"column:email_off;not null;default:false"`
	SMSOff   bool   `gorm:"column:sms_off;not null;default:false"`
}

type outboxChannel0819 struct {
	Channel string    `gorm:"column:channel;primaryKey;size:10;not null"`
	Server  string    `gorm:"column:server;primaryKey;size:36;not null"`
	SeenAt  time.Time `gorm:"column:seen_at;not null"`
}

var outbox = []Step{
	{811, "notifications", create("notifications", &notification0811{})},
	{812, "deliveries", create("deliveries", &delivery0812{})},
	{813, "delivery_attempts", create("delivery_attempts", &deliveryAttempt0813{})},
	{814, "notification_templates", create("notification_templates", &notificationTemplate0814{})},
	{815, "users.email", addColumn("users", "email", &user0815{})},
	{816, "users.mobile", addColumn("users", "mobile", &user0815{})},
	{817, "users.email_off", addColumn("users", "email_off", &user0815{})},
	{818, "users.sms_off", addColumn("users", "sms_off", &user0815{})},
	{819, "outbox_channels", create("outbox_channels", &outboxChannel0819{})},
}
