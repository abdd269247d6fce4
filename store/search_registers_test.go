package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store/migrations"
)

// directory is three enterprises, each with two licences of a number, and the branches of the first two.
func directory(t *testing.T, s *Store) {
	t.Helper()
	at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	ctx := t.Context()
	err := s.Tx(ctx, model.Stamp{Act: "test", At: at}, func(tx *Tx) error {
		for i, name := range []string{"白鹤快递有限公司", "青鸟速运有限公司", "石蛙物流有限公司"} {
			n := string(rune('1' + i))
			firm := model.Enterprise{ID: model.EnterpriseID("f" + n), Name: name, USCC: "9150015600000000" + n + "X", AreaCode: "500156001", Status: model.EnterpriseActive, Version: 1}
			if err := tx.AddEnterprise(ctx, &firm); err != nil {
				return err
			}
			for kind, from := range map[model.LicenceKind]model.Date{model.LicenceFirst: model.NewDate(2019, 1, 1), model.LicenceRenewal: model.NewDate(2024, 1, 1)} {
				l := model.Licence{
					ID: model.LicenceID("l" + n + string(kind)), EnterpriseID: firm.ID, Kind: kind, Number: "渝邮2024000" + n + "B", Scope: model.WordList{}, Areas: model.WordList{},
					From: from, LastDay: from.AddDays(1825), Version: 1,
				}
				if err := tx.AddLicence(ctx, &l); err != nil {
					return err
				}
			}
			if err := tx.TouchEnterprise(ctx, firm); err != nil {
				return err
			}
		}
		for id, name := range map[string]string{"b1": "江口分部", "b2": "羊角街道营业部"} {
			b := model.Branch{ID: model.BranchID(id), EnterpriseID: model.EnterpriseID("f" + id[1:]), Name: name, DirectoryNo: "渝邮分2025" + id, AreaCode: "500156102", Address: "乌江路" + id, Version: 1}
			if err := tx.AddBranch(ctx, &b); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// turned are the ids of all pages of two rows; those that only resemble have a ≈ in front.
func turned[T any](t *testing.T, page func(q Query) (model.Page[T], error), id func(T) string, search string) string {
	t.Helper()
	var ids []string
	for q := (Query{Search: search, Limit: 2}); ; {
		found, err := page(q)
		if err != nil {
			t.Fatalf("%q: %v", search, err)
		}
		for _, row := range found.Items {
			mark := ""
			if slices.Contains(found.Similar, id(row)) {
				mark = "≈"
			}
			ids = append(ids, mark+id(row))
		}
		if q.Cursor = found.Next; found.Next == "" {
			return strings.Join(ids, " ")
		}
	}
}

func TestLicencesAndBranchesAreFoundByTheirGrams(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		directory(t, s)
		ctx := t.Context()
		licence := func(q Query) (model.Page[model.HeldLicence], error) { return s.Licences(ctx, Everything(), q) }
		for search, want := range map[string]string{
			"白鹤快递":              "l1renewal l1first",
			"白鸽快递":              "≈l1renewal ≈l1first",
			"渝邮20240003B":       "l3renewal l3first ≈l2renewal ≈l2first ≈l1renewal ≈l1first",
			"渝邮20290003B":       "≈l3renewal ≈l3first",
			"青鸟速运 延续":           "l2renewal",
			"青岛速运 延续":           "≈l2renewal",
			"有限公司 首次许可":         "l3first l2first l1first",
			"有限公司":              "l3renewal l3first l2renewal l2first l1renewal l1first",
			"91500156000000002": "l2renewal l2first",
			"没有的公司":             "",
		} {
			if got := turned(t, licence, func(l model.HeldLicence) string { return string(l.ID) }, search); got != want {
				t.Errorf("licences of %q are %q, want %q", search, got, want)
			}
		}
		branch := func(q Query) (model.Page[model.HeldBranch], error) { return s.Branches(ctx, Everything(), q) }
		branches := func(search string) string {
			return turned(t, branch, func(b model.HeldBranch) string { return string(b.ID) }, search)
		}
		for search, want := range map[string]string{
			"江口分部": "b1", "江口支部": "≈b1", "羊角街道营业部": "b2", "羊角街到营业部": "≈b2", "青鸟速运": "b2", "乌江路": "b2 b1", "渝邮分2025b1": "b1 ≈b2", "青鸟 江口": "", "石蛙物流": "",
		} {
			if got := branches(search); got != want {
				t.Errorf("branches of %q are %q, want %q", search, got, want)
			}
		}
		b, err := s.Branch(ctx, Everything(), "b1")
		if err == nil {
			b.Name = "仙女山分部"
			err = s.Tx(ctx, model.Stamp{Act: "test"}, func(tx *Tx) error { _, err := tx.ChangeBranch(ctx, b.Branch); return err })
		}
		if old, now := branches("江口分部"), branches("仙女山分部"); err != nil || old != "" || now != "b1" {
			t.Errorf("renamed it is found as %q and %q: %v", old, now, err)
		}
		mustHaveGrams(t, s, "branches", "branch_grams")
		if err := s.write.Exec("DELETE FROM branch_grams WHERE record_id = 'b2'").Error; err != nil {
			t.Fatal(err)
		}
		for _, step := range migrations.Steps() { // an upgrade finds branches without grams
			if step.Version == 1471 {
				if err := step.Up(s.write.WithContext(ctx)); err != nil {
					t.Fatal(err)
				}
			}
		}
		mustHaveGrams(t, s, "branches", "branch_grams")
		mustHaveGrams(t, s, "enterprises", "enterprise_grams") // and none of licences among them
	})
}
