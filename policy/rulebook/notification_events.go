package rulebook

import (
	"slices"

	"yijian/model"
)

func value(name, title, sample string) model.NotificationValue {
	return model.NotificationValue{Name: name, Title: title, Sample: sample}
}

var (
	firmValue         = value("firm", "企业", "示例快递有限公司")
	recordValue       = value("record", "编号", "12305-2026-0001")
	dueValue          = value("due", "期限", "2026-03-25")
	nameValue         = value("name", "网点", "凤山街道示例网点")
	editValue         = value("edition", "榜单", "2026年上半年诚信红黑榜")
	paperValue        = value("document", "文书号", "渝邮罚〔2026〕1号")
	taskValue         = value("task", "任务", "推进快递进村")
	monthValue        = value("month", "月份", "2026-03")
	dutyValue         = value("duty", "未按期履行的事项", "逾期备案")
	sourceValue       = value("source", "来源", "凤山街道示例网点")
	basisValue        = value("basis", "依据", "《示例办法》第一条")
	rightValue        = value("right", "提出异议的依据", "《中华人民共和国行政处罚法》（2021年修订）第四十五条")
	slipValue         = value("slip", "督办单编号", "督办〔2026〕1号")
	colourValue       = value("colour", "颜色", "蓝色（提醒）")
	matterValue       = value("matter", "事项", "红灯：2026-01-25应报的月报逾期4天未报")
	coordinationValue = value("number", "协调事项编号", "协调〔2026〕1号")
	wantedValue       = value("matter", "请求事项", "落实转运站用地指标")
	askerValue        = value("asker", "提请单位", "武隆区交通局")
	askedValue        = value("unit", "被请求单位", "武隆区规划自然资源局")
	userValue         = value("account", "账号", "wang")
)

// notificationEvents is what each event may say. Names and phones of consumers
// and of other natural persons are among no event's values.
var notificationEvents = []model.NotificationEvent{
	{ID: model.EventComplaintTransferred, Title: "申诉转办", Urgent: true, Values: []model.NotificationValue{recordValue, firmValue, dueValue}},
	{ID: model.EventComplaintAnswered, Title: "企业已答复申诉", Values: []model.NotificationValue{recordValue, firmValue, dueValue}},
	{ID: model.EventComplaintLodged, Title: "网上收到申诉或举报", Values: []model.NotificationValue{recordValue, firmValue, dueValue}},
	{ID: model.EventEndPointSubmitted, Title: "网点备案待审查", Values: []model.NotificationValue{nameValue, firmValue, dueValue}},
	{ID: model.EventEndPointCorrection, Title: "网点备案需补正", Values: []model.NotificationValue{nameValue}},
	{ID: model.EventEndPointAccepted, Title: "网点予以备案", Values: []model.NotificationValue{nameValue, value("serial", "本地备案号", "500156-2026-0001")}},
	{ID: model.EventEndPointReturned, Title: "网点备案退回", Values: []model.NotificationValue{nameValue}},
	{ID: model.EventChangeSubmitted, Title: "备案变更待审查", Values: []model.NotificationValue{nameValue, firmValue}},
	{ID: model.EventChangeDecided, Title: "备案变更已办结", Values: []model.NotificationValue{nameValue, value("outcome", "结果", "已同意")}},
	{ID: model.EventEndPointLapsed, Title: "网点备案失效", Urgent: true, Values: []model.NotificationValue{nameValue, value("serial", "本地备案号", "500156-2026-0001"), value("reason", "原因", "开办企业的许可证已到期")}},
	{ID: model.EventEndPointRestored, Title: "网点备案恢复", Urgent: true, Values: []model.NotificationValue{nameValue, value("serial", "本地备案号", "500156-2026-0001"), value("reason", "原因", "名录失效登记有误，已撤回")}},
	{ID: model.EventPlaceCorrected, Title: "网点坐标更正", Values: []model.NotificationValue{
		nameValue, value("serial", "本地备案号", "500156-2026-0001"), value("was", "原坐标", "经度107.756000、纬度29.325000"),
		value("is", "更正后的坐标", "经度107.765000、纬度29.325000"), value("reason", "理由", "经度抄错")}},
	{ID: model.EventEntryNoticed, Title: "拟列入黑榜告知", Urgent: true, Values: []model.NotificationValue{editValue, firmValue, dueValue}},
	{ID: model.EventEntryStated, Title: "企业提交陈述申辩", Values: []model.NotificationValue{editValue, firmValue}},
	{ID: model.EventPublicityProposed, Title: "公开事项待批准", Values: []model.NotificationValue{paperValue, firmValue}},
	{ID: model.EventPublicityPublished, Title: "涉及本企业的信息已公开", Values: []model.NotificationValue{paperValue, firmValue, value("until", "公示至", "2027-03-10")}},
	{ID: model.EventReportSubmitted, Title: "月报待审核", Values: []model.NotificationValue{taskValue, monthValue}},
	{ID: model.EventReportReturned, Title: "月报退回", Values: []model.NotificationValue{taskValue, monthValue}},
	{ID: model.EventReturnSubmitted, Title: "业务月报待审核", Values: []model.NotificationValue{firmValue, monthValue}},
	{ID: model.EventReturnSentBack, Title: "业务月报退回补正", Values: []model.NotificationValue{firmValue, monthValue}},
	{ID: model.EventRequestOpened, Title: "账号申请待确认", Values: []model.NotificationValue{userValue, value("kind", "事项", "重置密码与动态口令")}},
	{ID: model.EventRequestDecided, Title: "账号申请已办结", Values: []model.NotificationValue{userValue, value("kind", "事项", "重置密码与动态口令"), value("outcome", "结果", "已同意")}},
	{ID: model.EventAccountInvited, Title: "账号邀请", Values: []model.NotificationValue{userValue, value("until", "有效至", "2026-03-13 10:00")}},
	{ID: model.EventAccountChanged, Title: "岗位或所属变更", Values: []model.NotificationValue{userValue}},
	{ID: model.EventAccountState, Title: "账号停用或启用", Urgent: true, Values: []model.NotificationValue{userValue, value("state", "状态", "停用")}},
	{ID: model.EventAccountLocked, Title: "账号暂时锁定", Urgent: true, Values: []model.NotificationValue{userValue, value("until", "锁定至", "2026-03-10 10:15")}},
	{ID: model.EventRecoveryCodeTaken, Title: "以恢复码登录", Urgent: true, Values: []model.NotificationValue{
		userValue, value("at", "登录时间", "2026-03-10 10:00"), value("left", "剩余个数", "9")}},
	{ID: model.EventTermNear, Title: "期限将届满", Urgent: true, Values: []model.NotificationValue{
		value("item", "事项", "答复申诉"), dueValue, value("days", "剩余天数", "3"), value("basis", "依据", "《示例办法》第一条")}},
	{ID: model.EventDutyRecorded, Title: "登记履责记录", Urgent: true, Values: []model.NotificationValue{
		firmValue, dutyValue, sourceValue, basisValue, value("due", "提出异议截止", "2026-03-25"), rightValue}},
	{ID: model.EventDutyContested, Title: "履责记录异议待复核", Values: []model.NotificationValue{
		firmValue, dutyValue, sourceValue, basisValue, value("due", "复核期限", "2026-04-05"), rightValue, value("effect", "复核期间是否计入", "复核以前不计入诚信评价")}},
	{ID: model.EventDutyUpheld, Title: "履责记录异议不成立", Urgent: true, Values: []model.NotificationValue{firmValue, dutyValue, sourceValue, basisValue, value("reason", "复核意见", "理由不成立")}},
	{ID: model.EventDutyWithdrawn, Title: "履责记录已撤回", Values: []model.NotificationValue{firmValue, dutyValue, sourceValue, basisValue, value("reason", "撤回原因", "异议成立")}},
	{ID: model.EventContestAnswered, Title: "对公开内容的异议已答复", Urgent: true, Values: []model.NotificationValue{
		value("document", "公开事项", "示例快递有限公司行政处罚决定"), firmValue, value("outcome", "结果", "维持公开")}},
	{ID: model.EventSlipIssued, Title: "收到督办单", Urgent: true, Values: []model.NotificationValue{slipValue, colourValue, taskValue, value("unit", "责任单位", "武隆区交通局"), matterValue, dueValue, basisValue}},
	{ID: model.EventSlipReissued, Title: "督办单逾期升级", Urgent: true, Values: []model.NotificationValue{
		slipValue, colourValue, taskValue, value("unit", "责任单位", "武隆区交通局"), value("former", "上一张的编号", "督办〔2026〕1号"), dueValue, basisValue}},
	{ID: model.EventSlipAnswered, Title: "督办单回复待审核", Values: []model.NotificationValue{slipValue, taskValue, value("unit", "责任单位", "武隆区交通局")}},
	{ID: model.EventSlipRefused, Title: "督办单回复退回", Urgent: true, Values: []model.NotificationValue{slipValue, taskValue, value("reason", "退回理由", "没有写明完成时间"), dueValue, basisValue}},
	{ID: model.EventSlipInstructed, Title: "局领导批示督办单", Urgent: true, Values: []model.NotificationValue{slipValue, taskValue, value("unit", "责任单位", "武隆区交通局"), value("instruction", "批示", "请主要负责人到会说明")}},
	{ID: model.EventSlipEnded, Title: "督办单办结、撤回或终止", Values: []model.NotificationValue{slipValue, taskValue, value("outcome", "结果", "已办结，回复已采纳")}},
	{ID: model.EventCoordinationAsked, Title: "收到协调事项", Urgent: true, Values: []model.NotificationValue{
		coordinationValue, wantedValue, taskValue, askerValue, askedValue, value("wished", "希望办成的日期", "2026-03-31"), dueValue, basisValue}},
	{ID: model.EventCoordinationAnswered, Title: "协调事项已回复", Values: []model.NotificationValue{coordinationValue, wantedValue, taskValue, askedValue, value("outcome", "回复", "可以办理")}},
	{ID: model.EventCoordinationReturned, Title: "协调事项退回再办", Urgent: true, Values: []model.NotificationValue{
		coordinationValue, wantedValue, taskValue, askerValue, value("reason", "退回理由", "用地指标还没有落实"), dueValue, basisValue}},
	{ID: model.EventCoordinationOverdue, Title: "协调事项逾期未回复", Urgent: true, Values: []model.NotificationValue{coordinationValue, wantedValue, taskValue, askerValue, askedValue, dueValue, basisValue}},
	{ID: model.EventCoordinationUpheld, Title: "协调事项裁定办理", Urgent: true, Values: []model.NotificationValue{
		coordinationValue, wantedValue, taskValue, askedValue, value("decision", "裁定意见", "请按方案分工办理"), dueValue, basisValue}},
	{ID: model.EventCoordinationEnded, Title: "协调事项了结", Values: []model.NotificationValue{coordinationValue, wantedValue, taskValue, value("outcome", "结果", "已办结，牵头单位确认已经解决")}},
	{ID: model.EventTaskMentioned, Title: "讨论中提到您", Values: []model.NotificationValue{taskValue, value("unit", "发言单位", "武隆区交通局")}},
	{ID: model.EventPlanIssued, Title: "方案印发交办", Urgent: true, Values: []model.NotificationValue{
		value("plan", "方案", "武隆区农村寄递物流体系建设实施方案"), value("document", "文号", "武隆府办发〔2026〕1号"), value("unit", "牵头单位", "武隆区交通局"), value("many", "牵头任务数", "3")}},
	{ID: model.EventTaskDecided, Title: "任务事项的决定", Values: []model.NotificationValue{
		taskValue, value("document", "文号", "武隆府办发〔2026〕1号"), value("outcome", "决定", "批准延期，时限由2026-06-30延至2026-09-30"), value("reason", "理由", "用地手续推迟办结")}},
	{ID: model.EventClockStep, Title: "期限逐级告知", Urgent: true, Values: []model.NotificationValue{
		value("item", "事项", "对用户的申诉作出答复：演示快递申诉"), value("state", "状态", "已逾期3天"), dueValue, value("basis", "依据", "《示例办法》第一条")}},
}

// NotificationEvents returns every event that people are told of.
func NotificationEvents() []model.NotificationEvent { return slices.Clone(notificationEvents) }

// NotificationEvent returns the event; known is false for one the platform does not have.
func NotificationEvent(id model.NotificationEventID) (event model.NotificationEvent, known bool) {
	at := slices.IndexFunc(notificationEvents, func(e model.NotificationEvent) bool { return e.ID == id })
	if at < 0 {
		return event, false
	}
	return notificationEvents[at], true
}
