package model

import "time"

// EndPointID identifies an express end point.
type EndPointID string

// EndPointStatus says how far an end point's filing has come.
type EndPointStatus string

// The states of a filing (快递末端网点备案暂行规定). Returned, cancelled and lapsed are final.
const (
	EndPointDraft      EndPointStatus = "draft"      // 草稿
	EndPointSubmitted  EndPointStatus = "submitted"  // 已提交
	EndPointCorrection EndPointStatus = "correction" // 待补正
	EndPointFiled      EndPointStatus = "filed"      // 已备案
	EndPointReturned   EndPointStatus = "returned"   // 退回，不属备案范围
	EndPointCancelled  EndPointStatus = "cancelled"  // 已注销
	EndPointLapsed     EndPointStatus = "lapsed"     // 已失效，随开办者的许可或名录
)

// EndPointKind says who runs an end point and where.
type EndPointKind string

// The kinds of end points.
const (
	EndPointOwn         EndPointKind = "own"          // 自营
	EndPointPartner     EndPointKind = "partner"      // 合作
	EndPointStation     EndPointKind = "station"      // 综合服务站
	EndPointCourierPost EndPointKind = "courier_post" // 驿站
	EndPointVillage     EndPointKind = "village"      // 村级点
	EndPointCampus      EndPointKind = "campus"       // 校园点
)

// EndPointKinds lists every kind.
var EndPointKinds = []EndPointKind{
	EndPointOwn, EndPointPartner, EndPointStation, EndPointCourierPost, EndPointVillage, EndPointCampus,
}

// LapseCause says by what a filing lapsed, so that one that lapsed by a wrong entry can be told from the others.
type LapseCause string

// What lets a filing lapse.
const (
	LapseOpenerClosed       LapseCause = "opener_closed"
	LapseLicenceEnded       LapseCause = "licence_ended"
	LapseLicenceExpired     LapseCause = "licence_expired"
	LapseBranchInvalid      LapseCause = "branch_invalid"
	LapseBranchExpired      LapseCause = "branch_expired"
	LapseBranchUnauthorised LapseCause = "branch_unauthorised"
	LapsePremisesRefiled    LapseCause = "premises_refiled" // its cause was taken back, and its premises were filed anew meanwhile
)

// EndPoint is an express end point (快递末端网点) with its filing. EnterpriseID
// is the opener; coordinates are micro-degrees, the floor area is in square
// metres; a number that nobody gave is absent. FirstSubmittedOn counts for FiledLate, which is
// absent until then, SubmittedOn for the bureau's terms. BranchID is the opener's branch that opens it, if one does. Checks is what the
// rules said when it was last handed in or accepted, EnteredBy the officials who entered it
// for the firm. Premises is the address in one spelling; PremisesClaim keeps the opener from
// filing them twice. MovedFrom is the end point of the same opener that this one took the place of elsewhere. ChangeSubmittedOn is since when a change of it waits. ValidUntil is the opener's licence expiry when the filing was accepted.
type EndPoint struct {
	ID                    EndPointID     `json:"id" gorm:"column:id;primaryKey;size:36;not null;index:endpoints_stations,priority:5"`
	EnterpriseID          EnterpriseID   `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:endpoints_enterprise"`
	BranchID              BranchID       `json:"branch_id" gorm:"column:branch_id;size:36;not null;index:endpoints_branch"`
	EnterpriseName        string         `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	Name                  string         `json:"name" gorm:"column:name;size:200;not null"`
	Kind                  EndPointKind   `json:"kind" gorm:"column:kind;size:20;not null;index:endpoints_filed,priority:3"`
	Brands                WordList       `json:"brands" gorm:"column:brands;size:1300;not null"`
	Services              WordList       `json:"services" gorm:"column:services;size:60;not null"`
	Scope                 WordList       `json:"scope" gorm:"column:scope;size:100;not null"`
	AreaCode              string         `json:"area_code" gorm:"column:area_code;size:12;not null;index:endpoints_area;index:endpoints_filed,priority:2;index:endpoints_stations,priority:1;index:endpoints_place,priority:3"`
	Address               string         `json:"address" gorm:"column:address;size:300;not null"`
	LongitudeMicro        *int64         `json:"longitude_micro" gorm:"column:longitude_micro;index:endpoints_place,priority:2"`
	LatitudeMicro         *int64         `json:"latitude_micro" gorm:"column:latitude_micro;index:endpoints_place,priority:1"`
	OpenedOn              Date           `json:"opened_on" gorm:"column:opened_on"`
	ManagerName           PersonName     `json:"manager_name" gorm:"column:manager_name;size:400;not null"`
	ManagerID             IDNumber       `json:"manager_id" gorm:"column:manager_id;size:400;not null"`
	ManagerPhone          Phone          `json:"manager_phone" gorm:"column:manager_phone;size:400;not null"`
	ManagerIDIndex        string         `json:"-" gorm:"column:manager_id_index;size:64;not null;index:endpoints_manager_id"`
	ManagerPhoneIndex     string         `json:"-" gorm:"column:manager_phone_index;size:64;not null;index:endpoints_manager_phone"`
	ServicePhone          string         `json:"service_phone" gorm:"column:service_phone;size:30;not null"`
	Cameras               *int           `json:"cameras" gorm:"column:camera_count"`
	FloorArea             *int           `json:"floor_area" gorm:"column:floor_space"`
	Status                EndPointStatus `json:"status" gorm:"column:status;size:20;not null;index:endpoints_status;index:endpoints_filed,priority:1;index:endpoints_stations,priority:2;index:endpoints_place,priority:4"`
	FirstSubmittedOn      Date           `json:"first_submitted_on" gorm:"column:first_submitted_on"`
	SubmittedOn           Date           `json:"submitted_on" gorm:"column:submitted_on"`
	FiledLate             *bool          `json:"filed_late" gorm:"column:late_filed"`
	CorrectionText        string         `json:"correction_text" gorm:"column:correction_text;size:1000;not null"`
	CorrectionRequestedOn Date           `json:"correction_requested_on" gorm:"column:correction_requested_on"`
	FiledOn               Date           `json:"filed_on" gorm:"column:filed_on;index:endpoints_stations,priority:4"`
	ValidUntil            Date           `json:"valid_until" gorm:"column:valid_until;index:endpoints_filed,priority:4"`
	LocalSerial           Serial         `json:"local_serial" gorm:"column:local_serial;size:40;uniqueIndex:endpoints_serial;index:endpoints_filed,priority:5;index:endpoints_stations,priority:6"`
	NationalReceiptNo     string         `json:"national_receipt_no" gorm:"column:national_receipt_no;size:60;not null"`
	EndedOn               Date           `json:"ended_on" gorm:"column:ended_on"`
	EndReason             string         `json:"end_reason" gorm:"column:end_reason;size:500;not null"`
	MovedFrom             EndPointID     `json:"moved_from" gorm:"column:moved_from;size:36;not null;index:endpoints_moved_from"`
	LapseCause            LapseCause     `json:"-" gorm:"column:lapse_cause;size:30;not null"`
	ChangeSubmittedOn     Date           `json:"change_submitted_on" gorm:"column:change_submitted_on;index:endpoints_change_submitted"`
	Checks                Decision       `json:"checks" gorm:"column:checks;type:mediumtext"`
	EnteredBy             UserIDs        `json:"-" gorm:"column:entered_by;size:1000;not null"`
	Premises              string         `json:"-" gorm:"column:premises;size:400;not null;index:endpoints_premises;index:endpoints_stations,priority:3"`
	PremisesClaim         Serial         `json:"-" gorm:"column:premises_claim;size:64;uniqueIndex:endpoints_premises_claim"`
	SearchText            string         `json:"-" gorm:"column:search_text;size:2200;not null"`
	Demo                  bool           `json:"demo" gorm:"column:demo;not null"`
	Version               int64          `json:"version" gorm:"column:version;not null"`
	CreatedAt             time.Time      `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt             time.Time      `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// MovedFiling is the other side of a move (迁址): the end point that stood elsewhere before,
// or that took its place. ID is empty for who may not open it; then it is one that is public.
type MovedFiling struct {
	ID          EndPointID     `json:"id"`
	Name        string         `json:"name"`
	Address     string         `json:"address"`
	Status      EndPointStatus `json:"status"`
	LocalSerial Serial         `json:"local_serial"`
	FiledOn     Date           `json:"filed_on"`
}

// IsFiledLate reports whether it was first handed in after its term.
func (e EndPoint) IsFiledLate() bool { return e.FiledLate != nil && *e.FiledLate }

// EndPointStatusTitles are the states as people say them.
var EndPointStatusTitles = map[EndPointStatus]string{
	EndPointDraft: "草稿", EndPointSubmitted: "已提交", EndPointCorrection: "待补正", EndPointFiled: "已备案",
	EndPointReturned: "已退回", EndPointCancelled: "已注销", EndPointLapsed: "已失效",
}

// EndPointKindTitles are the kinds as people say them.
var EndPointKindTitles = map[EndPointKind]string{
	EndPointOwn: "自营", EndPointPartner: "合作", EndPointStation: "综合服务站", EndPointCourierPost: "驿站",
	EndPointVillage: "村级点", EndPointCampus: "校园点",
}

// Title is what people call the kind.
func (k EndPointKind) Title() string { return EndPointKindTitles[k] }
