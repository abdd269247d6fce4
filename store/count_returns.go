package store

func init() {
	registerCount(Count{
		ID: "returns_on_time", Title: "企业月报按时报送率", Unit: "%", Noun: "monthly-returns", Read: "monthly-return:read",
		Words: "当日以前12个月应报的企业业务月报中，到当日已报或者报送期限已满的有多少，其中按时首次报送的占多少，舍去小数；免报的不计",
		Basis: "《快递市场管理办法》（交通运输部令2023年第22号）第四十四条",
		outOf: "monthly_returns.owed AND monthly_returns.status <> 'waived' AND monthly_returns.month >= @since AND monthly_returns.month <= @month" +
			" AND (monthly_returns.first_submitted_on <= @day OR EXISTS (SELECT 1 FROM clocks AS c WHERE c.noun = 'monthly-returns'" +
			" AND c.record_id = monthly_returns.id AND c.rule = 'return.file' AND c.due_on < @day))",
		holds: "NOT monthly_returns.late AND monthly_returns.first_submitted_on <= @day",
		title: "monthly_returns.enterprise_name", detail: "monthly_returns.month", since: "monthly_returns.first_submitted_on",
	})
}
