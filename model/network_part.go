package model

import "time"

// NetworkPartID identifies one part of the delivery network.
type NetworkPartID string

// NetworkPartKind says what a part of the delivery network is.
type NetworkPartKind string

// The parts of the network that no other register holds; a village point is a filed end point.
const (
	NetworkCentre  NetworkPartKind = "district_centre"  // 区级集散中心
	NetworkStation NetworkPartKind = "transfer_station" // 乡镇中转站
	NetworkLine    NetworkPartKind = "line"             // 寄递专线
	NetworkVehicle NetworkPartKind = "vehicle"          // 快递服务车辆
)

// NetworkPart is one part of the delivery network (寄递网络): a site, a line or a vehicle with
// its number (统一编号) as its name. It is there from its day in From on, until the day before
// EndedOn. A name stands once for a kind and is never given again. SourceNo and SourceOn are the
// document that shows it and its day. One entered in error has a day in VoidedOn, its own id in
// VoidMark, and counts on no day.
type NetworkPart struct {
	ID             NetworkPartID   `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Kind           NetworkPartKind `json:"kind" gorm:"column:kind;size:20;not null;uniqueIndex:network_parts_name,priority:1"`
	NameKey        string          `json:"-" gorm:"column:name_key;size:100;not null;uniqueIndex:network_parts_name,priority:2"`
	VoidMark       string          `json:"-" gorm:"column:void_mark;size:36;not null;uniqueIndex:network_parts_name,priority:3"`
	Name           string          `json:"name" gorm:"column:name;size:100;not null"`
	AreaCode       string          `json:"area_code" gorm:"column:area_code;size:12;not null;index:network_parts_area"`
	Address        string          `json:"address" gorm:"column:address;size:300;not null"`
	EnterpriseID   EnterpriseID    `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:network_parts_enterprise"`
	EnterpriseName string          `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	From           Date            `json:"from" gorm:"column:valid_from;not null"`
	SourceNo       string          `json:"source_no" gorm:"column:source_no;size:200;not null"`
	SourceOn       Date            `json:"source_on" gorm:"column:source_on;not null"`
	Note           string          `json:"note" gorm:"column:note;size:500;not null"`
	RecordedBy     string          `json:"recorded_by" gorm:"column:recorded_by;size:100;not null"`
	EndedOn        Date            `json:"ended_on" gorm:"column:ended_on"`
	EndReason      string          `json:"end_reason" gorm:"column:end_reason;size:500;not null"`
	EndedBy        string          `json:"ended_by" gorm:"column:ended_by;size:100;not null"`
	VoidedOn       Date            `json:"voided_on" gorm:"column:voided_on"`
	VoidReason     string          `json:"void_reason" gorm:"column:void_reason;size:500;not null"`
	VoidedBy       string          `json:"voided_by" gorm:"column:voided_by;size:100;not null"`
	SearchText     string          `json:"-" gorm:"column:search_text;size:900;not null"`
	Demo           bool            `json:"demo" gorm:"column:demo;not null"`
	Version        int64           `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time       `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time       `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// NetworkPartState says how a part of the network stands on a day.
type NetworkPartState string

// The states of a part of the network.
const (
	NetworkPartPlanned NetworkPartState = "planned" // 尚未启用
	NetworkPartInUse   NetworkPartState = "in_use"  // 在用
	NetworkPartEnded   NetworkPartState = "ended"   // 已停用
	NetworkPartVoided  NetworkPartState = "voided"  // 登记已作废
)

// StateOn says how the part stands at the end of the day.
func (p NetworkPart) StateOn(day Date) NetworkPartState {
	switch {
	case !p.VoidedOn.IsZero():
		return NetworkPartVoided
	case day.Before(p.From):
		return NetworkPartPlanned
	case !p.EndedOn.IsZero() && !day.Before(p.EndedOn):
		return NetworkPartEnded
	}
	return NetworkPartInUse
}
