package store

// licenceThen is that of the licences that had begun by the day the newest was still valid.
const licenceThen = "EXISTS (SELECT 1 FROM licences AS l WHERE l.enterprise_id = enterprises.id AND l.void_mark = ''" +
	" AND (l.valid_from IS NULL OR l.valid_from <= @day) AND l.last_day >= @day" +
	" AND NOT EXISTS (SELECT 1 FROM licences AS n WHERE n.enterprise_id = enterprises.id AND n.void_mark = '' AND n.valid_from <= @day" +
	" AND (l.valid_from IS NULL OR n.valid_from > l.valid_from)))"

// openThen is that an enterprise had not closed when the day ended: those that have by now are asked of the audit trail.
const openThen = "(enterprises.status <> 'closed' OR EXISTS (SELECT 1 FROM audit_entries AS a WHERE a.noun = 'enterprises' AND a.record_id = enterprises.id" +
	` AND a.at >= @night AND a.after_json LIKE '%"status":"closed"%' AND a.before_json <> '' AND a.before_json NOT LIKE '%"status":"closed"%'))`

func init() {
	registerCount(Count{
		ID: "licensed_firms", Title: "许可证有效的快递企业", Unit: "家", Noun: "enterprises", Read: "enterprise:read",
		Words: "当日没有注销、所持快递业务经营许可证当日有效的企业，有几张许可证的看当日起作用的一张", Basis: "《快递暂行条例》第十七条、《快递业务经营许可管理办法》",
		holds: openThen + " AND " + licenceThen, title: "enterprises.name", detail: "enterprises.uscc",
	})
}
