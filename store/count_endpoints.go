package store

// filedThen are the end points that were filed when the day ended.
const filedThen = "endpoints.filed_on <= @day AND (endpoints.ended_on IS NULL OR endpoints.ended_on > @day)"

func init() {
	registerCount(Count{
		ID: "filed_endpoints", Title: "已备案末端网点", Unit: "个", Noun: "endpoints", Read: "endpoint:read",
		Words: "当日已经备案、没有注销也没有失效的末端网点", Basis: "《快递末端网点备案暂行规定》（国邮发〔2018〕60号）",
		holds: filedThen, title: "endpoints.name", detail: "endpoints.local_serial", since: "endpoints.filed_on",
	})
}
