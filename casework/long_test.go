//go:build !race

package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

func TestAnExportIsBoundedAndAudited(t *testing.T) {
	ctx := context.Background()
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		addFirm(t, d, 1)
		clock.set(2026, 3, 3)
		addFirm(t, d, 2)
		auditor := model.Call{Actor: person("auditor", model.RoleAuditor)}
		for want, asked := range map[int]AuditAsked{
			2: {Act: "enterprise:create", From: model.NewDate(2026, 3, 3)}, // the enterprise and its brand
			4: {Act: "enterprise:create", From: model.NewDate(2026, 3, 2), To: model.NewDate(2026, 3, 3)},
			0: {Act: "enterprise:create", From: model.NewDate(2026, 3, 4)},
		} {
			rows := 0
			err := d.ExportAudit(ctx, auditor, asked, func(model.AuditLine) error { rows++; return nil })
			if err != nil || rows != want {
				t.Errorf("%v: %d rows, want %d: %v", asked, rows, want, err)
			}
		}
		taken := auditOf(t, d, map[string]string{"act": "audit:export"})
		if len(taken) != 3 || taken[0].UserID != "auditor" || !strings.Contains(fmt.Sprint(taken), `"rows":2`) ||
			!strings.Contains(fmt.Sprint(taken), `"act":"enterprise:create","from":"2026-03-02","to":"2026-03-03"`) {
			t.Errorf("the exports left %+v", taken)
		}
		none := func(model.AuditLine) error { return nil }
		wantKind(t, d.ExportAudit(ctx, model.Call{Actor: person("clerk", model.RoleInspector)}, AuditAsked{}, none), model.Forbidden)
		stamp := model.Stamp{Act: "test:many", At: d.now()}
		err := d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
			for range store.MaxAuditExport + 1 {
				if err := tx.NoteAct(ctx, "test", "", nil); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		wantKind(t, d.ExportAudit(ctx, auditor, AuditAsked{Act: "test:many"}, none), model.Invalid)
	})
}

func TestAThousandOverdueClocksAreToldOnceTheOldestFirst(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		chief := o.person("chief", model.RoleChief)
		want := o.overdue(1000)
		plain, arrived := o.Now, 0
		// While the pass goes on, clocks come to light that are overdue longer than any.
		var busy func() time.Time
		busy = func() time.Time {
			arrived++
			o.Now = plain
			o.dueClock(10_000+arrived, nil)
			o.Now = busy
			return plain()
		}
		o.Now = busy
		swept, err := o.SweepClocks(t.Context(), jobCall())
		if err != nil || swept.Failed != 0 {
			t.Fatalf("%+v, %v", swept, err)
		}
		got := o.told(chief)
		if kept := slices.DeleteFunc(slices.Clone(got), func(id string) bool { return !slices.Contains(want, id) }); !slices.Equal(kept, want) {
			t.Errorf("told of %d of %d, or not the oldest first, or twice", len(kept), len(want))
		}
		o.Now = plain
		must2(o.SweepClocks(t.Context(), jobCall()))
		if all := o.told(chief); arrived < 10 || len(all) != 1000+arrived {
			t.Errorf("told of %d after the next pass, with %d that came meanwhile", len(all), arrived)
		}
		if third := must2(o.SweepClocks(t.Context(), jobCall())); third.Steps != 0 {
			t.Errorf("a pass with nothing due took %d steps", third.Steps)
		}
	})
}

func TestEachRuleFindsWhatItSaysAndNothingElse(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		for _, c := range qualityCases {
			before := o.quality(seesAll())
			c.plant(o)
			for id, line := range o.quality(seesAll()) {
				found := line.Count - before[id].Count
				if want := int64(len(slices.DeleteFunc(slices.Clone(c.rules), func(r model.QualityRuleID) bool { return r != id }))); found != want {
					t.Errorf("%s: %s finds %d more, want %d", c.what, id, found, want)
				}
				if line.Count > line.Of || int64(len(line.Records)) != min(line.Count, newestFlaws) {
					t.Errorf("%s: %s has %d of %d and names %d", c.what, id, line.Count, line.Of, len(line.Records))
				}
			}
		}
		for id, line := range o.quality(seesAll()) {
			if id != policy.QualityCalendar && line.Count == 0 {
				t.Errorf("no case makes %s find anything", id)
			}
		}
	})
}

func TestAThousandRecordsAreCounted(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.write(func(ctx context.Context, tx *store.Tx) error {
			for n := range 1000 {
				e := newEndPointRow(o)
				if n%2 == 0 {
					e.ManagerName = ""
				}
				if err := tx.AddEndPoint(ctx, &e); err != nil {
					return err
				}
			}
			return nil
		})
		start := time.Now()
		if line := o.quality(seesAll())["endpoint-unmanaged"]; line.Count != 500 || line.Of != 1000 || len(line.Records) != newestFlaws {
			t.Errorf("%d of %d, %d named", line.Count, line.Of, len(line.Records))
		}
		t.Logf("the page took %s", time.Since(start))
	})
}
