package casework

import (
	"errors"
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy/reference"
)

// Each broken copy is refused as a whole, with the line and the reason.
func TestBrokenPlansAreRefused(t *testing.T) {
	text := districtPlan(t)
	change := func(old, now string) string { return replace(t, text, old, now) }
	gbk := "\n\xce\xe4\xc2\xa1\xb8\xae\xb0\xec\xb7\xa2" // 武隆府办发 in GBK
	for name, c := range map[string]struct{ text, reason, detail string }{
		"empty":                   {"", "plan.empty", "第1行：文件没有内容"},
		"white":                   {"\ufeff \r\n\u3000\n", "plan.empty", "第1行：文件没有内容"},
		"GB18030":                 {gbk, "plan.encoding", "第2行：文字编码不是UTF-8"},
		"UTF-16":                  {"\xff\xfe" + text, "plan.encoding", "第1行：文字编码不是UTF-8"},
		"cut inside a character":  {text[:len(text)-2] + "\xe5", "plan.encoding", "第151行：文字编码不是UTF-8"},
		"another document":        {"会议纪要\n同意。", "plan.part_missing", "第2行：全文没有“发展目标”部分"},
		"no annex":                {text[:strings.Index(text, "\n附件\n")], "plan.part_missing", "第50行：全文没有“附件”部分"},
		"no body":                 {change("二、主要任务", "主要任务"), "plan.part_missing", "第152行：全文没有“主要任务”部分"},
		"a chapter twice":         {change("三、保障措施", "三、主要任务"), "plan.chapter_twice", "第41行：“主要任务”在第22行已经出现"},
		"no number":               {change("\n武隆府办发〔2019〕61号", "\n武隆府办发"), "plan.head_missing", "第19行：到此为止的文头中没有文号"},
		"no title":                {change("《武隆区推进电子商务与快递物流协同发展实施方案》已经", "该方案已经"), "plan.head_missing", "没有方案名称"},
		"no date":                 {change("2019年7月15日", "今日"), "plan.head_missing", "第19行：到此为止的文头中没有成文日期"},
		"a day that is none":      {change("2019年7月15日", "2019年7月32日"), "plan.date", "第15行：成文日期“2019年7月32日”不存在"},
		"no goal year":            {change("到2020年，", ""), "plan.goal_year", "第21行：发展目标中没有目标年份"},
		"unknown supervisor":      {change("区商务委牵头督导", "区航天局牵头督导"), "plan.unit_unknown", "第43行：牵头督导单位“区航天局”不在单位名录中"},
		"no annex head":           {change("\t配合单位", "\t备注"), "plan.annex_head", "第152行：附件中没有表头"},
		"no annex title":          {change("附件\n\n武隆区推进电子商务与快递物流协同发展工作任务分解", "附件\n\n"), "plan.annex_title", "第55行：附件的表头之前没有标题"},
		"an annex without rows":   {text[:strings.Index(text, "\n\t规划引领")], "plan.annex_empty", "附件中没有任务"},
		"a row without support":   {change("\t区经济信息委\n\n\t\n\t12", "\n\t\n\t12"), "plan.row_cells", "第132行：附件第11项有5个单元格，应有6个"},
		"a row without lead":      {change("\t区住房城乡建委\n\t各街道", "\t各街道"), "plan.row_cells", "第62行：附件第1项有5个单元格"},
		"an empty lead":           {change("\t区住房城乡建委\n\t各街道", "\t\n\t各街道"), "plan.cell_empty", "第66行：附件第1项的“牵头单位”是空的"},
		"no group at all":         {change("\t规划引领\n", "\t\n"), "plan.cell_empty", "第62行：附件第1项的“结构”是空的"},
		"a row too many cells":    {change("\t区住房城乡建委\n\t各街道", "\t区住房城乡建委\n\t区教委\n\t各街道"), "plan.row_cells", "第62行：附件第1项有7个单元格"},
		"a remark after the rows": {strings.TrimRight(text, " \n") + "\n\n附注：无\n", "plan.row_cells", "第153行：附件第14项有1个单元格"},
		"a gap in the annex":      {change("\t5\n", "\t6\n"), "plan.number_gap", "第91行：序号6不连续，应为5"},
		"a number twice":          {change("\t5\n", "\t4\n"), "plan.number_twice", "第91行：序号4重复或颠倒，应为5"},
		"a number in words":       {change("\t5\n", "\t五\n"), "plan.number_unreadable", "第91行：序号“五”不是数字"},
		"unknown annex lead":      {change("\t区住房城乡建委\n\t各街道", "\t区航天局\n\t各街道"), "plan.unit_unknown", "第66行：牵头单位“区航天局”不在单位名录中"},
		"two annex leads":         {change("\t区住房城乡建委\n\t各街道", "\t区住房城乡建委、区教委\n\t各街道"), "plan.lead_not_one", "第66行：牵头单位应当只有一个"},
		"a group leads":           {change("\t区住房城乡建委\n\t各街道", "\t各乡镇人民政府\n\t各街道"), "plan.lead_not_one", "第66行：牵头单位“各乡镇人民政府”不是一个单位"},
		"unknown support":         {change("\t区农业农村委、区商务委", "\t区农业农村委、区航天局"), "plan.unit_unknown", "第144行：配合单位“区航天局”不在单位名录中"},
		"support of commas":       {change("\t区农业农村委、区商务委", "\t、、"), "plan.unit_missing", "第144行：没有写明配合单位"},
		"an item less":            {change("3．推动绿色运输", "推动绿色运输"), "plan.lead_twice", "第39行：正文序号2不止一处写明牵头单位"},
		"fewer items than tasks":  {withoutLine(text, 40), "plan.count", "第146行：正文有12项任务，附件有13项"},
		"more items than tasks":   {change("三、保障措施", "4．甲。乙。（牵头单位：区教委；责任单位：区教委）\n三、保障措施"), "plan.count", "第41行：正文有14项任务，附件有13项"},
		"a gap in the body":       {change("2．推广绿色包装", "4．推广绿色包装"), "plan.number_gap", "第39行：序号4不连续"},
		"a body number twice":     {change("2．推广绿色包装", "1．推广绿色包装"), "plan.number_twice", "第39行：序号1与第38行重复"},
		"a section twice":         {change("（五）强化绿色", "（四）强化绿色"), "plan.section_twice", "第37行：（四）在第33行已经出现"},
		"no section":              {withoutLine(text, 23), "plan.section_missing", "第23行：条目之前没有"},
		"words before an item":    {change("（二）强化规范运营", "（二）强化规范运营\n另有说明"), "plan.body_stray", "第28行"},
		"no items":                {text[:strings.Index(text, "（一）强化")] + text[strings.Index(text, "三、保障"):], "plan.body_empty", "“主要任务”中没有条目"},
		"no body lead":            {change("（牵头单位：区招商中心；责任单位：", "（责任单位："), "plan.lead_missing", "第25行：正文序号2没有写明牵头单位"},
		"an empty body lead":      {change("（牵头单位：区招商中心；", "（牵头单位：；"), "plan.lead_missing", "第25行：正文序号2没有写明牵头单位"},
		"unknown body lead":       {change("（牵头单位：区招商中心；", "（牵头单位：区航天局；"), "plan.unit_unknown", "第25行：牵头单位“区航天局”不在单位名录中"},
		"no responsible units":    {change("（牵头单位：区招商中心；责任单位：区发展改革委、区规划自然资源局、区商务委、重庆市邮政管理局第三分局）", "（牵头单位：区招商中心）"), "plan.units_unreadable", "第25行：正文序号2结尾应写作"},
		"an unclosed bracket":     {change("区公安局、重庆市邮政管理局第三分局）", "区公安局、重庆市邮政管理局第三分局"), "plan.units_unreadable", "第28行"},
		"unknown responsible":     {change("区公安局、重庆市邮政管理局第三分局）", "区航天局、重庆市邮政管理局第三分局）"), "plan.unit_unknown", "第28行：责任单位“区航天局”不在单位名录中"},
		"a title alone":           {withLine(text, 38, "1．促进资源集约（牵头单位：区教委；责任单位：区教委）"), "plan.content_missing", "第38行：正文序号1没有标题或内容"},
		"an endless name":         {change("\t编制规划\n", "\t"+strings.Repeat("长", 201)+"\n"), "plan.too_long", "第64行：工作任务有201字，最多200字"},
		"an endless title":        {withLine(text, 38, "1．"+strings.Repeat("长", 201)+"。乙（牵头单位：区教委；责任单位：区教委）"), "plan.too_long", "第38行：标题有201字"},
		"an endless item":         {change("（二）强化规范运营", strings.Repeat("长", 10_000)+"\n（二）强化规范运营"), "plan.too_long", "第27行：该条有"},
		"an endless item at once": {withLine(text, 38, "1．甲。"+strings.Repeat("长", 10_000)+"（牵头单位：区教委；责任单位：区教委）"), "plan.too_long", "第38行：该条有"},
		"an endless content":      {change("\t统筹规划物流建设土地", "\t"+strings.Repeat("长", 10_000)+"统筹规划物流建设土地"), "plan.too_long", "第65行：具体内容有10028字，最多10000字"},
		"an endless goal":         {change("到2020年，", strings.Repeat("长", 10_000)+"\n到2020年，"), "plan.too_long", "第22行：发展目标有"},
		"a unit before its time":  {change("\t区农业农村委、区商务委", "\t仙女山街道、区商务委"), "plan.unit_unknown", "第144行：配合单位“仙女山街道”不在单位名录中"},
	} {
		plan, err := ParsePlanText(c.text, reference.District())
		var reason string
		var refused *model.Error
		if errors.As(err, &refused) {
			reason = refused.Reason
		}
		if reason != c.reason || !strings.Contains(model.DetailOf(err), c.detail) {
			t.Errorf("%s: got %v, want %s %s", name, err, c.reason, c.detail)
		}
		if len(plan.Items) != 0 || plan.DocumentNo != "" {
			t.Errorf("%s: a refused plan is partly there", name)
		}
	}
}

func withLine(text string, number int, line string) string {
	lines := strings.Split(text, "\n")
	lines[number-1] = line
	return strings.Join(lines, "\n")
}

func withoutLine(text string, number int) string {
	lines := strings.Split(text, "\n")
	return strings.Join(append(lines[:number-1:number-1], lines[number:]...), "\n")
}
