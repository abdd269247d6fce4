package store

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

// Count is a number that the register can be asked for as of the end of any day, as corrected
// since. Each is one file that registers itself; its conditions may name @day, @night (the
// instant at which the day is over), and for months @month (that of the day) and @since (a
// year before). Made-up rows are counted for made-up tasks only, real ones for real ones.
type Count struct {
	ID    model.CountID `json:"id"`
	Title string        `json:"title"` // what is counted, in few words
	Unit  string        `json:"unit"`
	Words string        `json:"words"` // what is counted, exactly
	Basis string        `json:"basis"`
	Noun  model.Noun    `json:"noun"` // whose rows are counted
	Read  string        `json:"-"`    // the permission to see such a row
	// Said is how a plan names a target of it, the number first.
	Said *regexp.Regexp `json:"-"`

	holds                string // which rows are found
	outOf                string // which rows they are out of; empty unless it is a share
	title, detail, since string // columns that tell of a row; detail and since may be empty
}

var counts = map[model.CountID]Count{}

func registerCount(c Count) { counts[c.ID] = c }

// Counts are all counts in the order of their ids.
func Counts() []Count {
	all := make([]Count, 0, len(counts))
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, counts[id])
	}
	return all
}

// CountNamed returns the count of the id.
func CountNamed(id model.CountID) (Count, bool) {
	c, known := counts[id]
	return c, known
}

// IsShare reports whether its value is a percent.
func (c Count) IsShare() bool { return c.outOf != "" }

// CountOf is which rows a count looks at.
type CountOf struct {
	Area string // area code; that and everything below it
	Day  model.Date
	Demo bool
}

// CountedPage is which of the rows that a count found are shown: so many after an id.
type CountedPage struct {
	CountOf
	After string
	Limit int
}

func (c Count) table() string { return nouns[c.Noun].table }

// within are the rows of the count's table that are looked at and that meet the conditions.
func (c Count) within(db *gorm.DB, of CountOf, conditions ...string) *gorm.DB {
	db = InArea(of.Area).within(db.Table(c.table()), reach{area: c.table() + ".area_code"}).Where(c.table()+".demo = ?", of.Demo)
	said := map[string]any{
		"day": of.Day, "night": time.Date(of.Day.Year(), of.Day.Month(), of.Day.Day()+1, 0, 0, 0, 0, model.Shanghai).UTC(),
		"month": of.Day.Time().Format("2006-01"), "since": of.Day.AddMonths(-12).Time().Format("2006-01"),
	}
	for _, condition := range conditions {
		if condition != "" {
			db = db.Where(condition, said)
		}
	}
	return db
}

// CountOn asks for the count at the end of the day.
func (r Reader) CountOn(ctx context.Context, c Count, of CountOf) (model.Counted, error) {
	var found model.Counted
	if err := c.within(r.db.WithContext(ctx), of, c.outOf, c.holds).Count(&found.Rows).Error; err != nil {
		return found, fmt.Errorf("count %s: %w", c.ID, err)
	}
	found.Value = found.Rows
	if !c.IsShare() {
		return found, nil
	}
	if err := c.within(r.db.WithContext(ctx), of, c.outOf).Count(&found.OutOf).Error; err != nil {
		return found, fmt.Errorf("count %s: %w", c.ID, err)
	}
	found.Value = 0
	if found.OutOf > 0 {
		found.Value = 100 * found.Rows / found.OutOf
	}
	return found, nil
}

// CountedAreas tells how many of the rows counted are in each area, in the order of the codes.
func (r Reader) CountedAreas(ctx context.Context, c Count, of CountOf) ([]model.CountedArea, error) {
	areas := []model.CountedArea{}
	column := c.table() + ".area_code"
	err := c.within(r.db.WithContext(ctx), of, c.outOf, c.holds).Select(column + " AS area_code, COUNT(*) AS many").
		Group(column).Order(column).Find(&areas).Error
	if err != nil {
		return nil, fmt.Errorf("count %s by area: %w", c.ID, err)
	}
	return areas, nil
}

// CountedRows returns a page of the rows counted that the scope may see, in the order of their ids.
func (r Reader) CountedRows(ctx context.Context, scope Scope, c Count, page CountedPage) ([]model.CountedRow, error) {
	rows := []model.CountedRow{}
	columns := c.table() + ".id AS id, " + c.title + " AS title, " + c.table() + ".area_code AS area_code"
	if c.detail != "" {
		columns += ", " + c.detail + " AS detail"
	}
	if c.since != "" {
		columns += ", " + c.since + " AS since"
	}
	db := nouns[c.Noun].visible(c.within(r.db.WithContext(ctx), page.CountOf, c.outOf, c.holds), scope)
	err := db.Select(columns).Where(c.table()+".id > ?", page.After).Order(c.table() + ".id").Limit(page.Limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("rows of count %s: %w", c.ID, err)
	}
	return rows, nil
}
