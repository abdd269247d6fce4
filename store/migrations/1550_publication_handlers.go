package migrations

type publication1550 struct {
	Handlers string `gorm:"column:handlers;size:400;not null;default:'[]'"`
}

var publicationHandlers = []Step{
	{1550, "publications.handlers", addColumn("publications", "Handlers", &publication1550{})},
}
