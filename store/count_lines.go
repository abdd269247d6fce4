package store

import "regexp"

func init() {
	registerCount(Count{
		ID: "lines_opened", Title: "开通的寄递专线", Unit: "条", Noun: "network-parts", Read: "network-part:read",
		Words: "寄递网络登记中当日在用的寄递专线", Basis: "工作方案“开通5条物流专线”；以寄递网络登记及其来源文件为准",
		Said:  regexp.MustCompile(`开通(\d+)条(?:快递)?物流(?:配送)?专线`),
		holds: "network_parts.kind = 'line' AND " + partThere, title: "network_parts.name", detail: "network_parts.source_no", since: "network_parts.valid_from",
	})
}
