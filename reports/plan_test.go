package reports

import (
	"strings"
	"time"

	"yijian/model"
)

// planTasks are the 13 tasks of 武隆府办发〔2019〕61号 with made-up progress.
func planTasks() []model.TaskRow {
	return []model.TaskRow{
		{
			Group: "规划引领", Number: 1, Name: "编制规划",
			Content:  "统筹规划物流建设土地，编制城乡物流公共服务设施相关规划。",
			LeadUnit: "区住房城乡建委", SupportUnits: "各街道办事处、各乡镇人民政府",
			BodyLeadUnit: "区规划自然资源局", BodyUnits: "区发展改革委、区商务委、重庆市邮政管理局第三分局",
			LeadConflict:    "附件为区住房城乡建委，正文为区规划自然资源局，待区商务委明确",
			PlannedProgress: 40, Claimed: new(38), Owes: true, Reported: true,
			Light: model.LightGreen, LightReason: "按计划推进：计划40%，实报38%", Due: model.NewDate(2027, time.December, 31),
			MonthWork: "已完成规划文本初稿。", Problems: "",
		},
		{
			Group: "规划引领", Number: 2, Name: "推动物流园区建设",
			Content:  "引进品牌快递企业总部、区域总部和区域性集散中心、公共智能仓储等企业落户武隆。引导传统物流园区转型升级，打造1个现代化电商快递物流园区，加快推进五洲物流园区建设和土坎仓储物流配送中心规划。",
			LeadUnit: "区商务委", SupportUnits: "区招商中心、区住房城乡建委、区规划自然资源局",
			BodyLeadUnit: "区招商中心", BodyUnits: "区发展改革委、区规划自然资源局、区商务委、重庆市邮政管理局第三分局",
			LeadConflict:    "附件为区商务委，正文为区招商中心，已明确由区商务委牵头（演示）",
			PlannedProgress: 55, Claimed: new(40), Owes: true, Reported: true,
			Light: model.LightYellow, LightReason: "计划55%，实报40%，落后15个百分点", Due: model.NewDate(2026, time.December, 31),
			MonthWork: "五洲物流园区二标段进场。", Problems: "征地手续办理缓慢。",
		},
		{
			Group: "规划引领", Number: 3, Name: "优化完善城乡快递物流网络",
			Content:  "建设区级电子商务快递物流中心，优化农村快递资源配置，健全区县、乡镇（街道）、村（社区）三级配送网络。",
			LeadUnit: "区商务委", SupportUnits: "各街道办事处、各乡镇人民政府",
			BodyLeadUnit: "区商务委", BodyUnits: "区发展改革委、区规划自然资源局、区农业农村委、区教委、区扶贫办、区供销合作社、重庆市邮政管理局第三分局",
			PlannedProgress: 80, Claimed: new(55), Owes: true, Reported: true,
			Counted: new(41), CountWords: "截至2026-11-30，按登记计数为41%，实报55%，高出14个百分点，超过允许的10个百分点，请核对",
			Light: model.LightRed, LightReason: "计划80%，实报55%，落后25个百分点", Due: model.NewDate(2026, time.December, 31),
			MonthWork: "新增村级服务点12个。", Problems: "4个乡镇中转站选址未定。",
		},
		{
			Group: "规范运营", Number: 4, Name: "推动配送车辆规范运营",
			Content:  "出台快递服务车辆管理办法，对快递服务车辆实施统一编号和标识管理，推动配送车辆标准化、厢式化。",
			LeadUnit: "区交通局", SupportUnits: "重庆市邮政管理局第三分局、区交巡警支队",
			BodyLeadUnit: "区交通局", BodyUnits: "区公安局、重庆市邮政管理局第三分局",
			PlannedProgress: 60, Claimed: new(60), Owes: true, Reported: true,
			Light: model.LightGreen, LightReason: "按计划推进：计划60%，实报60%", Due: model.NewDate(2026, time.December, 31),
			MonthWork: "车辆编号标识办法征求意见。", Problems: "",
		},
		{
			Group: "规范运营", Number: 5, Name: "便利城市快递配送车辆通行",
			Content:  "优先重点快递物流企业车辆和新能源车辆、共同配送车辆通行证办理，合理规划设置快递配送车辆临时停车位。",
			LeadUnit: "区交通局", SupportUnits: "区城管局、各街道办事处、各乡镇人民政府",
			BodyLeadUnit: "区公安局", BodyUnits: "区交通局、区城管局、区规划自然资源局、区教委、区交巡警支队、区电力公司、重庆市邮政管理局第三分局",
			LeadConflict:    "附件为区交通局，正文为区公安局，待区商务委明确",
			PlannedProgress: 50, Owes: true,
			Light: model.LightRed, LightReason: "2026-10-25应报的月报逾期30天未报", Due: model.NewDate(2026, time.December, 31),
			MonthWork: "", Problems: "未报送月报。",
		},
		{
			Group: "服务创新", Number: 6, Name: "促进企业创新发展",
			Content:  "重点培育1―2个城乡电子商务、快递物流骨干企业，鼓励城乡末端配送企业综合服务。",
			LeadUnit: "区商务委", SupportUnits: "各街道办事处、各乡镇人民政府",
			BodyLeadUnit: "区商务委", BodyUnits: "区供销合作社、重庆市邮政管理局第三分局",
			PlannedProgress: 30, Claimed: new(30), Owes: true, Reported: true,
			Light: model.LightGreen, LightReason: "按计划推进：计划30%，实报30%", Due: model.NewDate(2026, time.December, 31),
			MonthWork: "确定培育企业名单。", Problems: "",
		},
		{
			Group: "服务创新", Number: 7, Name: "大力发展共同配送",
			Content:  "鼓励快递、物流企业整合往返干线运输，支持开展农村支线集中配送合作。",
			LeadUnit: "区商务委", SupportUnits: "各街道办事处、各乡镇人民政府",
			BodyLeadUnit: "区商务委", BodyUnits: "区供销合作社、重庆市邮政管理局第三分局",
			PlannedProgress: 70, Claimed: new(52), Owes: true, Reported: true,
			Light: model.LightYellow, LightReason: "计划70%，实报52%，落后18个百分点", Due: model.NewDate(2026, time.December, 31),
			MonthWork: "开通共同配送专线4条。", Problems: "1条专线客货运量不足。",
		},
		{
			Group: "提高效率", Number: 8, Name: "提高标准技术应用水平",
			Content:  "推广使用现代物流装备技术，发展智能仓储，加强大数据、云计算、机器人等在电子商务与快递物流领域应用。",
			LeadUnit: "区经济信息委", SupportUnits: "各街道办事处、各乡镇人民政府",
			BodyLeadUnit: "区发展改革委", BodyUnits: "区经济信息委、区商务委、重庆市邮政管理局第三分局",
			LeadConflict:    "附件为区经济信息委，正文为区发展改革委，待区商务委明确",
			PlannedProgress: 0,
			Light:           model.LightGrey, LightReason: "任务尚未启动", Due: model.NewDate(2026, time.December, 31),
		},
		{
			Group: "提高效率", Number: 9, Name: "鼓励信息互联共享",
			Content:  "建立电子商务与快递物流各环节数据接口标准，推动数据交换共享，提高信息安全防护，加强信息经济利用。",
			LeadUnit: "区商务委", SupportUnits: "区经济信息委、重庆市邮政管理局第三分局",
			BodyLeadUnit: "区发展改革委", BodyUnits: "区经济信息委、区商务委、重庆市邮政管理局第三分局",
			LeadConflict:    "附件为区商务委，正文为区发展改革委，待区商务委明确",
			PlannedProgress: 45, Claimed: new(45), Owes: true, Reported: true,
			Light: model.LightGreen, LightReason: "按计划推进：计划45%，实报45%", Due: model.NewDate(2026, time.December, 31),
			MonthWork: "接口标准初稿完成。", Problems: "",
		},
		{
			Group: "提高效率", Number: 10, Name: "推动供应链协同",
			Content:  "鼓励仓储、快递、第三方技术服务企业延伸服务链条，发展仓配一体化服务，整合共享上下游资源。",
			LeadUnit: "区商务委", SupportUnits: "重庆市邮政管理局第三分局",
			BodyLeadUnit: "区发展改革委", BodyUnits: "区商务委、重庆市邮政管理局第三分局",
			LeadConflict:    "附件为区商务委，正文为区发展改革委，待区商务委明确",
			PlannedProgress: 35, Claimed: new(30), Owes: true, Reported: true,
			Light: model.LightGreen, LightReason: "按计划推进：计划35%，实报30%", Due: model.NewDate(2026, time.December, 31),
			MonthWork: "2家企业试点仓配一体。", Problems: "",
		},
		{
			Group: "绿色快递物流", Number: 11, Name: "促进资源集约",
			Content:  "加强能源管理，引导推动建立绿色节能低碳运营管理流程和机制，在仓储物流设施、数据中心、管理中心等场所推广应用节水、节电、节能等新技术新设备。",
			LeadUnit: "区生态环境局", SupportUnits: "区经济信息委",
			BodyLeadUnit: "区生态环境局", BodyUnits: "区经济信息委、区发展改革委",
			PlannedProgress: 100, Claimed: new(100), Owes: true, Reported: true,
			Light: model.LightGreen, LightReason: "任务已完成", Due: model.NewDate(2026, time.October, 31),
			MonthWork: "节能改造通过核查。", Problems: "",
		},
		{
			Group: "绿色快递物流", Number: 12, Name: "推广绿色包装",
			Content:  "提供绿色包装物选择，根据不同包装物分类定价，建立积分反馈、绿色信用等机制引导消费者使用绿色包装或减量包装。",
			LeadUnit: "区生态环境局", SupportUnits: "区农业农村委、区商务委",
			BodyLeadUnit: "区生态环境局", BodyUnits: "区发展改革委、区经济信息委、区商务委、重庆市邮政管理局第三分局",
			PlannedProgress: 95, Claimed: new(90), Owes: true, Reported: true,
			Light: model.LightYellow, LightReason: "距完成时限还有6天", Due: model.NewDate(2026, time.November, 30),
			MonthWork: "绿色包装试点网点8个。", Problems: "",
		},
		{
			Group: "绿色快递物流", Number: 13, Name: "推动绿色运输与配送",
			Content:  "畅通电子商务交易、物流配送等信息，优化调度，减少车辆空载和在途时间。推广使用新能源汽车和满足更高排放标准的燃油汽车，逐步提高新能源汽车使用比例。",
			LeadUnit: "区交通局", SupportUnits: "区经济信息委、区商务委、区交巡警支队",
			BodyLeadUnit: "区交通局", BodyUnits: "区经济信息委、重庆市邮政管理局第三分局",
			PlannedProgress: 100, Claimed: new(80), Owes: true, Reported: true,
			Light: model.LightRed, LightReason: "超过完成时限3天，尚未完成", Due: model.NewDate(2026, time.November, 21),
			MonthWork: "新能源车辆占比达到35%。", Problems: "充电桩建设滞后。\n=SUM(A1:A2)",
		},
	}
}

func planMeta() model.TaskReportMeta {
	return model.TaskReportMeta{
		DocumentNumber: "武隆府办发〔2019〕61号",
		Title:          "武隆区推进电子商务与快递物流协同发展工作任务分解",
		Period:         "2026年11月", From: "2026-11", To: "2026-11", Issuer: "区商务委", AsOf: model.NewDate(2026, time.November, 24),
		DataHash: strings.Repeat("0123456789abcdef", 4),
	}
}

// planScores are a unit that was scored on three parts, and one with nothing to score.
func planScores() []model.UnitScore {
	lines := func(worth, items int) (lines []model.ScoreLine) {
		for i, part := range model.ScoreParts {
			line := model.ScoreLine{Part: part, Title: part.Title(), Weight: []int{30, 40, 20, 10}[i], Said: "本期没有可评的事项，10分按比例分摊到其他各项"}
			if part != model.ScoreCoordination && items > 0 {
				line.Items, line.Worth, line.Points, line.Said = items, worth, line.Weight*worth/items*100/90, "2件事项合计得150%，平均后乘以30分"
			}
			lines = append(lines, line)
		}
		return lines
	}
	return []model.UnitScore{
		{UnitID: "qu-jiaotongju", Name: "区交通局", Tasks: 2, Scored: true, Points: 7508, Lines: lines(150, 2), Items: []model.ScoreItem{
			{Part: model.ScoreTimeliness, Title: "4.推动配送车辆规范运营：2026年10月月报", Worth: 50, Reason: "应于2026-10-25前报送，2026-10-27报送，逾期2天（3天以内计一半）"},
			{Part: model.ScoreProgress, Title: "4.推动配送车辆规范运营：2026-11-24进度", Worth: 100, Reason: "计划60%，实报65%"},
		}},
		{UnitID: "qu-shangwuwei", Name: "=区商务委", Tasks: 6, Lines: lines(0, 0)},
	}
}

// planSheets is the report of the plan with a course of three months.
func planSheets() model.TaskSheets { return sheetsOver(planTasks(), 3) }

// sheetsOver is a report of the tasks, each with a made-up course of as many months.
func sheetsOver(tasks []model.TaskRow, months int) model.TaskSheets {
	sheets := model.TaskSheets{Head: planMeta(), Rows: tasks, Scores: planScores()}
	for back := months - 1; back >= 0; back-- {
		month := model.NewDate(2026, time.November, 1).AddMonths(-back)
		sheets.Head.Months = append(sheets.Head.Months, month.Time().Format("2006-01"))
	}
	for i := range tasks {
		t := &tasks[i]
		t.Lead = t.LeadUnit
		for _, unit := range []string{"区商务委", "区交通局", "区经济信息委"} {
			if strings.Contains(t.SupportUnits, unit) {
				t.Supporters = append(t.Supporters, unit)
			}
		}
		if t.Owes && !t.Reported {
			t.Missing = []model.MissingReport{{Month: "2026-10", Rhythm: model.RhythmMonthly, Due: model.NewDate(2026, time.October, 25)}}
		}
		if !t.Due.After(planMeta().AsOf) && t.Light == model.LightRed {
			t.DaysOver = t.Due.DaysUntil(planMeta().AsOf)
		}
		t.Course = nil
		for m := range months {
			month := model.TaskMonth{Light: model.Lights[(i+m)%len(model.Lights)], Scheduled: t.Light != model.LightGrey, Planned: t.PlannedProgress * (m + 1) / months, Counted: t.Counted}
			if m == months-1 {
				month.Light = t.Light
			}
			if t.Claimed != nil {
				month.Claimed = new(*t.Claimed * (m + 1) / months)
			}
			t.Course = append(t.Course, month)
		}
	}
	return sheets
}
