package credit

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"yijian/model"
)

// small is a bundle with one fact of each kind; the cases change its text.
func small(t testing.TB) string {
	on := asOf.AddDays(-20)
	b, err := Bundle("测试", book(t), asOf, []model.CreditSubject{
		{
			ID: "a", Group: "g", Service: model.CreditService{Upheld: 3, Parcels: 7000},
			Checks: []model.CreditCheck{
				{ID: "c1", On: on, Drawn: true, Units: 5, Findings: []model.CreditFinding{finding("f1", "video", model.Minor, on)}},
				{ID: "c2", On: on.AddDays(1), Units: 6, Findings: []model.CreditFinding{finding("f2", "photo", model.Serious, on.AddDays(1))}},
			},
			Duties: []model.CreditDuty{
				{ID: "d1", Class: model.VerySerious, On: on, FinalOn: &on},
				{ID: "d2", Class: model.Minor, On: on},
			},
			Triggers: []model.CreditTrigger{{ID: "t1", Kind: "fine", On: on, FinalOn: &on}, {ID: "t2", Kind: "fine", On: on}},
		},
		{ID: "b", Group: "g"},
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReplayRefuses(t *testing.T) {
	cases := []struct{ name, old, new, pointer, reason string }{
		{"version", "credit/1", "credit/2", "/version", "unknown_version"},
		{"rulebook", `"prior_weight":3`, `"prior_weight":0`, "/rulebook/prior_weight", "below_least"},
		{"rulebook key", `"prior_weight":3`, `"prior_weight":3,"x":1`, "/rulebook/x", "unknown_key"},
		{"duplicate subject", `"id":"b"`, `"id":"a"`, "/subjects/1/id", "duplicate_id"},
		{"duplicate check", `"id":"c2"`, `"id":"c1"`, "/subjects/0/checks/1/id", "duplicate_id"},
		{"duplicate finding of another check", `"id":"f2"`, `"id":"f1"`, "/subjects/0/checks/1/findings/0/id", "duplicate_id"},
		{"duplicate duty", `"id":"d2"`, `"id":"d1"`, "/subjects/0/duties/1/id", "duplicate_id"},
		{"duplicate trigger", `"id":"t2"`, `"id":"t1"`, "/subjects/0/triggers/1/id", "duplicate_id"},
		{"same day", `"c2","on":"2026-08-12"`, `"c2","on":"2026-08-11"`, "/subjects/0/checks/1/on", "duplicate_day"},
		{"units", `"units":6`, `"units":0`, "/subjects/0/checks/1/units", "below_least"},
		{"negative units", `"units":6`, `"units":-1`, "/subjects/0/checks/1/units", "negative"},
		{"upheld above parcels", `"upheld":3`, `"upheld":7001`, "/subjects/0/service/upheld", "upheld_above_parcels"},
		{"negative upheld", `"upheld":3`, `"upheld":-3`, "/subjects/0/service/upheld", "negative"},
		{"fraction", `"upheld":3`, `"upheld":3.5`, "/subjects/0/service/upheld", "not_integer"},
		{"2^53", `"parcels":7000`, `"parcels":9007199254740992`, "/subjects/0/service/parcels", "not_integer"},
		{"date", `"as_of":"2026-08-31"`, `"as_of":"2026-8-31"`, "/as_of", "bad_date"},
		{"no date", `"as_of":"2026-08-31"`, `"as_of":null`, "/as_of", "wrong_type"},
		{"empty final_on", `"final_on":null`, `"final_on":""`, "/subjects/0/duties/1/final_on", "bad_date"},
		{"finding final before its check", `"photo","class":"serious","final_on":"2026-08-12"`, `"photo","class":"serious","final_on":"2026-08-11"`, "/subjects/0/checks/1/findings/0/final_on", "final_before_on"},
		{"duty final before", `"on":"2026-08-11","final_on":"2026-08-11"`, `"on":"2026-08-11","final_on":"2026-08-10"`, "/subjects/0/duties/0/final_on", "final_before_on"},
		{"trigger final before", `"fine","on":"2026-08-11","final_on":"2026-08-11"`, `"fine","on":"2026-08-11","final_on":"2026-08-10"`, "/subjects/0/triggers/0/final_on", "final_before_on"},
		{"unknown class", `"class":"serious"`, `"class":"grave"`, "/subjects/0/checks/1/findings/0/class", "unknown_class"},
		{"unknown class of a duty", `"class":"very_serious"`, `"class":""`, "/subjects/0/duties/0/class", "unknown_class"},
		{"empty group", `"id":"b","group":"g"`, `"id":"b","group":""`, "/subjects/1/group", "empty_group"},
		{"empty group of a finding", `"group":"photo"`, `"group":""`, "/subjects/0/checks/1/findings/0/group", "empty_group"},
		{"id with a space", `"id":"b"`, `"id":"b c"`, "/subjects/1/id", "bad_id"},
		{"empty id", `"id":"c2"`, `"id":""`, "/subjects/0/checks/1/id", "bad_id"},
		{"long id", `"id":"b"`, `"id":"` + strings.Repeat("b", 65) + `"`, "/subjects/1/id", "bad_id"},
		{"unknown key", `"upheld":3`, `"upheld":3,"rate":1`, "/subjects/0/service/rate", "unknown_key"},
		{"missing key", `"upheld":3,`, ``, "/subjects/0/service", "missing_key"},
		{"duplicate key", `"upheld":3`, `"upheld":3,"upheld":3`, "/subjects/0/service/upheld", "duplicate_key"},
		{"missing open", `,"open":false}`, `}`, "/subjects/0/checks/0/findings/0", "missing_key"},
		{"null list", `"triggers":[]`, `"triggers":null`, "/subjects/1/triggers", "wrong_type"},
		{"unknown key of a result", `"reasons":[]`, `"reasons":[],"note":""`, "/results/0/note", "unknown_key"},
		{"missing results_hash", `,"results_hash"`, `,"results_hush"`, "/results_hush", "unknown_key"},
	}
	text := small(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(text, c.old, c.new, 1)
			if changed == text {
				t.Fatalf("%s is not in the text", c.old)
			}
			differs, err := Replay([]byte(changed))
			var refused *model.Error
			if !errors.As(err, &refused) || refused.Kind != model.Malformed || differs != nil {
				t.Fatalf("got %v, %v; want it refused", differs, err)
			}
			if first := refused.Fields[0]; first.Pointer != c.pointer || first.Reason != c.reason {
				t.Errorf("got %+v", first)
			}
		})
	}
	for _, broken := range []string{"", "null", "[]", "{}", text + "{}", text[:len(text)-1]} {
		if _, err := Replay([]byte(broken)); model.KindOf(err) != model.Malformed {
			t.Errorf("%.20q: %v", broken, err)
		}
	}
}

// TestReplayAccepts holds what lies just inside the bounds of the format.
func TestReplayAccepts(t *testing.T) {
	text := small(t)
	for old, new := range map[string]string{
		`"upheld":3`:     `"upheld":7000`,
		`"parcels":7000`: `"parcels":9007199254740991`,
		`"units":6`:      `"units":1`,
		`"id":"b"`:       `"id":"` + strings.Repeat("b", 64) + `"`,
		`"kind":"fine"`:  `"kind":"任何种类"`,
		`"id":"d1"`:      `"id":"c1"`,
		`"edition":"测试"`: `"edition":""`,
	} {
		changed := strings.Replace(text, old, new, 1)
		if changed == text {
			t.Fatalf("%s is not in the text", old)
		}
		if _, err := Replay([]byte(changed)); err != nil {
			t.Errorf("%s: %v", new, err)
		}
	}
}

func TestScoresTooLargeAreRefused(t *testing.T) {
	b := book(t)
	b.DutyPoints.MostSerious = 1<<53 - 1
	a := clean("a")
	a.Duties = []model.CreditDuty{{ID: "d", Class: model.MostSerious, On: asOf, FinalOn: final(asOf)}}
	if _, err := Rate(b, asOf, []model.CreditSubject{a}); model.KindOf(err) != model.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestRateRefusesWhatIsNoRating(t *testing.T) {
	if _, err := Rate(model.Rulebook{}, asOf, nil); model.KindOf(err) != model.Invalid {
		t.Errorf("no rulebook: %v", err)
	}
	if _, err := Rate(book(t), model.Date{}, nil); model.KindOf(err) != model.Invalid {
		t.Errorf("no day: %v", err)
	}
	a := clean("a")
	a.Checks[0].On = model.Date{}
	if _, err := Rate(book(t), asOf, []model.CreditSubject{a}); model.KindOf(err) != model.Invalid {
		t.Errorf("a check without a day: %v", err)
	}
	if _, err := Explain(book(t), asOf, nil, "a"); model.KindOf(err) != model.NotFound {
		t.Errorf("an unknown subject: %v", err)
	}
}

func FuzzReplay(f *testing.F) {
	f.Add([]byte(small(f)))
	f.Add([]byte(`{"version":"credit/1"}`))
	f.Add([]byte(`[[[[`))
	f.Fuzz(func(t *testing.T, text []byte) {
		differs, err := Replay(text)
		if err != nil && (model.KindOf(err) != model.Malformed || differs != nil) {
			t.Fatalf("unexpected %v, %v", differs, err)
		}
		if err == nil {
			b, _ := ParseBundle(text)
			again, err := Replay(encode(t, b))
			if err != nil || len(again) != len(differs) {
				t.Fatalf("rewritten it differs: %v, %v; was %v", again, err, differs)
			}
		}
	})
}
