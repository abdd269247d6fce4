package store

import "regexp"

func init() {
	registerCount(Count{
		ID: "district_centres", Title: "区级集散中心", Unit: "个", Noun: "network-parts", Read: "network-part:read",
		Words: "寄递网络登记中当日在用的区级集散中心", Basis: "工作方案“1+10+186”三级物流配送体系的第一级；以寄递网络登记及其来源文件为准",
		Said:  regexp.MustCompile(`(\d+)个区级电子商务仓储物流配送中心`),
		holds: "network_parts.kind = 'district_centre' AND " + partThere, title: "network_parts.name", detail: "network_parts.source_no", since: "network_parts.valid_from",
	})
}
