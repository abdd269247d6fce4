package model

// InspectionKind is one of the four kinds of inspecting enterprises (重庆市人民政府令第375号).
type InspectionKind string

// The kinds of inspection.
const (
	InspectionDaily   InspectionKind = "daily"   // 日常检查
	InspectionSpecial InspectionKind = "special" // 专项检查
	InspectionClue    InspectionKind = "clue"    // 线索核查
	InspectionInstant InspectionKind = "instant" // 即时检查
)

// MayBeDrawn reports whether a public draw can have chosen an inspection of the
// kind; clues and instant checks have a cause of their own.
func (k InspectionKind) MayBeDrawn() bool { return k == InspectionDaily || k == InspectionSpecial }

// ResultCode is one of the national result codes of random inspections.
type ResultCode string

// The eight results.
const (
	ResultClean          ResultCode = "no_problem"
	ResultNotDisclosed   ResultCode = "not_disclosed"
	ResultFalse          ResultCode = "false_disclosure"
	ResultUnreachable    ResultCode = "unreachable"
	ResultCorrected      ResultCode = "ordered_to_correct"
	ResultUncooperative  ResultCode = "uncooperative"
	ResultNoSuchBusiness ResultCode = "no_such_business"
	ResultFollowUp       ResultCode = "to_be_handled"
)

// Title returns the result in the words of the national code.
func (c ResultCode) Title() string {
	return map[ResultCode]string{
		ResultClean:          "未发现问题",
		ResultNotDisclosed:   "未按规定公示应当公示的信息",
		ResultFalse:          "公示信息隐瞒真实情况、弄虚作假",
		ResultUnreachable:    "通过登记的住所（经营场所）无法联系",
		ResultCorrected:      "发现问题已责令改正",
		ResultUncooperative:  "不配合检查情节严重",
		ResultNoSuchBusiness: "未发现开展本次抽查涉及的经营活动",
		ResultFollowUp:       "发现问题待后续处理",
	}[c]
}

// FindsFault reports whether the result says that something is wrong, so that
// findings must say what. Without fault there are none.
func (c ResultCode) FindsFault() bool { return c != ResultClean && c != ResultNoSuchBusiness }

// AuxiliaryCode tells what became of the inspected enterprise, empty when nothing did.
type AuxiliaryCode string

// The auxiliary results.
const (
	AuxiliaryDeregistered AuxiliaryCode = "deregistered" // 注销
	AuxiliaryRevoked      AuxiliaryCode = "revoked"      // 吊销
	AuxiliaryAnnulled     AuxiliaryCode = "annulled"     // 撤销
	AuxiliaryMoved        AuxiliaryCode = "moved_out"    // 迁出
	AuxiliarySuspended    AuxiliaryCode = "suspended"    // 停业
)

// CheckItem is an item of the inspection list (抽查事项); findings of one item count as a group.
type CheckItem string

// The items, key items (重点事项) first.
const (
	ItemLicence      CheckItem = "licence"       // 许可与备案
	ItemAcceptance   CheckItem = "acceptance"    // 收寄验视
	ItemRealName     CheckItem = "real_name"     // 实名收寄
	ItemScreening    CheckItem = "screening"     // 过机安检
	ItemUserData     CheckItem = "user_data"     // 用户信息保护
	ItemPremises     CheckItem = "premises"      // 场所安全
	ItemEmergency    CheckItem = "emergency"     // 应急管理
	ItemNotices      CheckItem = "notices"       // 服务公示
	ItemDelivery     CheckItem = "delivery"      // 投递与签收
	ItemComplaints   CheckItem = "complaints"    // 投诉申诉处理
	ItemReporting    CheckItem = "reporting"     // 数据报送
	ItemUnified      CheckItem = "unified"       // 统一管理
	ItemUnclaimed    CheckItem = "unclaimed"     // 无着快件处理
	ItemPackaging    CheckItem = "packaging"     // 绿色包装
	ItemAnnualReport CheckItem = "annual_report" // 年度报告
	ItemLockers      CheckItem = "lockers"       // 智能快件箱
	ItemVehicles     CheckItem = "vehicles"      // 车辆标识
)
