package store

import "regexp"

func init() {
	registerCount(Count{
		ID: "village_points", Title: "村级物流服务点", Unit: "个", Noun: "endpoints", Read: "endpoint:read",
		Words: "当日已经备案、没有注销也没有失效，类型为村级点的末端网点", Basis: "工作方案“1+10+186”三级物流配送体系的第三级；以末端网点备案为准",
		Said:  regexp.MustCompile(`(\d+)个村级物流服务点`),
		holds: "endpoints.kind = 'village' AND " + filedThen, title: "endpoints.name", detail: "endpoints.local_serial", since: "endpoints.filed_on",
	})
}
