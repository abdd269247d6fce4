package credit

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yijian/model"
)

//go:embed testdata/credit-vector.json
var vector []byte

func TestVectorHolds(t *testing.T) {
	differs, err := Replay(vector)
	if err != nil || len(differs) > 0 {
		t.Fatalf("differs %v, %v", differs, err)
	}
	b, err := ParseBundle(vector)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Rate(b.Rulebook, b.AsOf, b.Subjects)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(b.Results, got); d != "" {
		t.Error(d)
	}
}

func TestReplayNamesWhatDiffers(t *testing.T) {
	cases := []struct {
		name   string
		mutate func(b *model.CreditBundle)
		want   []string
	}{
		{"nothing", func(*model.CreditBundle) {}, nil},
		{"rulebook hash", func(b *model.CreditBundle) { b.RulebookHash = b.ResultsHash }, []string{"rulebook_hash"}},
		{"rulebook title", func(b *model.CreditBundle) { b.Rulebook.Title += "。" }, []string{"rulebook_hash"}},
		{"rulebook value", func(b *model.CreditBundle) { b.Rulebook.Severity.Minor++ }, []string{"rulebook_hash", "results", "results_hash"}},
		{"results hash", func(b *model.CreditBundle) { b.ResultsHash = "" }, []string{"results_hash"}},
		{"a band", func(b *model.CreditBundle) { b.Results[0].Band = model.Grey }, []string{"results"}},
		{"a score", func(b *model.CreditBundle) { *b.Results[0].Inspection.Score++ }, []string{"results"}},
		{"results out of order", func(b *model.CreditBundle) { slices.Reverse(b.Results) }, []string{"results"}},
		{"results missing", func(b *model.CreditBundle) { b.Results = b.Results[1:] }, []string{"results"}},
		{"a fact", func(b *model.CreditBundle) { b.Subjects[0].Service = model.CreditService{Upheld: 900, Parcels: 10000} }, []string{"results", "results_hash"}},
		{"the day", func(b *model.CreditBundle) { b.AsOf = b.AsOf.AddDays(1) }, []string{"results", "results_hash"}},
		{"the edition, which no hash covers", func(b *model.CreditBundle) { b.Edition = "另一期" }, nil},
		{"subjects out of order", func(b *model.CreditBundle) { slices.Reverse(b.Subjects) }, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b, err := ParseBundle(vector)
			if err != nil {
				t.Fatal(err)
			}
			c.mutate(&b)
			got, err := Replay(encode(t, b))
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %v, %v; want %v", got, err, c.want)
			}
		})
	}
}

func TestBundleRebuildsTheVector(t *testing.T) {
	want, err := ParseBundle(vector)
	if err != nil {
		t.Fatal(err)
	}
	shuffled := slices.Clone(want.Subjects)
	slices.Reverse(shuffled)
	got, err := Bundle(want.Edition, want.Rulebook, want.AsOf, shuffled)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(want.Subjects, func(a, b model.CreditSubject) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) })
	if d := cmp.Diff(want, got, cmp.Comparer(sameDay)); d != "" {
		t.Error(d)
	}
}

func TestBundleOfNilListsReplays(t *testing.T) {
	b, err := Bundle("空", book(t), asOf, []model.CreditSubject{{ID: "a", Group: "g", Checks: []model.CreditCheck{{ID: "c", On: asOf, Units: 1}}}})
	if err != nil {
		t.Fatal(err)
	}
	if differs, err := Replay(encode(t, b)); err != nil || len(differs) > 0 {
		t.Fatalf("differs %v, %v", differs, err)
	}
}

func TestNoSubjects(t *testing.T) {
	got, err := Rate(book(t), asOf, nil)
	if err != nil || got == nil || len(got) != 0 {
		t.Fatalf("got %#v, %v; want an empty list", got, err)
	}
}

func sameDay(a, b model.Date) bool { return a == b }

func encode(t testing.TB, b model.CreditBundle) []byte {
	t.Helper()
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
