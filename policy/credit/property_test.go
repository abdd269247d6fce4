package credit

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yijian/model"
	"yijian/policy/rulebook"
)

var (
	classes    = []model.Severity{model.Minor, model.Serious, model.VerySerious, model.MostSerious}
	groupNames = []string{"video", "real_name", "screening"}
)

// drawBook varies what officials may change around the embedded book.
func drawBook(t *rapid.T) model.Rulebook {
	b, _, err := rulebook.Current()
	if err != nil {
		t.Fatal(err)
	}
	b.Repeat.Serious = rapid.Int64Range(1, 4).Draw(t, "repeat")
	b.PriorWeight = rapid.Int64Range(1, 5).Draw(t, "kappa")
	b.CheckCap = rapid.Int64Range(0, 90).Draw(t, "cap")
	b.PriorCap = rapid.Int64Range(0, 1000).Draw(t, "prior cap")
	b.Red.MaxSharePermille = rapid.SampledFrom([]int64{200, 400, 700, 1000}).Draw(t, "share")
	b.Red.MaxDuty = rapid.SampledFrom([]int64{0, 1500}).Draw(t, "max duty")
	b.Black.MinBadChecks = rapid.Int64Range(1, 3).Draw(t, "bad checks")
	b.Service.MinParcels = rapid.SampledFrom([]int64{0, 5000}).Draw(t, "min parcels")
	return b
}

func drawFinal(t *rapid.T, on model.Date) *model.Date {
	if rapid.IntRange(0, 5).Draw(t, "pending") == 0 {
		return nil
	}
	return final(on.AddDays(rapid.SampledFrom([]int{0, 1, 30}).Draw(t, "final after")))
}

func drawFinding(t *rapid.T, id string, on model.Date, most model.Severity) model.CreditFinding {
	return model.CreditFinding{
		ID: id, Group: rapid.SampledFrom(groupNames).Draw(t, "group"),
		Class:   rapid.SampledFrom(classes[:most.Rank()]).Draw(t, "class"),
		FinalOn: drawFinal(t, on), Open: rapid.IntRange(0, 7).Draw(t, "open") == 0,
	}
}

// drawSubject leaves many subjects with light facts only, or no red list would ever be reached.
func drawSubject(t *rapid.T, id string) model.CreditSubject {
	most := rapid.SampledFrom([]model.Severity{model.Minor, model.MostSerious}).Draw(t, "most")
	s := model.CreditSubject{ID: id, Group: rapid.SampledFrom([]string{"g", "h"}).Draw(t, "peers")}
	days := rapid.SliceOfNDistinct(rapid.IntRange(-5, 760), 0, 5, rapid.ID[int]).Draw(t, "days")
	for i, age := range days {
		on := asOf.AddDays(-age)
		check := model.CreditCheck{ID: fmt.Sprint("c", i), On: on, Drawn: rapid.IntRange(0, 2).Draw(t, "drawn") > 0, Units: rapid.Int64Range(1, 6).Draw(t, "units")}
		for j := range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "findings") {
			check.Findings = append(check.Findings, drawFinding(t, fmt.Sprint("f", i, "-", j), on, most))
		}
		s.Checks = append(s.Checks, check)
	}
	if rapid.IntRange(0, 3).Draw(t, "has duty") == 0 {
		s.Duties = append(s.Duties, drawDuty(t, "d0", most))
	}
	if rapid.IntRange(0, 7).Draw(t, "has trigger") == 0 {
		s.Triggers = append(s.Triggers, drawTrigger(t, "t0"))
	}
	s.Service.Parcels = rapid.SampledFrom([]int64{0, 4999, 5000, 80000}).Draw(t, "parcels")
	s.Service.Upheld = rapid.Int64Range(0, min(12, s.Service.Parcels)).Draw(t, "upheld")
	return s
}

func drawDuty(t *rapid.T, id string, most model.Severity) model.CreditDuty {
	on := asOf.AddDays(-rapid.IntRange(0, 740).Draw(t, "duty age"))
	return model.CreditDuty{ID: id, Class: rapid.SampledFrom(classes[:most.Rank()]).Draw(t, "duty class"), On: on, FinalOn: drawFinal(t, on)}
}

func drawTrigger(t *rapid.T, id string) model.CreditTrigger {
	on := asOf.AddDays(-rapid.IntRange(0, 900).Draw(t, "trigger age"))
	return model.CreditTrigger{ID: id, Kind: rapid.SampledFrom([]string{"suspended", "fine"}).Draw(t, "kind"), On: on, FinalOn: drawFinal(t, on)}
}

func drawSubjects(t *rapid.T) []model.CreditSubject {
	var subjects []model.CreditSubject
	for i := range rapid.IntRange(1, 6).Draw(t, "subjects") {
		subjects = append(subjects, drawSubject(t, fmt.Sprint("s", i)))
	}
	return subjects
}

func TestOrderNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, subjects := drawBook(t), drawSubjects(t)
		want := mustRate(t, b, subjects)
		explained, err := Explain(b, asOf, subjects, "s0")
		if err != nil {
			t.Fatal(err)
		}
		shuffled := rapid.Permutation(subjects).Draw(t, "subjects in another order")
		for i := range shuffled {
			s := &shuffled[i]
			s.Checks = rapid.Permutation(s.Checks).Draw(t, "checks")
			s.Duties = rapid.Permutation(s.Duties).Draw(t, "duties")
			s.Triggers = rapid.Permutation(s.Triggers).Draw(t, "triggers")
			for j := range s.Checks {
				s.Checks[j].Findings = rapid.Permutation(s.Checks[j].Findings).Draw(t, "findings")
			}
		}
		if d := cmp.Diff(want, mustRate(t, b, shuffled)); d != "" {
			t.Fatal(d)
		}
		again, err := Explain(b, asOf, shuffled, "s0")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(explained, again, cmp.Comparer(sameDay)); d != "" {
			t.Fatal(d)
		}
	})
}

func mustRate(t *rapid.T, b model.Rulebook, subjects []model.CreditSubject) []model.CreditResult {
	results, err := Rate(b, asOf, subjects)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// worsenings are the ways in which more can be held against a subject. Each
// returns false when it does not apply. They change only what they are given.
var worsenings = map[string]func(*rapid.T, *model.CreditSubject) bool{
	"finding added": func(t *rapid.T, s *model.CreditSubject) bool {
		if len(s.Checks) == 0 {
			return false
		}
		check := &s.Checks[rapid.IntRange(0, len(s.Checks)-1).Draw(t, "check")]
		check.Findings = append(slices.Clone(check.Findings), drawFinding(t, "added", check.On, model.MostSerious))
		return true
	},
	"class raised": func(t *rapid.T, s *model.CreditSubject) bool {
		f := drawExisting(t, s)
		if f == nil || f.Class == model.MostSerious {
			return false
		}
		f.Class = rapid.SampledFrom(classes[f.Class.Rank():]).Draw(t, "raised to")
		return true
	},
	"finding reopened": func(t *rapid.T, s *model.CreditSubject) bool {
		f := drawExisting(t, s)
		if f == nil || f.Open {
			return false
		}
		f.Open = true
		return true
	},
	"duty added": func(t *rapid.T, s *model.CreditSubject) bool {
		s.Duties = append(slices.Clone(s.Duties), drawDuty(t, "added", model.MostSerious))
		return true
	},
	"complaint added": func(t *rapid.T, s *model.CreditSubject) bool {
		if s.Service.Upheld == s.Service.Parcels {
			return false
		}
		s.Service.Upheld += rapid.Int64Range(1, min(20, s.Service.Parcels-s.Service.Upheld)).Draw(t, "more")
		return true
	},
	"trigger added": func(t *rapid.T, s *model.CreditSubject) bool {
		s.Triggers = append(slices.Clone(s.Triggers), drawTrigger(t, "added"))
		return true
	},
}

func drawExisting(t *rapid.T, s *model.CreditSubject) *model.CreditFinding {
	var with []int
	for i, check := range s.Checks {
		if len(check.Findings) > 0 {
			with = append(with, i)
		}
	}
	if len(with) == 0 {
		return nil
	}
	check := &s.Checks[rapid.SampledFrom(with).Draw(t, "check")]
	check.Findings = slices.Clone(check.Findings)
	return &check.Findings[rapid.IntRange(0, len(check.Findings)-1).Draw(t, "finding")]
}

func TestWorseFactsNeverImprove(t *testing.T) {
	for name, worsen := range worsenings {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				b, subjects := drawBook(t), drawSubjects(t)
				before := mustRate(t, b, subjects)[0]
				subjects[0].Checks = slices.Clone(subjects[0].Checks)
				if !worsen(t, &subjects[0]) {
					return
				}
				after := mustRate(t, b, subjects)[0]
				if gains := improved(before, after); len(gains) > 0 {
					t.Fatalf("improved %v:\n%+v\n%+v", gains, before, after)
				}
			})
		})
	}
}

func improved(before, after model.CreditResult) []string {
	var gains []string
	note := func(better bool, what string) {
		if better {
			gains = append(gains, what)
		}
	}
	list := map[model.CreditList]int{model.RedList: 0, model.NoList: 1, model.BlackList: 2}
	note(lower(after.Inspection.Score, before.Inspection.Score), "inspection score")
	note(lower(after.Inspection.Lower, before.Inspection.Lower), "inspection lower")
	note(lower(after.Service.Score, before.Service.Score), "service score")
	note(after.Duty.Score < before.Duty.Score, "duty score")
	note(after.Inspection.Band.Rank() < before.Inspection.Band.Rank(), "inspection band")
	note(after.Service.Band.Rank() < before.Service.Band.Rank(), "service band")
	note(after.Duty.Band.Rank() < before.Duty.Band.Rank(), "duty band")
	note(after.Band.Rank() < before.Band.Rank(), "band")
	note(list[after.List] < list[before.List], "list")
	return gains
}

func lower(a, b *int64) bool {
	return (a == nil) != (b == nil) || a != nil && *a < *b
}

// TestScoreIsTheLargest compares with every set there is.
func TestScoreIsTheLargest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMethod(drawBook(t), asOf)
		checks := m.countChecks(drawSubject(t, "a"))
		prior := big.NewRat(rapid.Int64Range(0, 30).Draw(t, "P"), rapid.Int64Range(1, 7).Draw(t, "over"))
		s := m.newScale(checks, prior)
		got, want := s.best(everyCheck), exhaustive(m, checks, prior)
		if got.exact(s.denom).Cmp(want) != 0 {
			t.Fatalf("score: got %v, want %v", got.exact(s.denom), want)
		}
		for i := range checks {
			if left := exhaustive(m, slices.Delete(slices.Clone(checks), i, i+1), prior); left.Cmp(want) < 0 {
				want = left
			}
		}
		if lowest := s.lower(got).exact(s.denom); lowest.Cmp(want) != 0 {
			t.Fatalf("lower: got %v, want %v", lowest, want)
		}
	})
}

func exhaustive(m *method, checks []countedCheck, prior *big.Rat) *big.Rat {
	anyDrawn := slices.ContainsFunc(checks, func(c countedCheck) bool { return c.check.Drawn })
	var best *big.Rat
	for set := range 1 << len(checks) {
		sum := new(big.Rat).Mul(prior, new(big.Rat).SetInt64(m.book.PriorWeight))
		weight, allowed := m.book.PriorWeight, true
		for i, c := range checks {
			taken := set>>i&1 == 1
			allowed = allowed && (taken || anyDrawn && !c.check.Drawn)
			if taken {
				sum.Add(sum, new(big.Rat).Mul(c.points, new(big.Rat).SetInt64(c.weight)))
				weight += c.weight
			}
		}
		if mean := sum.Quo(sum, new(big.Rat).SetInt64(weight)); allowed && (best == nil || mean.Cmp(best) > 0) {
			best = mean
		}
	}
	return best
}

func TestDrawnFactsReachEveryList(t *testing.T) {
	seen := map[model.CreditList]int{}
	rapid.Check(t, func(t *rapid.T) {
		for _, r := range mustRate(t, drawBook(t), drawSubjects(t)) {
			seen[r.List]++
		}
	})
	if seen[model.RedList] == 0 || seen[model.BlackList] == 0 || seen[model.NoList] == 0 {
		t.Errorf("the properties above would be empty: %v", seen)
	}
}
