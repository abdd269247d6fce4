package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

// countStart is the first of the days between which the rows of the counts' tests lie.
var countStart = model.NewDate(2025, 1, 1)

const countDays = 420

// raw is a row of a table as the database gives it.
type raw map[string]any

// day reads a column of days; absent is the zero day.
func (r raw) day(t *testing.T, column string) model.Date {
	t.Helper()
	var d model.Date
	if r[column] == nil {
		return d
	}
	if err := d.Scan(r[column]); err != nil {
		t.Fatal(err)
	}
	return d
}

func (r raw) text(column string) string {
	if bytes, is := r[column].([]byte); is {
		return string(bytes)
	}
	text, _ := r[column].(string)
	return text
}

func (r raw) yes(column string) bool {
	return strings.Trim(fmt.Sprint(r[column]), "[]") == "1" || r[column] == true
}

// tables are whole tables as they were read once.
type tables struct {
	s    *Store
	read map[string][]raw
}

// rawRows reads a whole table without the store's own queries.
func rawRows(t *testing.T, all tables, table string) []raw {
	t.Helper()
	if _, known := all.read[table]; !known {
		all.read[table] = readRaw(t, all.s, table)
	}
	return all.read[table]
}

func readRaw(t *testing.T, s *Store, table string) []raw {
	t.Helper()
	rows, err := s.write.WithContext(t.Context()).Raw("SELECT * FROM " + table).Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all []raw
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		row := raw{}
		for i, column := range columns {
			row[column] = values[i]
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// recount is each count worked out from all raw rows: which ids are found, of how many.
var recount = map[model.CountID]func(t *testing.T, s tables, of CountOf) (found []string, outOf int){
	"filed_endpoints": func(t *testing.T, s tables, of CountOf) ([]string, int) { return filedRaw(t, s, of, "") },
	"village_points":  func(t *testing.T, s tables, of CountOf) ([]string, int) { return filedRaw(t, s, of, "village") },
	"transfer_stations": func(t *testing.T, s tables, of CountOf) ([]string, int) {
		return partsRaw(t, s, of, "transfer_station")
	},
	"district_centres":  func(t *testing.T, s tables, of CountOf) ([]string, int) { return partsRaw(t, s, of, "district_centre") },
	"lines_opened":      func(t *testing.T, s tables, of CountOf) ([]string, int) { return partsRaw(t, s, of, "line") },
	"vehicles_numbered": func(t *testing.T, s tables, of CountOf) ([]string, int) { return partsRaw(t, s, of, "vehicle") },
	"licensed_firms":    firmsRaw,
	"returns_on_time":   returnsRaw,
}

func looked(r raw, of CountOf) bool {
	return strings.HasPrefix(r.text("area_code"), of.Area) && r.yes("demo") == of.Demo
}

func filedRaw(t *testing.T, s tables, of CountOf, kind string) (found []string, outOf int) {
	for _, r := range rawRows(t, s, "endpoints") {
		filed, ended := r.day(t, "filed_on"), r.day(t, "ended_on")
		if looked(r, of) && (kind == "" || r.text("kind") == kind) && !filed.IsZero() && filed.DaysUntil(of.Day) >= 0 && (ended.IsZero() || of.Day.DaysUntil(ended) > 0) {
			found = append(found, r.text("id"))
		}
	}
	return found, 0
}

func partsRaw(t *testing.T, s tables, of CountOf, kind string) (found []string, outOf int) {
	for _, r := range rawRows(t, s, "network_parts") {
		ended := r.day(t, "ended_on")
		if looked(r, of) && r.text("kind") == kind && r.day(t, "voided_on").IsZero() && r.day(t, "valid_from").DaysUntil(of.Day) >= 0 && (ended.IsZero() || of.Day.DaysUntil(ended) > 0) {
			found = append(found, r.text("id"))
		}
	}
	return found, 0
}

// firmsRaw goes through each firm's licences to the newest that had begun.
func firmsRaw(t *testing.T, s tables, of CountOf) (found []string, outOf int) {
	newest := map[string]raw{}
	for _, l := range rawRows(t, s, "licences") {
		firm, from := l.text("enterprise_id"), l.day(t, "valid_from")
		if !l.day(t, "voided_on").IsZero() || from.DaysUntil(of.Day) < 0 {
			continue
		}
		if before, held := newest[firm]; !held || before.day(t, "valid_from").DaysUntil(from) > 0 {
			newest[firm] = l
		}
	}
	closed := map[string]model.Date{}
	for _, a := range rawRows(t, s, "audit_entries") {
		if a.text("noun") == "enterprises" && strings.Contains(a.text("after_json"), `"status":"closed"`) {
			closed[a.text("record_id")] = countStart.AddDays(closedAfter)
			if a.text("before_json") == "" { // entered as closed: it was, whenever it had closed
				closed[a.text("record_id")] = countStart.AddDays(-countDays)
			}
		}
	}
	for _, e := range rawRows(t, s, "enterprises") {
		l, held := newest[e.text("id")]
		if !looked(e, of) || !held || l.day(t, "last_day").IsZero() || of.Day.DaysUntil(l.day(t, "last_day")) < 0 {
			continue
		}
		if day, is := closed[e.text("id")]; is && day.DaysUntil(of.Day) >= 0 {
			continue
		}
		found = append(found, e.text("id"))
	}
	return found, 0
}

func returnsRaw(t *testing.T, s tables, of CountOf) (found []string, outOf int) {
	due := map[string]model.Date{}
	for _, c := range rawRows(t, s, "clocks") {
		due[c.text("record_id")] = c.day(t, "due_on")
	}
	for _, r := range rawRows(t, s, "monthly_returns") {
		month, err := model.ParseDate(r.text("month") + "-01")
		if err != nil {
			t.Fatal(err)
		}
		months := (of.Day.Year()-month.Year())*12 + int(of.Day.Month()-month.Month())
		first := r.day(t, "first_submitted_on")
		handedIn := !first.IsZero() && first.DaysUntil(of.Day) >= 0
		over := due[r.text("id")].DaysUntil(of.Day) > 0
		if !looked(r, of) || !r.yes("owed") || r.text("status") == "waived" || months < 0 || months > 12 || !handedIn && !over {
			continue
		}
		outOf++
		if handedIn && !r.yes("late") {
			found = append(found, r.text("id"))
		}
	}
	return found, outOf
}

// Each count is the same when it is worked out anew from raw rows, on past days too, of rows
// that have ended, of the whole district, a township and an area without any.
func TestCountsAreRecomputedFromRawRows(t *testing.T) {
	if len(Counts()) != len(recount) {
		t.Errorf("%d counts, %d are recomputed", len(Counts()), len(recount))
	}
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := testdb.Migrated(t, dsn, Open)
		plantCounted(t, s)
		all := tables{s, map[string][]raw{}}
		for _, c := range Counts() {
			values := map[int64]bool{}
			for n := -30; n <= countDays+30; n += 14 {
				for _, of := range []CountOf{{"500156", countStart.AddDays(n), false}, {"500156101", countStart.AddDays(n), false}, {"500156", countStart.AddDays(n), true}, {"500157", countStart.AddDays(n), false}} {
					counted, same := recounted(t, all, c, of)
					values[counted.Value] = true
					if !same {
						t.Fatalf("%s of %+v", c.ID, of)
					}
				}
			}
			for _, day := range edges(t, all, c.Noun) {
				if _, same := recounted(t, all, c, CountOf{"500156", day, false}); !same {
					t.Fatalf("%s on %s", c.ID, day)
				}
			}
			if len(values) < 4 {
				t.Errorf("%s was only ever %v", c.ID, values)
			}
		}
	})
}

// edges are the days on which something about the rows of a noun began or ended, and the days beside them.
func edges(t *testing.T, all tables, noun model.Noun) (days []model.Date) {
	t.Helper()
	columns := map[model.Noun][]string{
		"endpoints": {"endpoints", "filed_on", "ended_on"}, "network-parts": {"network_parts", "valid_from", "ended_on"},
		"enterprises": {"licences", "valid_from", "last_day"}, "monthly-returns": {"clocks", "due_on"},
	}[noun]
	for n := range 5 {
		days = append(days, countStart.AddDays(closedAfter-2+n))
	}
	for _, r := range rawRows(t, all, columns[0]) {
		for _, column := range columns[1:] {
			if day := r.day(t, column); !day.IsZero() {
				days = append(days, day.AddDays(-1), day, day.AddDays(1))
			}
		}
	}
	slices.SortFunc(days, func(a, b model.Date) int { return b.DaysUntil(a) })
	return slices.Compact(days)
}

func recounted(t *testing.T, all tables, c Count, of CountOf) (model.Counted, bool) {
	t.Helper()
	ctx := t.Context()
	counted, err := all.s.CountOn(ctx, c, of)
	if err != nil {
		t.Fatal(err)
	}
	found, outOf := recount[c.ID](t, all, of)
	want := model.Counted{Value: int64(len(found)), Rows: int64(len(found)), OutOf: int64(outOf)}
	if c.IsShare() {
		want.Value = 0
		if outOf > 0 {
			want.Value = int64(100 * len(found) / outOf)
		}
	}
	areas, err := all.s.CountedAreas(ctx, c, of)
	if err != nil {
		t.Fatal(err)
	}
	var sum int64
	for _, area := range areas {
		sum += area.Rows
	}
	var ids []string
	for after := ""; ; {
		rows, err := all.s.CountedRows(ctx, Everything(), c, CountedPage{of, after, 7})
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 {
			break
		}
		for _, row := range rows {
			ids, after = append(ids, row.ID), row.ID
		}
	}
	slices.Sort(found)
	if counted != want || sum != counted.Rows || !slices.Equal(ids, found) {
		t.Errorf("counted %+v, want %+v, by area %d, rows %v, want %v", counted, want, sum, ids, found)
		return counted, false
	}
	return counted, true
}
