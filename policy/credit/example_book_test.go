package credit

import (
	"testing"

	"yijian/model"
	"yijian/policy/rulebook"
)

var asOf = model.NewDate(2026, 8, 31)

func book(t testing.TB) model.Rulebook {
	t.Helper()
	current, _, err := rulebook.Current()
	if err != nil {
		t.Fatal(err)
	}
	return current
}

func day(t testing.TB, s string) model.Date {
	t.Helper()
	d, err := model.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rateOne rates a and returns its result; peers share its group.
func rateOne(t testing.TB, b model.Rulebook, a model.CreditSubject, peers ...model.CreditSubject) model.CreditResult {
	t.Helper()
	results, err := Rate(b, asOf, append([]model.CreditSubject{a}, peers...))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.ID == a.ID {
			return r
		}
	}
	t.Fatal("no result")
	return model.CreditResult{}
}
