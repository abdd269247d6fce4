package policy

import (
	"strings"
	"testing"

	"yijian/model"
)

func TestCountedProgress(t *testing.T) {
	for _, c := range []struct {
		name    string
		targets []Measured
		want    int
	}{
		{"nothing to reach", nil, 0},
		{"a third, rounded down", []Measured{{0, 3, 1, 1}}, 33},
		{"one short of all is not all", []Measured{{0, 186, 1, 185}}, 99},
		{"all", []Measured{{0, 186, 1, 186}}, 100},
		{"more than all", []Measured{{0, 10, 1, 25}}, 100},
		{"from a base", []Measured{{4, 10, 1, 7}}, 50},
		{"below the base", []Measured{{4, 10, 1, 2}}, 0},
		{"downwards", []Measured{{20, 10, 1, 15}}, 50},
		{"downwards and past", []Measured{{20, 10, 1, 5}}, 100},
		{"no way to go", []Measured{{10, 10, 1, 10}}, 0},
		{"by weight", []Measured{{0, 10, 3, 10}, {0, 10, 1, 0}}, 75},
		{"exact before it is rounded", []Measured{{0, 3, 1, 1}, {0, 3, 1, 1}, {0, 3, 1, 1}}, 33},
		{"two halves of a percent are one", []Measured{{0, 200, 1, 1}, {0, 200, 1, 3}}, 1},
		{"without weights", []Measured{{0, 10, 0, 10}}, 0},
		{"numbers too large for one word", []Measured{{0, 1 << 62, 1 << 62, 1 << 61}}, 50},
	} {
		if got := CountedProgress(c.targets...); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// The tolerance is what may be: ten points of ten are within, eleven are not, either way.
func TestTheEdgeOfTheTolerance(t *testing.T) {
	for _, c := range []struct {
		claimed int
		differs bool
		says    string
	}{
		{50, false, "一致"}, {60, false, "高出10个百分点，在允许"}, {61, true, "高出11个百分点，超过允许的10个百分点"},
		{40, false, "低10个百分点，在允许"}, {39, true, "低11个百分点，超过允许"},
	} {
		s := CountedStanding{&c.claimed, 50, 10, model.NewDate(2026, 3, 2)}
		if words := s.Words(); s.Differs() != c.differs || !strings.Contains(words, c.says) || !strings.Contains(words, "2026-03-02") || !strings.Contains(words, "50%") {
			t.Errorf("claimed %d: %v, %s", c.claimed, s.Differs(), words)
		}
	}
	if s := (CountedStanding{nil, 50, 10, model.NewDate(2026, 3, 2)}); s.Differs() || !strings.Contains(s.Words(), "还没有报送") {
		t.Errorf("nothing claimed: %s", s.Words())
	}
}
