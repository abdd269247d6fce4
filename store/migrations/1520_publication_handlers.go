package migrations

type publication1520 struct {
	Handlers string `gorm:"column:handlers;size:400;not null;default:'[]'"`
}

var publicationHandlers = []Step{
	{1520, "publications.handlers", addColumn("publications", "Handlers", &publication1520{})},
}
