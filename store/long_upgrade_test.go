//go:build !race

package store

import (
	"slices"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store/migrations"
)

// The same with rows in the tables: cut off after every step, a database of the
// first release ends with the rows of one that was upgraded in one go.
func TestAnUpgradeCutOffAtEveryStepEndsWithTheSameRows(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := released(t, dsn)
		whole := released(t, another(t, s))
		if _, err := whole.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		isNew := func(step migrations.Step) bool { return !slices.Contains(migrations.FirstRelease(), step.Version) }
		cuts, known := 0, slices.DeleteFunc(migrations.Steps(), isNew)
		for _, step := range migrations.Steps() {
			if !isNew(step) {
				continue
			}
			if err := step.Up(s.write.WithContext(t.Context())); err != nil {
				t.Fatalf("step %d: %v", step.Version, err)
			}
			known = append(known, step)
			if taken, err := s.migrate(t.Context(), known); err != nil || taken != 1 {
				t.Fatalf("after a cut in step %d it took %d steps: %v", step.Version, taken, err)
			}
			cuts++
		}
		want := contentOf(t, whole, nil)
		for table, content := range contentOf(t, s, want) {
			noted := table == "audit_entries" && content.sum.Rows == want[table].sum.Rows // each restore under an id of its own
			if content.sum != want[table].sum && !noted {
				t.Errorf("%s: %+v when cut off, %+v in one go", table, content.sum, want[table].sum)
			}
		}
		if cuts < 30 {
			t.Errorf("cut off %d times", cuts)
		}
	})
}

// A run killed after a step's statement, before the step was noted, goes on from
// there: cut off so at every single step, it ends in the same schema.
func TestAMigrationCutOffAtEveryStepGoesOn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := connected(t, dsn)
		steps := migrations.Steps()
		for cut := range steps {
			if err := steps[cut].Up(s.write.WithContext(t.Context())); err != nil {
				t.Fatalf("step %d: %v", steps[cut].Version, err)
			}
			if taken, err := s.migrate(t.Context(), steps[:cut+1]); err != nil || taken != 1 {
				t.Fatalf("after a cut in step %d it took %d steps: %v", steps[cut].Version, taken, err)
			}
		}
		if got, want := schemaOf(t, s), schemaOf(t, opened(t, another(t, s))); got != want {
			t.Errorf("cut off at every step the schema is\n%s\nwant\n%s", got, want)
		}
	})
}

// Every row of the first release is there after the upgrade, with every column
// as it was, and the audit log holds against the heads that were signed then.
func TestTheFirstReleaseUpgrades(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := released(t, dsn)
		if taken, err := s.stepsTaken(t.Context()); err != nil || !slices.Equal(taken, migrations.FirstRelease()) {
			t.Fatalf("a released database has the steps %v: %v", taken, err)
		}
		// The release's demonstration has no task that one person reported on and another asked to strike off.
		if err := s.write.Exec("UPDATE tasks SET finished_by = 'another' WHERE finished_by <> ''").Error; err != nil {
			t.Fatal(err)
		}
		before := contentOf(t, s, nil)
		certificates, err := sumOf(s.write.Where("certificate_no <> ''"), "users", []string{"id", "certificate_no", "certificate_expires"})
		if err != nil || certificates.Rows != 6 {
			t.Fatalf("%d certificates before the upgrade: %v", certificates.Rows, err)
		}
		licensed, err := sumOf(s.write.Where("licence_no <> ''"), "enterprises", []string{"id", "licence_no", "licence_expires"})
		if err != nil || licensed.Rows < 10 {
			t.Fatalf("%d licences before the upgrade: %v", licensed.Rows, err)
		}
		notices, err := sumOf(s.write, "penalty_notices", []string{"id", "document_no", "published_on", "ends_on"})
		if err != nil || notices.Rows < 5 {
			t.Fatalf("%d publicities before the upgrade: %v", notices.Rows, err)
		}
		placed, err := sumOf(s.write.Where("cameras > 0"), "endpoints", []string{"id", "cameras"})
		if err != nil || placed.Rows < 10 {
			t.Fatalf("%d end points with cameras before the upgrade: %v", placed.Rows, err)
		}
		if taken, err := s.Migrate(t.Context()); err != nil || taken != len(migrations.Steps())-len(migrations.FirstRelease()) {
			t.Fatalf("took %d steps: %v", taken, err)
		}
		after := contentOf(t, s, before)
		for table, content := range before {
			if table != "penalty_notices" && after[table].sum != content.sum {
				t.Errorf("%s: %+v before the upgrade, %+v after it", table, content.sum, after[table].sum)
			}
		}
		if periods, err := sumOf(s.write, "certificate_periods", []string{"user_id", "number", "valid_to"}); err != nil || periods != certificates {
			t.Errorf("certificates: %+v before the upgrade, %+v after it, %v", certificates, periods, err)
		}
		if rows, err := sumOf(s.write, "licences", []string{"enterprise_id", "number", "valid_to"}); err != nil || rows != licensed {
			t.Errorf("licences: %+v before the upgrade, %+v after it, %v", licensed, rows, err)
		}
		if rows, err := sumOf(s.write.Where("camera_count IS NOT NULL"), "endpoints", []string{"id", "camera_count"}); err != nil || rows != placed {
			t.Errorf("end points with cameras: %+v before the upgrade, %+v after it, %v", placed, rows, err)
		}
		if rows, err := sumOf(s.write.Where("kind = 'penalty'"), "publications", []string{"id", "source", "published_on", "ends_on"}); err != nil || rows != notices {
			t.Errorf("publicities of penalties: %+v before the upgrade, %+v after it, %v", notices, rows, err)
		}
		mustHavePublished(t, s)
		mustHaveTaskCourse(t, s)
		mustHaveTexts(t, s)
		mustHaveGrams(t, s, "endpoints", "endpoint_grams")
		mustHaveGrams(t, s, "enterprises", "enterprise_grams")
		heads := AuditHeads{release("audit-heads"), s.AuditKey()}
		signed, err := heads.Read()
		if err != nil || len(signed) != 3 {
			t.Fatalf("%d heads: %v", len(signed), err)
		}
		found, err := s.VerifyAudit(t.Context(), s.AuditKey(), signed)
		if err != nil || found.Difference != "" || found.Rows+int64(found.Waiting) != 1443 { // with the restore and the token that it revoked
			t.Errorf("the audit log after the upgrade: %+v, %v", found, err)
		}
	})
}

// A suspended certificate keeps its facts when it becomes a row, and who suspended it, and why.
func TestCertificatesOfAccountsBecomeRows(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := released(t, dsn)
		ctx := t.Context()
		before := slices.DeleteFunc(migrations.Steps(), func(step migrations.Step) bool {
			return step.Version >= 1250 && step.Version < 1270 || step.Version == 1295
		})
		if _, err := s.migrate(ctx, before); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			"UPDATE users SET certificate_issuer = '演示区人民政府', certificate_from = '2025-03-01', certificate_suspended_on = '2026-11-20' WHERE name = 'inspector2'",
			"INSERT INTO audit_entries (id, at, user_id, user_name, on_behalf, act, noun, record_id, before_json, after_json, reason, request_id, address, seal)" +
				" SELECT 'f1', '2026-11-20 01:00:00', 'x', '演示法制', '', 'certificate:change', 'certificates', id, '', '', '接受调查', '', '', '' FROM users WHERE name = 'inspector2'",
		} {
			if err := s.write.WithContext(ctx).Exec(statement).Error; err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		u, err := s.UserByName(ctx, "inspector2")
		if err != nil {
			t.Fatal(err)
		}
		c, err := s.Certificate(ctx, Everything(), u.ID)
		if err != nil || len(c.Periods) != 1 || len(c.Suspensions) != 1 {
			t.Fatalf("%+v: %v", c, err)
		}
		p, held := c.Periods[0], c.Suspensions[0]
		if p.Number == "" || p.Issuer != "演示区人民政府" || p.From != model.NewDate(2025, 3, 1) || p.Expires != c.Expires || c.Expires.IsZero() {
			t.Errorf("the period is %+v", p)
		}
		if held.SuspendedOn != model.NewDate(2026, 11, 20) || held.Reason != "接受调查" || held.SuspendedBy != "演示法制" || !held.ReturnedOn.IsZero() {
			t.Errorf("the suspension is %+v", held)
		}
	})
}
