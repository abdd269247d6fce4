package policy

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"yijian/model"
)

func worths(part model.ScorePart, worths ...int) (items []model.ScoreItem) {
	for _, worth := range worths {
		items = append(items, model.ScoreItem{Part: part, Worth: worth})
	}
	return items
}

func TestUnitScored(t *testing.T) {
	join := func(lists ...[]model.ScoreItem) (all []model.ScoreItem) {
		for _, list := range lists {
			all = append(all, list...)
		}
		return all
	}
	const T, P, Q, C = model.ScoreTimeliness, model.ScoreProgress, model.ScoreQuality, model.ScoreCoordination
	for _, c := range []struct {
		name  string
		items []model.ScoreItem
		want  string // points of the parts, all, whether scored
	}{
		{"nothing to score", nil, "[0 0 0 0] 0 false"},
		{"everything done", join(worths(T, 100), worths(P, 100, 100), worths(Q, 100), worths(C, 100)), "[3000 4000 2000 1000] 10000 true"},
		// 30×(100+50)/200, 40×(75+0)/200, 20×1, 10×½
		{"all four parts", join(worths(T, 100, 50), worths(P, 75, 0), worths(Q, 100), worths(C, 100, 0)), "[2250 1500 2000 500] 6250 true"},
		// no requests: 90 points are 100, each part rounded, the whole exact
		{"no requests", join(worths(T, 100), worths(P, 100), worths(Q, 100)), "[3333 4444 2222 0] 10000 true"},
		// 40/90 × 1/3 = 14.8148…; 30/90 × 1 = 33.3333…; together 48.1481…
		{"rounded once", join(worths(T, 100), worths(P, 100, 0, 0), worths(Q, 0)), "[3333 1481 0 0] 4815 true"},
		{"one part alone", worths(C, 100, 50, 50), "[0 0 0 6667] 6667 true"},
	} {
		lines, points, scored := UnitScored(c.items, ScoreWeights())
		var got []int
		for _, line := range lines {
			got = append(got, line.Points)
		}
		if said := fmt.Sprint(got, points, scored); said != c.want {
			t.Errorf("%s: %s, want %s", c.name, said, c.want)
		}
	}
	lines, _, _ := UnitScored(worths(P, 100, 25), ScoreWeights())
	if got := lines[0].Said + "|" + lines[1].Said; got != "本期没有可评的事项，30分按比例分摊到其他各项|2件事项合计得125%，平均后乘以40分；有事项的各项共40分，折算为100分" {
		t.Errorf("said: %s", got)
	}
	if lines[1].Most != 10000 {
		t.Errorf("one part alone brings %d at most", lines[1].Most)
	}
}

// Neither the order of the items nor more of the same changes a score, and a better item never lowers it.
func TestScoresAreFair(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 9))
	for range 500 {
		var items []model.ScoreItem
		for range 1 + random.IntN(12) {
			items = append(items, model.ScoreItem{Part: model.ScoreParts[random.IntN(4)], Worth: random.IntN(101)})
		}
		_, points, _ := UnitScored(items, ScoreWeights())
		if points < 0 || points > 10000 {
			t.Fatalf("%v score %d", items, points)
		}
		if _, twice, _ := UnitScored(append(append([]model.ScoreItem{}, items...), items...), ScoreWeights()); twice != points {
			t.Errorf("%v score %d, and twice as many %d", items, points, twice)
		}
		random.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		if _, shuffled, _ := UnitScored(items, ScoreWeights()); shuffled != points {
			t.Errorf("%v score %d, in another order %d", items, points, shuffled)
		}
		items[0].Worth = 100
		if _, better, _ := UnitScored(items, ScoreWeights()); better < points {
			t.Errorf("a better item lowered %d to %d", points, better)
		}
	}
}

func TestScoreWeightsAreRead(t *testing.T) {
	weights, err := ParseScoreWeights("25, 45,30,0")
	if err != nil || weights[model.ScoreTimeliness] != 25 || weights[model.ScoreCoordination] != 0 {
		t.Errorf("%v %v", weights, err)
	}
	for _, wrong := range []string{"", "30,40,30", "30,40,20,11", "30,40,20,10,0", "-10,60,40,10", "30,40,20,x", "30.5,39.5,20,10"} {
		if weights, err := ParseScoreWeights(wrong); err == nil {
			t.Errorf("%q is read as %v", wrong, weights)
		}
	}
	shipped := 0
	for _, points := range ScoreWeights() {
		shipped += points
	}
	if shipped != 100 {
		t.Errorf("the shipped weights are %d together", shipped)
	}
}

func TestWorths(t *testing.T) {
	day := func(d int) model.Date { return model.NewDate(2026, 3, d) }
	for _, c := range []struct {
		came, asOf model.Date
		want       int
	}{
		{day(20), day(31), 100}, {day(25), day(31), 100}, {day(26), day(31), 50}, {day(28), day(31), 50}, {day(29), day(31), 0},
		{model.Date{}, day(26), 0},
	} {
		if got, reason := ReportTimeliness(day(25), c.came, c.asOf); got != c.want || reason == "" {
			t.Errorf("due on the 25th, came %s, as of %s: %d (%s), want %d", c.came, c.asOf, got, reason, c.want)
		}
	}
	for _, c := range []struct{ planned, claimed, counted, tolerance, want int }{
		{60, 45, -1, 0, 75}, {60, 60, -1, 0, 100}, {60, 90, -1, 0, 100}, {70, 45, -1, 0, 64}, {60, 0, -1, 0, 0},
		{60, 60, 30, 10, 50}, {60, 60, 55, 10, 100}, {60, 30, 60, 10, 50},
	} {
		decision := model.LightDecision{Seen: model.LightSeen{Planned: c.planned, TaskFacts: model.TaskFacts{Progress: c.claimed}}}
		var standing *CountedStanding
		if c.counted >= 0 {
			standing = &CountedStanding{Claimed: &c.claimed, Counted: c.counted, Tolerance: c.tolerance}
		}
		if got, reason := ProgressWorth(decision, standing); got != c.want {
			t.Errorf("%+v: %d (%s)", c, got, reason)
		}
	}
	for _, c := range []struct {
		status  model.TaskReportStatus
		returns int
		want    int
	}{{model.TaskReportAccepted, 0, 100}, {model.TaskReportAccepted, 2, 50}, {model.TaskReportReturned, 1, 0}} {
		if got, _ := ReviewWorth(c.status, c.returns); got != c.want {
			t.Errorf("%s after %d returns: %d, want %d", c.status, c.returns, got, c.want)
		}
	}
}

// What the lead says is done is worth what the register holds until somebody has checked it.
func TestAnApplicationDoesNotBeatTheRegister(t *testing.T) {
	none := &CountedStanding{Claimed: new(100), Counted: 40, Tolerance: 10}
	for _, c := range []struct {
		seen     model.LightSeen
		standing *CountedStanding
		want     string
	}{
		{model.LightSeen{TaskFacts: model.TaskFacts{Done: true, Unchecked: true, Progress: 100}, Planned: 80}, none, "50 计划80%，实报100%，登记簿计数40%，相差过大，按计数，已申请销号，待核查"},
		{model.LightSeen{TaskFacts: model.TaskFacts{Done: true, Unchecked: true, Progress: 100}}, nil, "100 计划0%，实报100%，已申请销号，待核查"},
		{model.LightSeen{TaskFacts: model.TaskFacts{Done: true, Progress: 100}, Planned: 80}, none, "100 已完成"},
	} {
		worth, reason := ProgressWorth(model.LightDecision{Seen: c.seen}, c.standing)
		if got := fmt.Sprint(worth, " ", reason); got != c.want {
			t.Errorf("%+v: %s, want %s", c.seen, got, c.want)
		}
	}
	if lines, _, _ := UnitScored(nil, ScoreWeights()); lines[0].Said != "本期没有可评的事项，不计分" {
		t.Errorf("nothing to score says %q", lines[0].Said)
	}
}
