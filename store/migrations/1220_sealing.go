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
}
