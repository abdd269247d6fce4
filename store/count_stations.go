package store

import "regexp"

func init() {
	registerCount(Count{
		ID: "transfer_stations", Title: "乡镇中转站", Unit: "个", Noun: "network-parts", Read: "network-part:read",
		Words: "寄递网络登记中当日在用的乡镇中转站", Basis: "工作方案“1+10+186”三级物流配送体系的第二级；以寄递网络登记及其来源文件为准",
		Said:  regexp.MustCompile(`(\d+)个镇街级区域物流中转站`),
		holds: "network_parts.kind = 'transfer_station' AND " + partThere, title: "network_parts.name", detail: "network_parts.source_no", since: "network_parts.valid_from",
	})
}
