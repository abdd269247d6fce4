package portal

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/model"
	"yijian/store"
)

// rawDatabase is the database below the program, for filling it fast and for asking how it goes about queries.
func rawDatabase(t testing.TB, dsn string) (db *sql.DB, isSQLite bool) {
	t.Helper()
	driver, address := "sqlite", "file:"+strings.TrimPrefix(dsn, "sqlite:")+"?_pragma=busy_timeout(5000)&_time_format=sqlite"
	if u, err := url.Parse(dsn); err == nil && u.Scheme == "mysql" {
		driver, address = "mysql", u.User.String()+"@tcp("+u.Host+")"+u.Path+"?parseTime=true&interpolateParams=true&maxAllowedPacket=0"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db, driver == "sqlite"
}

// rowsAtOnce keeps a statement below the number of values that SQLite takes.
const rowsAtOnce = 400

// multiply adds n rows that are like the one with the id but for what change says of each.
func multiply(t testing.TB, db *sql.DB, table, id string, n int, change func(i int) map[string]any) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+table+" WHERE id = ?", id)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.ColumnTypes()
	if err != nil || !rows.Next() {
		t.Fatalf("%s: no %s, %v", table, id, err)
	}
	names, like, into := make([]string, len(columns)), make([]any, len(columns)), make([]any, len(columns))
	for i := range columns {
		names[i], into[i] = columns[i].Name(), &like[i]
	}
	if err := rows.Scan(into...); err != nil {
		t.Fatal(err)
	}
	if rows.Next() || rows.Err() != nil { // which gives the connection back
		t.Fatalf("%s: more than one %s, %v", table, id, rows.Err())
	}
	for i, value := range like {
		switch v := value.(type) {
		case []byte:
			like[i] = string(v)
		case time.Time:
			if strings.EqualFold(columns[i].DatabaseTypeName(), "date") {
				like[i] = v.Format(time.DateOnly)
			}
		}
	}
	insertRows(t, db, table, names, n, func(i int) []any {
		row, changed := slices.Clone(like), change(i)
		for name, value := range changed {
			at := slices.Index(names, name)
			if at < 0 {
				t.Fatalf("%s has no %s", table, name)
			}
			row[at] = value
		}
		return row
	})
}

func insertRows(t testing.TB, db *sql.DB, table string, names []string, n int, row func(i int) []any) {
	t.Helper()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	places := "(" + strings.TrimSuffix(strings.Repeat("?,", len(names)), ",") + "),"
	atOnce := min(rowsAtOnce, 30_000/len(names))
	for from := 0; from < n; from += atOnce {
		many := min(atOnce, n-from)
		values := make([]any, 0, many*len(names))
		for i := range many {
			values = append(values, row(from+i)...)
		}
		query := "INSERT INTO " + table + " (" + strings.Join(names, ",") + ") VALUES " + strings.TrimSuffix(strings.Repeat(places, many), ",")
		if _, err := tx.ExecContext(t.Context(), query, values...); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// addGrams adds the grams of a text for each of n records.
func addGrams(t testing.TB, db *sql.DB, table string, n int, id, text func(i int) string) {
	t.Helper()
	var rows [][2]string
	for i := range n {
		for _, gram := range model.Grams(model.FoldForSearch(text(i))) {
			rows = append(rows, [2]string{gram, id(i)})
		}
	}
	slices.SortFunc(rows, func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) })
	insertRows(t, db, table, []string{"gram", "record_id"}, len(rows), func(i int) []any { return []any{rows[i][0], rows[i][1]} })
}

func manyID(what string, i int) string { return fmt.Sprintf("01950000-0000-7000-%s-%012d", what, i) }
func manyCode(i int) string            { return fmt.Sprintf("91500156MA%07dX", i) }
func manyName(i int) string {
	return fmt.Sprintf("演示%s%s快递%d部", string([]rune("凤山江口白马羊角仙女火炉")[i%12]), string([]rune("银杏柑橘翠竹金桂朝阳")[i/12%10]), i)
}

// manyKinds is how the publications of a large database are mixed: of twenty, so many are of the kind and topic.
var manyKinds = slices.Concat(
	slices.Repeat([]model.Publication{{Kind: model.PublishedListEntry, Topic: "red"}}, 10), []model.Publication{{Kind: model.PublishedListEntry, Topic: "black"}},
	slices.Repeat([]model.Publication{{Kind: model.PublishedPenalty, Topic: "fine"}}, 3), slices.Repeat([]model.Publication{{Kind: model.PublishedResult, Topic: "passed"}}, 4),
	[]model.Publication{{Kind: model.PublishedNotice}, {Topic: "other"}})

var manyStates = []model.PublicationStatus{
	model.PublicationPublished, model.PublicationPublished, model.PublicationPublished, model.PublicationPublished, model.PublicationPublished,
	model.PublicationPublished, model.PublicationPublished, model.PublicationEnded, model.PublicationWithdrawn, model.PublicationDraft,
}

// manyPublished is the i-th of many publications: editions come out as a whole, other kinds day by day, and seven of ten are public.
func (w *site) manyPublished(i, all int) map[string]any {
	one, status, at := manyKinds[i%len(manyKinds)], manyStates[i/len(manyKinds)%len(manyStates)], w.now.AddDate(0, 0, -i*300/all)
	series := ""
	switch one.Kind {
	case model.PublishedListEntry:
		edition := i * 4 / all
		series, at = fmt.Sprintf("2025-%02d", edition*3+1), w.now.AddDate(0, 0, -300+edition*75)
	case "":
		rare := []model.PublicationKind{
			model.PublishedItems, model.PublishedPlan, model.PublishedDraw, model.PublishedRulebook, model.PublishedProgress, model.PublishedNational, model.PublishedAssociation, model.PublishedCorrection,
		}
		one.Kind, series = rare[i/len(manyKinds)%len(rare)], fmt.Sprint(2024+i%3)
	}
	id, name := manyID("8000", i), manyName(i)
	p := map[string]any{
		"id": id, "subject_id": id, "live_key": nil, "kind": string(one.Kind), "topic": one.Topic, "series": series, "status": string(status), "enterprise_name": name, "uscc": manyCode(i),
		"search_text": model.FoldForSearch(name, manyCode(i), "演示"), "published_on": model.DateOf(at), "published_at": at, "ends_on": model.DateOf(w.now).AddDays(400), "left_at": nil, "left_on": nil,
	}
	switch status {
	case model.PublicationPublished:
		p["live_key"] = string(one.Kind) + ":" + id
	case model.PublicationDraft:
		p["live_key"], p["published_on"], p["published_at"] = string(one.Kind)+":"+id, nil, nil
	default:
		p["left_on"], p["left_at"], p["ends_on"] = model.DateOf(at.AddDate(0, 0, 40)), at.AddDate(0, 0, 40), model.DateOf(at.AddDate(0, 0, 40))
	}
	return p
}

// fillMany makes the database that of a district with so many firms and publications, and as many of what else the public pages read.
func (w *site) fillMany(t testing.TB, db *sql.DB, n int) {
	t.Helper()
	day := model.DateOf(w.now)
	firm := func(i int) string { return manyID("9000", i) }
	multiply(t, db, "publications", "n1", n, func(i int) map[string]any { return w.manyPublished(i, n) })
	multiply(t, db, "enterprises", "firm-0", n, func(i int) map[string]any {
		return map[string]any{"id": firm(i), "uscc": manyCode(i), "name": manyName(i), "search_text": model.FoldForSearch(manyName(i), manyCode(i)), "area_code": fmt.Sprint(500156001 + i%4)}
	})
	multiply(t, db, "licences", "licence-0", n, func(i int) map[string]any {
		return map[string]any{"id": manyID("a000", i), "enterprise_id": firm(i), "number": fmt.Sprintf("渝邮2024%06dB", i), "last_day": day.AddDays(i%900 - 100)}
	})
	multiply(t, db, "brand_agreements", "brand-0", n, func(i int) map[string]any {
		return map[string]any{"id": manyID("b000", i), "enterprise_id": firm(i)}
	})
	multiply(t, db, "endpoints", "point-0-000", n, func(i int) map[string]any {
		return map[string]any{
			"id": manyID("c000", i), "enterprise_id": firm(i), "enterprise_name": manyName(i), "name": manyName(i) + "驿站", "local_serial": fmt.Sprintf("500156-2025-%06d", i), "area_code": fmt.Sprint(500156001 + i%4),
			"search_text": model.FoldForSearch(manyName(i) + "驿站"), "premises": fmt.Sprintf("演示路%d号", i/2), "premises_claim": nil, "filed_on": day.AddDays(-i % 700), "status": []string{"filed", "filed", "filed", "cancelled"}[i%4],
			"longitude_micro": model.DistrictBox[0].LongitudeMicro + int64(i*7919%700_000), "latitude_micro": model.DistrictBox[0].LatitudeMicro + int64(i*6007%600_000),
		}
	})
	multiply(t, db, "complaints", "c1", n, func(i int) map[string]any {
		return map[string]any{
			"id": manyID("d000", i), "tracking_no": fmt.Sprintf("T%019d", i), "enterprise_id": firm(i), "status": []string{"closed", "closed", "registered", "refused"}[i%4], "outcome": []string{"mediated", "withdrawn"}[i%2],
			"closed_on": []any{day.AddDays(-i % 1500), nil}[i%4/2*(1-i%4%2)],
		}
	})
	multiply(t, db, "inspections", "i1", n, func(i int) map[string]any {
		return map[string]any{"id": manyID("e000", i), "enterprise_id": firm(i), "status": []string{"confirmed", "published", "recorded"}[i%3], "inspected_on": day.AddDays(-i % 1500)}
	})
	for _, of := range []struct {
		table, what string
		text        func(i int) string
	}{
		{"enterprise_grams", "9000", func(i int) string { return manyName(i) + "|" + manyCode(i) }},
		{"endpoint_grams", "c000", func(i int) string { return manyName(i) + "驿站" }},
		{"publication_grams", "8000", func(i int) string { return manyName(i) + "|" + manyCode(i) + "|演示" }},
	} {
		addGrams(t, db, of.table, n, func(i int) string { return manyID(of.what, i) }, of.text)
	}
}

// seed adds, by the program, one of each thing of which there are to be many, and what has a page of its own.
func (w *site) seed(t *testing.T) {
	t.Helper()
	if err := w.portal.Desk.LoadReference(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.stock(t, 0, "演示江豚快递有限公司", model.NewDate(2028, 12, 31), 60)
	w.publish(t, "演示江豚快递")
	for id, status := range map[string]model.PublicationStatus{"n2": model.PublicationCorrected, "n3": model.PublicationWithdrawn} {
		w.shown(t, func(p *model.Publication) {
			left := w.now
			p.ID, p.SubjectID, p.Status, p.LeftAt, p.LeftOn = model.PublicationID(id), "e-"+id, status, &left, model.DateOf(left)
		})
	}
	w.shown(t, func(p *model.Publication) { p.ID, p.SubjectID, p.CorrectsID = "n4", "e-n4", "n2" })
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
		ctx := context.Background()
		c := model.Complaint{
			ID: "c1", TrackingNo: "T", Channel: "12305", Kind: model.ComplaintToBureau, EnterpriseID: "firm-0", Category: "delay", Status: model.ComplaintRegistered, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := tx.AddComplaint(ctx, &c); err != nil {
			return err
		}
		return tx.AddInspection(ctx, &model.Inspection{
			ID: "i1", EnterpriseID: "firm-0", EnterpriseName: "演示江豚快递有限公司", Officers: model.UserIDs{}, Findings: model.Findings{}, Status: model.InspectionConfirmed, InspectedOn: model.DateOf(w.now), Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}
