package store

func init() {
	registerCount(Count{
		ID: "vehicles_numbered", Title: "统一编号的快递服务车辆", Unit: "辆", Noun: "network-parts", Read: "network-part:read",
		Words: "寄递网络登记中当日在用、有统一编号的快递服务车辆", Basis: "《快递暂行条例》对快递服务车辆统一编号和标识管理的要求；以寄递网络登记及其来源文件为准",
		holds: "network_parts.kind = 'vehicle' AND " + partThere, title: "network_parts.name", detail: "network_parts.enterprise_name", since: "network_parts.valid_from",
	})
}
