package casework

// doubtTitles say what is doubted for a reason, in the audit of who confirmed it.
var doubtTitles = map[string]string{
	"uscc.check_digit":            "统一社会信用代码校验位不符",
	"enterprise.closing":          "企业改为注销",
	"licence.odd_number":          "许可证号的写法不合",
	"licence.odd_expires":         "许可的有效期不是 5 年",
	"licence.number_of_another":   "许可证号也登记在另一家企业名下",
	"licence.gap":                 "许可中断",
	"inspection.officers_too_few": "执法人员不足两人",
	"history.too_old":             "早于近 24 个月",
	"history.differs":             "系统里已有这一编号的记录而内容不同",
	"history.number_again":        "同一检查编号另有日期、企业或网点不同的检查",
	"history.red_listed":          "企业现在在红榜上",
}

// doubtsOneByOne are the reasons for which every row has to be looked at: each is about another
// record that is there already or in the file, and of an interruption the reason is kept.
var doubtsOneByOne = []string{"history.differs", "history.number_again", "history.red_listed", "licence.gap"}
