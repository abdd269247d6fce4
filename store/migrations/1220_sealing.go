package migrations

import "time"

// sealKey1220 is the fingerprint of a key that sealed values, never the key. Number
// lets one of two servers win that start with different keys on a fresh database.
type sealKey1220 struct {
	ID        string     `gorm:"column:id;primaryKey;size:16;not null"`
	Number    int64      `gorm:"column:number;not null;uniqueIndex:seal_keys_number"`
	NotedAt   time.Time  `gorm:"column:noted_at;not null"`
	RetiredAt *time.Time `gorm:"column:retired_at"`
}

// complaint1221 has room for sealed values, and for the words by which they are looked up.
type complaint1221 struct {
	ConsumerName  string `gorm:"column:consumer_name;size:400;not null"`
	ConsumerPhone string `gorm:"column:consumer_phone;size:400;not null"`
	PhoneIndex    string `gorm:"column:consumer_phone_index;size:64;not null;default:'';index:complaints_phone"`
}

type endpoint1225 struct {
	ManagerName       string `gorm:"column:manager_name;size:400;not null"`
	ManagerID         string `gorm:"column:manager_id;size:400;not null"`
	ManagerPhone      string `gorm:"column:manager_phone;size:400;not null"`
	ManagerIDIndex    string `gorm:"column:manager_id_index;size:64;not null;default:'';index:endpoints_manager_id"`
	ManagerPhoneIndex string `gorm:"column:manager_phone_index;size:64;not null;default:'';index:endpoints_manager_phone"`
}

type consultation1232 struct {
	ID        string    `gorm:"column:id;primaryKey;size:36;not null"`
	Kind      string    `gorm:"column:kind;size:10;not null"`
	Noun      string    `gorm:"column:noun;size:40;not null;index:consultations_record,priority:1"`
	RecordID  string    `gorm:"column:record_id;size:80;not null;index:consultations_record,priority:2"`
	AreaCode  string    `gorm:"column:area_code;size:12;not null"`
	Shown     string    `gorm:"column:fields;size:200;not null"`
	Purpose   string    `gorm:"column:purpose;size:20;not null"`
	Note      string    `gorm:"column:note;size:200;not null"`
	Found     int64     `gorm:"column:found;not null"`
	UserID    string    `gorm:"column:user_id;size:36;not null;index:consultations_user"`
	UserName  string    `gorm:"column:user_name;size:100;not null"`
	Version   int64     `gorm:"column:version;not null"`
	CreatedAt time.Time `gorm:"column:created_at;not null"`
	UpdatedAt time.Time `gorm:"column:updated_at;not null"`
}

var sealing = []Step{
	{1220, "seal_keys", create("seal_keys", &sealKey1220{})},
	{1221, "complaints.consumer_name", widen("complaints", "ConsumerName", &complaint1221{})},
	{1222, "complaints.consumer_phone", widen("complaints", "ConsumerPhone", &complaint1221{})},
	{1223, "complaints.consumer_phone_index", addColumn("complaints", "PhoneIndex", &complaint1221{})},
	{1224, "complaints_phone", addIndex("complaints", "complaints_phone", &complaint1221{})},
	{1225, "endpoints.manager_name", widen("endpoints", "ManagerName", &endpoint1225{})},
	{1226, "endpoints.manager_id", widen("endpoints", "ManagerID", &endpoint1225{})},
	{1227, "endpoints.manager_phone", widen("endpoints", "ManagerPhone", &endpoint1225{})},
	{1228, "endpoints.manager_id_index", addColumn("endpoints", "ManagerIDIndex", &endpoint1225{})},
	{1229, "endpoints.manager_phone_index", addColumn("endpoints", "ManagerPhoneIndex", &endpoint1225{})},
	{1230, "endpoints_manager_id", addIndex("endpoints", "endpoints_manager_id", &endpoint1225{})},
	{1231, "endpoints_manager_phone", addIndex("endpoints", "endpoints_manager_phone", &endpoint1225{})},
	{1232, "consultations", create("consultations", &consultation1232{})},
}
