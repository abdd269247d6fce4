package store

import (
	"testing"

	"yijian/deploy/testdb"
	"yijian/store/migrations"
)

// A step cut off after its statement, before it was noted, is taken again: MySQL
// commits every DDL by itself.
func TestEveryStepMayBeTakenTwice(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		last := int64(0)
		for _, step := range migrations.Steps() {
			if step.Version <= last {
				t.Errorf("step %d does not follow %d", step.Version, last)
			}
			last = step.Version
			if err := step.Up(s.write.WithContext(t.Context())); err != nil {
				t.Errorf("step %d (%s) again: %v", step.Version, step.Title, err)
			}
		}
	})
}
