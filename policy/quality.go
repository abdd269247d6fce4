package policy

import (
	"slices"

	"yijian/model"
)

// QualityRule is a rule of what records must have, with the reason for it. See is
// the permission that shows the list, Mend the one that puts a record right. From
// and Until are the days between which a rule of terms looks, counted from today,
// both included; for a rule of how long ago, Until is the fewest days.
type QualityRule struct {
	ID       model.QualityRuleID
	Title    string
	Meaning  string
	Basis    string
	Remedy   string
	Severity model.QualitySeverity
	Noun     model.Noun
	See      string
	Mend     string
	From     int
	Until    int
}

// The rules whose records are not rows of a list, or that not every bureau asks for.
const (
	QualityCalendar     model.QualityRuleID = "calendar-missing"
	QualityBrandEnded   model.QualityRuleID = "endpoint-brand-ended"
	QualitySecondFactor model.QualityRuleID = "account-second-factor"
)

const (
	licenceBasis     = "《中华人民共和国邮政法》（2015年修正）第51条：经营快递业务须取得快递业务经营许可"
	codeBasis        = "GB 32100-2015《法人和其他组织统一社会信用代码编码规则》"
	filingBasis      = "《快递末端网点备案暂行规定》（国邮发〔2018〕60号）：备案信息应当真实、完整"
	accountBasis     = "GB/T 22239-2019 8.1.4.1、8.1.4.2：双因素鉴别，及时删除或停用多余、过期的账户"
	documentBasis    = "GB/T 9704-2012《党政机关公文格式》：一份公文一个发文字号，年份用六角括号〔〕括入"
	supervisionBasis = "平台默认设置（督查督办惯例，非法定）"
	operationBasis   = "平台默认设置（运行维护，非法定）"
)

var qualityRules = []QualityRule{
	{
		ID: "licence-expired", Title: "企业许可证已过期", Meaning: "快递业务经营许可证的有效期已过，企业没有登记为注销。",
		Basis: licenceBasis, Remedy: "核实是否已延续：已延续的登记新的许可，已注销的登记终止并改企业状态。",
		Severity: model.QualityGrave, Noun: "enterprises", See: "enterprise:read", Mend: "licence:create",
	},
	{
		ID: "licence-expiring", Title: "企业许可证60日内到期", Meaning: "快递业务经营许可证从今天起60日内到期。",
		Basis: licenceBasis, Remedy: "提醒企业届满30日前申请延续；批准后登记新的许可。",
		Severity: model.QualityAmiss, Noun: "enterprises", See: "enterprise:read", Mend: "licence:create", Until: 60,
	},
	{
		ID: "licence-undated", Title: "企业没有登记许可证", Meaning: "没有登记过许可证，或者许可证没有有效期，到期前不会有提醒。",
		Basis: licenceBasis, Remedy: "对照许可证登记许可。",
		Severity: model.QualityAmiss, Noun: "enterprises", See: "enterprise:read", Mend: "licence:create",
	},
	{
		ID: "credit-code-wrong", Title: "统一社会信用代码校验不符", Meaning: "代码的位数、用字或校验位不符合国家标准，与别的系统对不上。",
		Basis: codeBasis, Remedy: "对照营业执照核对。代码登记后不能改，确有错字的请系统管理员按《运行手册》处理。",
		Severity: model.QualityGrave, Noun: "enterprises", See: "enterprise:read", Mend: "enterprise:change",
	},
	{
		ID: "endpoint-unlocated", Title: "网点没有经纬度", Meaning: "没有注销或退回的网点缺少经度或纬度，不能在图上定位。",
		Basis: filingBasis, Remedy: "草稿和待补正的，按【修改备案信息】填写；已备案的，按【补填坐标】，不算变更。",
		Severity: model.QualityNotice, Noun: "endpoints", See: "endpoint:read", Mend: "endpoint:place",
	},
	{
		ID: "endpoint-unmanaged", Title: "网点没有负责人", Meaning: "没有注销或退回的网点没有填负责人姓名（草稿也算）。",
		Basis: filingBasis, Remedy: "在网点页面补填负责人。",
		Severity: model.QualityAmiss, Noun: "endpoints", See: "endpoint:read", Mend: "endpoint:change",
	},
	{
		ID: "endpoint-unreachable", Title: "网点没有服务电话", Meaning: "没有注销或退回的网点没有填服务电话（草稿也算），用户无从联系。",
		Basis: filingBasis, Remedy: "在网点页面补填服务电话。",
		Severity: model.QualityAmiss, Noun: "endpoints", See: "endpoint:read", Mend: "endpoint:change",
	},
	{
		ID: QualityBrandEnded, Title: "网点挂着协议已终止的品牌", Meaning: "已备案的网点挂着一个品牌，开办企业的这个品牌协议已到期或终止，也没有新的协议。",
		Basis: BrandBasis.String() + "：共用商标、字号、快递运单的，应当签订书面协议", Remedy: "已续签的，登记续签的协议；不再使用的，由企业办理变更备案，去掉这个品牌。",
		Severity: model.QualityAmiss, Noun: "endpoints", See: "endpoint:read", Mend: "endpoint:propose-change",
	},
	{
		ID: "penalty-doubled", Title: "处罚文号与另一件相同", Meaning: "两件行政处罚的文号只是空格、括号或全角半角写法不同，可能是同一份决定书登记了两次，信用评价会重复计算。",
		Basis: documentBasis, Remedy: "两件都列在这里，各写明另一件的文号；对照决定书核对：重复登记的撤销其中一件，拟稿里写错文号的改正文号。",
		Severity: model.QualityAmiss, Noun: "penalties", See: "penalty:read", Mend: "penalty:withdraw",
	},
	{
		ID: "certificate-missing", Title: "执法人员没有登记执法证", Meaning: "执法人员没有登记执法证号或有效期，不能列入检查。",
		Basis: TwoOfficersBasis.String(), Remedy: "在执法证页面发证或换证。",
		Severity: model.QualityAmiss, Noun: "certificates", See: "certificate:read", Mend: "certificate:change",
	},
	{
		ID: "certificate-expired", Title: "执法证已过期", Meaning: "执法证的有效期已过，其人不能列入检查。",
		Basis: TwoOfficersBasis.String(), Remedy: "换证后在执法证页面登记。",
		Severity: model.QualityGrave, Noun: "certificates", See: "certificate:read", Mend: "certificate:change",
	},
	{
		ID: "certificate-gap", Title: "执法证有间断", Meaning: "已登记的下一本执法证不紧接前一本，中间的日子其人不能列入检查。",
		Basis: TwoOfficersBasis.String(), Remedy: "核对起止日期；确有间断的，这段时间不安排其人检查。",
		Severity: model.QualityAmiss, Noun: "certificates", See: "certificate:read", Mend: "certificate:change",
	},
	{
		ID: "certificate-7-days", Title: "执法证7日内到期", Meaning: "执法证从今天起7日内到期。",
		Basis: TwoOfficersBasis.String(), Remedy: "立即换证，并在执法证页面登记。",
		Severity: model.QualityGrave, Noun: "certificates", See: "certificate:read", Mend: "certificate:change", Until: 7,
	},
	{
		ID: "certificate-30-days", Title: "执法证8至30日内到期", Meaning: "执法证在8至30日内到期。",
		Basis: TwoOfficersBasis.String(), Remedy: "安排换证。",
		Severity: model.QualityAmiss, Noun: "certificates", See: "certificate:read", Mend: "certificate:change", From: 8, Until: 30,
	},
	{
		ID: "certificate-60-days", Title: "执法证31至60日内到期", Meaning: "执法证在31至60日内到期。",
		Basis: TwoOfficersBasis.String(), Remedy: "安排换证。",
		Severity: model.QualityNotice, Noun: "certificates", See: "certificate:read", Mend: "certificate:change", From: 31, Until: CertificateWarnDays,
	},
	{
		ID: "certificate-suspended", Title: "执法证暂扣", Meaning: "执法证暂扣而没有发还，其人不能列入检查。",
		Basis: TwoOfficersBasis.String(), Remedy: "查清后发还，或调整其岗位。",
		Severity: model.QualityAmiss, Noun: "certificates", See: "certificate:read", Mend: "certificate:change",
	},
	{
		ID: QualitySecondFactor, Title: "工作人员账号没有动态口令", Meaning: "工作人员的账号没有启用动态口令，下次登录须先启用。",
		Basis: accountBasis, Remedy: "由本人在账号安全页面启用。",
		Severity: model.QualityAmiss, Noun: "users", See: "user:read", Mend: "second-factor:enrol",
	},
	{
		ID: "account-unused", Title: "账号建立30日仍未登录", Meaning: "账号建立已满30日，没有停用，从来没有登录过，也没有程序用它的令牌。",
		Basis: accountBasis, Remedy: "询问本人是否还需要；不需要的停用。",
		Severity: model.QualityNotice, Noun: "users", See: "user:read", Mend: "user:disable", Until: 30,
	},
	{
		ID: "account-dormant", Title: "账号90日没有登录", Meaning: "账号用过，没有停用，已满90日没有再登录，也没有程序用它的令牌。",
		Basis: accountBasis, Remedy: "询问本人是否离岗；离岗的停用。",
		Severity: model.QualityAmiss, Noun: "users", See: "user:read", Mend: "user:disable", Until: 90,
	},
	{
		ID: QualityCalendar, Title: "节假日安排没有载入", Meaning: "今年（12月1日起也看明年）的节假日安排没有载入，届满日落在该年的期限不能推算。",
		Basis: "国务院办公厅关于当年部分节假日安排的通知", Remedy: "按通知提出该年的节假日安排，由局领导批准。",
		Severity: model.QualityGrave, Noun: "calendar", See: "deadline:read", Mend: "rule-text:propose",
	},
	{
		ID: "task-unscheduled", Title: "任务没有启动日期", Meaning: "没有销号、暂缓或取消的任务没有排定启动日期，计划进度和亮灯不能推算。",
		Basis: supervisionBasis, Remedy: "由督导单位排定时间。",
		Severity: model.QualityAmiss, Noun: "tasks", See: "task:read", Mend: "task:schedule",
	},
	{
		ID: "task-unled", Title: "任务没有牵头责任单位", Meaning: "没有销号、暂缓或取消的任务没有认出牵头单位，没有单位报送月报。",
		Basis: supervisionBasis, Remedy: "由督导单位明确牵头单位。",
		Severity: model.QualityGrave, Noun: "tasks", See: "task:read", Mend: "task:resolve",
	},
	{
		ID: "job-failing", Title: "定时任务反复失败", Meaning: "定时任务的一次运行失败了两次以上，仍没有成功。",
		Basis: operationBasis, Remedy: "看结果写明的原因，排除后重新运行。",
		Severity: model.QualityGrave, Noun: "job-runs", See: "job:read", Mend: "job:rerun",
	},
	{
		ID: "delivery-failed", Title: "通知投递失败", Meaning: "邮件或短信满次数仍没有送出，不会再自动重试。",
		Basis: operationBasis, Remedy: "核对邮箱或手机号，再重新投递。",
		Severity: model.QualityAmiss, Noun: "deliveries", See: "delivery:read", Mend: "delivery:resend",
	},
	{
		ID: "delivery-unknown", Title: "通知投递结果未知", Meaning: "不能确定对方是否收到，系统不会自动重发。",
		Basis: operationBasis, Remedy: "先问收件人：收到的确认已收到，没收到的重新投递。",
		Severity: model.QualityAmiss, Noun: "deliveries", See: "delivery:read", Mend: "delivery:settle",
	},
}

// QualityRules returns every rule, in the order of the page.
func QualityRules() []QualityRule { return slices.Clone(qualityRules) }

// QualityRuleOf returns the rule; known is false for one the platform does not have.
func QualityRuleOf(id model.QualityRuleID) (rule QualityRule, known bool) {
	at := slices.IndexFunc(qualityRules, func(r QualityRule) bool { return r.ID == id })
	if at < 0 {
		return rule, false
	}
	return qualityRules[at], true
}

// CertificateRemindDays are how many days before its expiry people are told of a
// certificate, once each.
var CertificateRemindDays = []int{7, 30, CertificateWarnDays}

// CertificateStage is the mark that a certificate with so many days left has
// passed, the nearest first; reached is false before the first and after the expiry.
func CertificateStage(daysLeft int) (stage int, reached bool) {
	return passed(CertificateRemindDays, daysLeft)
}

// passed is the nearest of the marks, in rising order, that so many days left have reached.
func passed(marks []int, daysLeft int) (mark int, reached bool) {
	for _, mark := range marks {
		if daysLeft >= 0 && daysLeft <= mark {
			return mark, true
		}
	}
	return 0, false
}
