package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// mustHavePublished fails when what was public before publications came is not public as it was, with bytes and a hash.
func mustHavePublished(t *testing.T, s *Store) {
	t.Helper()
	var entries []model.EditionEntry
	if err := s.write.Table("edition_entries").Where("status = 'published'").Find(&entries).Error; err != nil || len(entries) == 0 {
		t.Fatalf("%d published entries: %v", len(entries), err)
	}
	for _, e := range entries {
		p, err := s.PublishedOne(t.Context(), string(e.ID))
		if err != nil || p.Topic != string(e.List) || p.PublishedOn != e.PublishedOn || p.Text.Field("reasons") != e.Reasons ||
			!p.IsPublicOn(e.EndsOn) || p.IsPublicOn(e.EndsOn.AddDays(1)) {
			t.Errorf("the entry %+v is published as %+v, %v", e, p, err)
		}
	}
	for _, e := range entries {
		for day, want := range map[model.Date]int64{e.PublishedOn: 1, e.EndsOn: 1, e.EndsOn.AddDays(1): 0} {
			if _, total, err := s.Published(t.Context(), day, PublicQuery{Kind: model.PublishedListEntry, USCC: e.USCC}); err != nil || total != want {
				t.Errorf("on %s %d entries of %s are public, %v, want %d", day, total, e.EnterpriseName, err, want)
			}
		}
	}
	var rows []model.Publication
	if err := s.write.Table("publications").Find(&rows).Error; err != nil {
		t.Fatal(err)
	}
	mustHaveGrams(t, s, "publications", "publication_grams")
	for _, p := range rows {
		if p.SearchText != model.FoldForSearch(p.SearchText) {
			t.Errorf("%s is searched for in %q", p.ID, p.SearchText)
		}
		var officers, drafters []string
		err := errors.Join(s.write.Table("inspections").Where("id = ?", p.SubjectID).Pluck("officers", &officers).Error,
			s.write.Table("penalties").Where("id = ?", p.SubjectID).Pluck("drafters", &drafters).Error)
		if handled := strings.Join(append(officers, drafters...), ""); err != nil || fmt.Sprint(p.Handlers) != fmt.Sprint(strings.Fields(handled)) {
			t.Errorf("%s was handled by %q, and %q had the case, %v", p.ID, p.Handlers, handled, err)
		}
		if p.MaskPolicy != model.UncheckedMaskPolicy {
			t.Errorf("%s is said to be masked by %s", p.ID, p.MaskPolicy)
		}
		var record model.PublicRecord
		sum := sha256.Sum256([]byte(p.Record))
		wasPublic := p.PublishedAt != nil
		switch {
		case !wasPublic && p.Record != "":
			t.Errorf("%s never was public and has a record", p.ID)
		case wasPublic && (json.Unmarshal([]byte(p.Record), &record) != nil || hex.EncodeToString(sum[:]) != p.RecordHash || record.ID != p.ID || record.Text.Title != p.Title):
			t.Errorf("the record of %s is %q", p.ID, p.Record)
		}
	}
}

// Notices of penalties become publications of every state: drafts, public ones, those that left, and those that never were public.
func TestNoticesOfPenaltiesBecomePublications(t *testing.T) {
	states := map[string]model.PublicationStatus{
		"proposed": model.PublicationDraft, "published": model.PublicationPublished, "withdrawn": model.PublicationWithdrawn,
		"given up": model.PublicationDiscarded, "ended": model.PublicationEnded,
	}
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1505)
		at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		for state := range states {
			row := map[string]any{
				"id": state, "penalty_id": "of " + state, "live_key": nil, "enterprise_id": "f1", "enterprise_name": "演示江豚快递", "uscc": "91110000600037341L",
				"area_code": "500156", "search_text": "演示江豚快递", "document_no": "渝邮罚〔2026〕1号", "kind": "fine", "amount_fen": 300050, "basis": "演示条例第一条",
				"decided_on": "2026-02-01", "publicity_class": "general", "summary": "演示<案情>", "publish_reason": "", "earliest_end": "2026-05-01", "ends_on": "2027-02-01",
				"status": state, "proposers": "u1", "approved_by": "u2", "published_on": "2026-03-01", "withdrawn_on": nil, "withdraw_reason": "", "demo": false,
				"version": 3, "created_at": at, "updated_at": at,
			}
			switch state {
			case "proposed":
				row["published_on"], row["approved_by"], row["live_key"] = nil, "", "of proposed"
			case "withdrawn":
				row["withdrawn_on"], row["withdraw_reason"] = "2026-04-01", "决定已撤销"
			case "given up":
				row["status"], row["published_on"], row["withdrawn_on"] = "withdrawn", nil, "2026-04-01"
			}
			if err := s.write.Table("penalty_notices").Create(row).Error; err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		for state, want := range states {
			p, err := s.Publication(t.Context(), Everything(), model.PublicationID(state))
			if err != nil || p.Status != want || p.Text.Field("amount") != "3000.50元" || p.Text.Field("facts") != "演示<案情>" || p.Version != 3 {
				t.Errorf("%s became %+v, %v", state, p, err)
			}
			if isLive := want.IsPending() || want == model.PublicationPublished; (p.LiveKey != nil) != isLive {
				t.Errorf("%s is live: %v", state, p.LiveKey)
			}
			if (p.PublishedAt != nil) != (p.Record != "") || (want == model.PublicationWithdrawn || want == model.PublicationEnded) != (p.LeftAt != nil) {
				t.Errorf("%s was published at %v, left at %v, with the record %q", state, p.PublishedAt, p.LeftAt, p.Record)
			}
		}
		for day, want := range map[model.Date]int64{model.NewDate(2026, 2, 28): 0, model.NewDate(2026, 3, 1): 1, model.NewDate(2027, 1, 31): 1, model.NewDate(2027, 2, 1): 0} {
			if _, total, err := s.Published(t.Context(), day, PublicQuery{}); err != nil || total != want {
				t.Errorf("on %s %d are public, %v, want %d", day, total, err, want)
			}
		}
		if lapsed, err := s.LapsedPublications(t.Context(), model.NewDate(2027, 2, 1)); err != nil || len(lapsed) != 1 {
			t.Errorf("on the day of its end %d have lapsed, %v", len(lapsed), err)
		}
		if s.write.Migrator().HasTable("penalty_notices") {
			t.Error("the old table is still there")
		}
	})
}
