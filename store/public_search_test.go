package store

import (
	"testing"
	"time"

	"gorm.io/gorm"

	"yijian/deploy/testdb"
	"yijian/model"
)

// A page that nobody has asked for before costs few questions: search, enterprise and statistics
// ask three, three and four, whatever they find.
func TestPublicPagesAskFewQuestions(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, ctx := testdb.Migrated(t, dsn, Open), t.Context()
		directory(t, s)
		at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		demand(t, s.Tx(ctx, model.Stamp{Act: "test", At: at}, func(tx *Tx) error {
			return tx.AddEndPoint(ctx, &model.EndPoint{
				ID: "p1", EnterpriseID: "f1", EnterpriseName: "白鹤快递有限公司", Name: "白鹤驿站", Kind: model.EndPointStation, Brands: model.WordList{}, Services: model.WordList{},
				AreaCode: "500156001", Status: model.EndPointFiled, LocalSerial: "500156-2026-0001", Version: 1, CreatedAt: at, UpdatedAt: at,
			})
		}))
		asked := 0
		count := func(*gorm.DB) { asked++ }
		demand(t, s.db.Callback().Query().Before("gorm:query").Register("count", count))
		demand(t, s.db.Callback().Row().Before("gorm:row").Register("count", count))
		demand(t, s.db.Callback().Raw().Before("gorm:raw").Register("count", count))
		day := model.NewDate(2026, 3, 2)
		for name, page := range map[string]struct {
			most int
			ask  func() error
		}{
			"search": {3, func() error {
				found, err := s.FindPublic(ctx, []string{"白鹤"}, 20)
				if len(found.Firms) != 1 || len(found.Filings) != 1 || found.Firms[0].LicenceNo != "渝邮20240001B" {
					t.Errorf("found %+v", found)
				}
				return err
			}},
			"enterprise": {3, func() error {
				firm, err := s.FirmWithBrands(ctx, "91500156000000001X", day)
				demand(t, err)
				_, err = s.LicencesOf(ctx, firm.ID)
				demand(t, err)
				newest, towns, err := s.FiledOfFirm(ctx, firm.ID, model.NewDate(2026, 3, 2), 50)
				if len(newest) != 1 || towns["500156001"] != 1 {
					t.Errorf("filed %+v %v", newest, towns)
				}
				return err
			}},
			"statistics": {4, func() error {
				_, err := s.CountFiledByKind(ctx, day)
				demand(t, err)
				_, err = s.CountLicensed(ctx, day, day.AddDays(60))
				demand(t, err)
				_, err = s.CountComplaintsEnded(ctx, day, day)
				demand(t, err)
				_, err = s.CountInspected(ctx, day, day)
				return err
			}},
		} {
			asked = 0
			if err := page.ask(); err != nil || asked == 0 || asked > page.most {
				t.Errorf("%s: %d questions, %v", name, asked, err)
			}
		}
	})
}
