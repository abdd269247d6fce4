package migrations

// penalty0901 holds firm (100), document number (80) and basis (500) with their separators.
type penalty0901 struct {
	SearchText string `gorm:"column:search_text;size:1000;not null"`
}

// endpoint0902 holds 20 brands of 30 characters as JSON, where a quotation mark takes two.
type endpoint0902 struct {
	Brands string `gorm:"column:brands;size:1300;not null"`
}

// audit0903 holds whole records: a task with its texts, an inspection with its findings.
type audit0903 struct {
	Before string `gorm:"column:before_json;type:mediumtext"`
	After  string `gorm:"column:after_json;type:mediumtext"`
}

// editionEntry0905 holds an explanation, which grows with the firm's records.
type editionEntry0905 struct {
	Decision string `gorm:"column:decision;type:mediumtext"`
}

var widths = []Step{
	{901, "penalties.search_text", widen("penalties", "SearchText", &penalty0901{})},
	{902, "endpoints.brands", widen("endpoints", "Brands", &endpoint0902{})},
	{903, "audit_entries.before_json", widen("audit_entries", "Before", &audit0903{})},
	{904, "audit_entries.after_json", widen("audit_entries", "After", &audit0903{})},
	{905, "edition_entries.decision", widen("edition_entries", "Decision", &editionEntry0905{})},
}
