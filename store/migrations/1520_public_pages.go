package migrations

import (
	"time"

	"gorm.io/gorm"
)

type publication1520 struct {
	ID          string     `gorm:"column:id;primaryKey;size:36;not null;index:publications_shelf,priority:5;index:publications_of_kind,priority:4;index:publications_newest,priority:3;index:publications_series,priority:6;index:publications_open_topic,priority:3;index:publications_open_series,priority:3;index:publications_over,priority:3;index:publications_came_last,priority:2;index:publications_kind_came_last,priority:3;index:publications_left_last,priority:2;index:publications_kind_left_last,priority:3;index:publications_at,priority:1"`
	Kind        string     `gorm:"column:kind;size:30;not null;index:publications_shelf,priority:2;index:publications_of_kind,priority:2;index:publications_series,priority:2;index:publications_kind_came_last,priority:1;index:publications_kind_left_last,priority:1;index:publications_at,priority:5"`
	Topic       string     `gorm:"column:topic;size:30;not null;index:publications_shelf,priority:3;index:publications_series,priority:3;index:publications_open_topic,priority:2"`
	Series      string     `gorm:"column:series;size:60;not null;index:publications_series,priority:4;index:publications_open_series,priority:2"`
	EndsOn      *time.Time `gorm:"column:ends_on;type:date;index:publications_shelf,priority:6;index:publications_of_kind,priority:5;index:publications_newest,priority:4;index:publications_series,priority:7;index:publications_over,priority:2;index:publications_at,priority:4"`
	Status      string     `gorm:"column:status;size:20;not null;index:publications_shelf,priority:1;index:publications_of_kind,priority:1;index:publications_newest,priority:1;index:publications_series,priority:1;index:publications_open_topic,priority:1;index:publications_open_series,priority:1;index:publications_over,priority:1"`
	PublishedOn *time.Time `gorm:"column:published_on;type:date;index:publications_shelf,priority:4;index:publications_of_kind,priority:3;index:publications_newest,priority:2;index:publications_series,priority:5"`
	PublishedAt *time.Time `gorm:"column:published_at;index:publications_came_last,priority:1;index:publications_kind_came_last,priority:2;index:publications_at,priority:2"`
	LeftAt      *time.Time `gorm:"column:left_at;index:publications_left_last,priority:1;index:publications_kind_left_last,priority:2;index:publications_at,priority:3"`
}

func publicationIndex(name string) func(*gorm.DB) error {
	return addIndex("publications", name, &publication1520{})
}

// By the first four the pages list and count what is public without reading it, by the next three
// open data goes on from an id, and by the rest the newest moves come in their order: those of
// an act that published very many at once differ in their ids alone. What was public at a time is gone through in the last alone. What these replace goes.
var publicPages = []Step{
	{1520, "publications_shelf", publicationIndex("publications_shelf")},
	{1521, "publications_of_kind", publicationIndex("publications_of_kind")},
	{1522, "publications_newest", publicationIndex("publications_newest")},
	{1523, "publications_series", publicationIndex("publications_series")},
	{1524, "publications_open_topic", publicationIndex("publications_open_topic")},
	{1525, "publications_open_series", publicationIndex("publications_open_series")},
	{1526, "publications_over", publicationIndex("publications_over")},
	{1527, "publications_came_last", publicationIndex("publications_came_last")},
	{1528, "publications_kind_came_last", publicationIndex("publications_kind_came_last")},
	{1529, "publications_left_last", publicationIndex("publications_left_last")},
	{1530, "publications_kind_left_last", publicationIndex("publications_kind_left_last")},
	{1531, "publications_public", dropIndex("publications", "publications_public")},
	{1532, "publications_status", dropIndex("publications", "publications_status")},
	{1533, "publications_came", dropIndex("publications", "publications_came")},
	{1534, "publications_kind_came", dropIndex("publications", "publications_kind_came")},
	{1535, "publications_left", dropIndex("publications", "publications_left")},
	{1536, "publications_kind_left", dropIndex("publications", "publications_kind_left")},
	{1537, "publication_grams", createGrams("publication_grams")},
	{1538, "grams of publications", foldedGrams},
	{1539, "publications_at", publicationIndex("publications_at")},
}
