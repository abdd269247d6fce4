package store

import (
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// The upgrade gives penalties and complaints the keys of their numbers; of penalties that turn out to
// be one document it stops at none, and leaves both to the page of data quality.
func TestNumbersOfDocumentsGetTheirKeys(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1482)
		db, at := s.write.WithContext(t.Context()), time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		for id, number := range map[string]string{"1": "渝邮 罚［２０２５］3号", "2": "渝邮罚〔2025〕3号", "3": "渝邮罚(2025)4号"} {
			p := model.Penalty{ID: model.PenaltyID(id), DocumentNo: number, Status: model.PenaltyDecided, Drafters: model.UserIDs{}, Version: 1, CreatedAt: at, UpdatedAt: at}
			if err := db.Table("penalties").Omit("document_key", "number_key").Create(&p).Error; err != nil {
				t.Fatal(err)
			}
		}
		for id, number := range map[string]string{"1": "12305 - １", "2": "12305-1", "3": ""} {
			c := model.Complaint{ID: model.ComplaintID(id), TrackingNo: id, ExternalNo: number, Status: model.ComplaintClosed, Version: 1, CreatedAt: at, UpdatedAt: at}
			if err := db.Table("complaints").Omit("external_key").Create(&c).Error; err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		var fines []model.Penalty
		if err := db.Table("penalties").Order("id").Find(&fines).Error; err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, p := range fines {
			if p.DocumentKey == nil {
				said += p.DocumentNo + " none;"
			} else {
				said += p.DocumentNo + " " + *p.DocumentKey + ";"
			}
		}
		if want := "渝邮 罚［２０２５］3号 渝邮罚〔2025〕3号;渝邮罚〔2025〕3号 none;渝邮罚(2025)4号 渝邮罚〔2025〕4号;"; said != want {
			t.Errorf("the keys are %s, want %s", said, want)
		}
		found, err := s.CountFlaws(t.Context(), "penalties", Everything(), Flaw{Rule: "penalty-doubled"}, 5)
		if err != nil || found.Count != 2 || found.Of != 3 ||
			found.Records[0].Title != "渝邮罚〔2025〕3号（另一件：渝邮 罚［２０２５］3号）" || found.Records[1].Title != "渝邮 罚［２０２５］3号（另一件：渝邮罚〔2025〕3号）" {
			t.Errorf("found are %+v, %v", found, err)
		}
		var keys []string
		if err := db.Table("complaints").Order("id").Pluck("external_key", &keys).Error; err != nil || len(keys) != 3 || keys[0] != "12305-1" || keys[1] != "12305-1" || keys[2] != "" {
			t.Errorf("the keys of complaints are %q, %v", keys, err)
		}
		past, err := s.PastPenalties(t.Context(), []string{"渝邮罚〔2025〕3号", "渝邮罚〔2025〕4号"})
		if err != nil || len(past) != 2 {
			t.Errorf("known are %v, %v", past, err)
		}
		later := fines[1]
		later.Status = model.PenaltyWithdrawn
		err = s.Tx(t.Context(), model.Stamp{At: at}, func(tx *Tx) error {
			_, err := tx.ChangePenalty(t.Context(), later)
			return err
		})
		if err != nil {
			t.Errorf("an act on the later one: %v", err)
		}
	})
}
