package migrations

type endPoint1335 struct {
	BranchID      string  `gorm:"column:branch_id;size:36;not null;default:'';index:endpoints_branch"`
	Scope         string  `gorm:"column:scope;size:100;not null;default:'[]'"`
	Checks        *string `gorm:"column:checks;type:mediumtext"`
	EnteredBy     string  `gorm:"column:entered_by;size:1000;not null;default:''"`
	Premises      string  `gorm:"column:premises;size:400;not null;default:'';index:endpoints_premises"`
	PremisesClaim *string `gorm:"column:premises_claim;size:64;uniqueIndex:endpoints_premises_claim"`
	LatitudeMicro *int64  `gorm:"column:latitude_micro;index:endpoints_latitude"`
}

var filingChecks = []Step{
	{1335, "endpoints.branch_id", addColumn("endpoints", "BranchID", &endPoint1335{})},
	{1336, "endpoints_branch", addIndex("endpoints", "endpoints_branch", &endPoint1335{})},
	{1337, "endpoints.scope", addColumn("endpoints", "Scope", &endPoint1335{})},
	{1338, "endpoints.checks", addColumn("endpoints", "Checks", &endPoint1335{})},
	{1339, "endpoints.entered_by", addColumn("endpoints", "EnteredBy", &endPoint1335{})},
	{1340, "endpoints.premises", addColumn("endpoints", "Premises", &endPoint1335{})},
	{1341, "endpoints_premises", addIndex("endpoints", "endpoints_premises", &endPoint1335{})},
	{1342, "endpoints.premises_claim", addColumn("endpoints", "PremisesClaim", &endPoint1335{})},
	{1343, "endpoints_premises_claim", addIndex("endpoints", "endpoints_premises_claim", &endPoint1335{})},
	{1344, "endpoints_latitude", addIndex("endpoints", "endpoints_latitude", &endPoint1335{})},
}
