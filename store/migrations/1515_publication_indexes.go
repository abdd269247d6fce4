package migrations

import "time"

type publication1515 struct {
	ID          string     `gorm:"column:id;primaryKey;size:36;not null;index:publications_open,priority:2;index:publications_open_kind,priority:3"`
	Kind        string     `gorm:"column:kind;size:30;not null;index:publications_open_kind,priority:1;index:publications_kind_came,priority:1;index:publications_kind_left,priority:1"`
	Status      string     `gorm:"column:status;size:20;not null;index:publications_open,priority:1;index:publications_open_kind,priority:2"`
	PublishedAt *time.Time `gorm:"column:published_at;index:publications_came;index:publications_kind_came,priority:2"`
	LeftAt      *time.Time `gorm:"column:left_at;index:publications_kind_left,priority:2"`
}

// By these the open data reads what is public by pages, and what moved last.
var publicationIndexes = []Step{
	{1515, "publications_open", addIndex("publications", "publications_open", &publication1515{})},
	{1516, "publications_open_kind", addIndex("publications", "publications_open_kind", &publication1515{})},
	{1517, "publications_came", addIndex("publications", "publications_came", &publication1515{})},
	{1518, "publications_kind_came", addIndex("publications", "publications_kind_came", &publication1515{})},
	{1519, "publications_kind_left", addIndex("publications", "publications_kind_left", &publication1515{})},
}
