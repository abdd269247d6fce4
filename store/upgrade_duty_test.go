package store

import (
	"slices"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store/migrations"
)

// What was late before the ledger is in it after the upgrade, once, however often the step was begun.
func TestPastLateFilingsAndReturnsBecomeDutyFacts(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1403)
		at, db, day := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC), s.write.WithContext(t.Context()), model.NewDate(2026, 3, 2)
		add := func(table string, row any) {
			t.Helper()
			if err := db.Table(table).Omit("WaiveBasis", "ImportNo", "HistoryKey", "ExternalKey", "FiledLate").Create(row).Error; err != nil { // columns of later
				t.Fatal(err)
			}
		}
		filing := func(late bool, status model.EndPointStatus, filed model.Date) string {
			e := model.EndPoint{ID: model.EndPointID(NewID()), EnterpriseID: "firm", EnterpriseName: "演示快递", Name: "演示网点", AreaCode: "500156001",
				Status: status, FirstSubmittedOn: day, FiledOn: filed, Version: 4, CreatedAt: at, UpdatedAt: at}
			add("endpoints", &struct { // with the column of then
				model.EndPoint
				Late bool `gorm:"column:filed_late"`
			}{e, late})
			return string(e.ID)
		}
		want := map[string]model.DutyFactStatus{
			filing(true, model.EndPointFiled, day.AddDays(3)):     model.DutyFinal,
			filing(true, model.EndPointSubmitted, model.Date{}):   model.DutyPending,
			filing(true, model.EndPointCancelled, day.AddDays(9)): model.DutyFinal,
		}
		filing(true, model.EndPointReturned, model.Date{})
		filing(false, model.EndPointFiled, day)
		late := model.MonthlyReturn{ID: model.MonthlyReturnID(NewID()), EnterpriseID: "firm", EnterpriseName: "演示快递", Month: "2026-01", AreaCode: "500156",
			Status: model.MonthlyReturnSubmitted, FirstSubmittedOn: day, Late: true, Version: 2, CreatedAt: at, UpdatedAt: at}
		add("monthly_returns", &late)
		want[string(late.ID)] = model.DutyPending
		answer := model.Complaint{ID: model.ComplaintID(NewID()), TrackingNo: "T1", EnterpriseID: "firm", EnterpriseName: "演示快递", AreaCode: "500156", AnsweredLate: true,
			AnsweredOn: day, ClosedOn: day.AddDays(1), Status: model.ComplaintClosed, Version: 5, CreatedAt: at, UpdatedAt: at}
		add("complaints", &answer)
		want[string(answer.ID)] = model.DutyFinal
		change := model.EndPointChange{ID: model.EndPointChangeID(NewID()), EndPointID: model.EndPointID(filing(false, model.EndPointFiled, day)), Late: true,
			Outcome: model.ChangeAccepted, SubmittedOn: day, DecidedOn: day, Version: 2, CreatedAt: at, UpdatedAt: at}
		add("endpoint_changes", &change)
		want[string(change.ID)] = model.DutyFinal
		upTo := slices.DeleteFunc(migrations.Steps(), func(step migrations.Step) bool { return step.Version > 1403 })
		for range 2 {
			if _, err := s.migrate(t.Context(), upTo); err != nil {
				t.Fatal(err)
			}
			if err := db.Exec("DELETE FROM goose_db_version WHERE version_id >= 1403").Error; err != nil { // as if cut off
				t.Fatal(err)
			}
		}
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		facts, err := s.RatedDutyFacts(t.Context(), day, day)
		if err != nil || len(facts) != len(want) {
			t.Fatalf("%d facts, want %d: %v", len(facts), len(want), err)
		}
		for _, f := range facts {
			if f.Status != want[f.SourceID] || f.Basis == "" || f.EnterpriseID != "firm" || f.FinalOn.IsZero() == (f.Status == model.DutyFinal) {
				t.Errorf("%s is %+v, want it %s", f.Class, f, want[f.SourceID])
			}
		}
	})
}
