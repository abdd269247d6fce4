package policy

import (
	"slices"
	"testing"

	"yijian/model"
)

// first is a licence of five years that a renewal follows.
func first() model.HeldLicence {
	var l model.HeldLicence
	l.ID, l.Kind, l.Number, l.Scope, l.Areas = "first", model.LicenceFirst, "渝邮20210001A", model.WordList{"province"}, model.WordList{"500000"}
	l.From, l.Expires, l.LastDay, l.NextFrom = model.NewDate(2021, 4, 1), model.NewDate(2026, 3, 31), model.NewDate(2026, 3, 31), model.NewDate(2026, 4, 1)
	return l
}

func TestALicenceStandsByItsDays(t *testing.T) {
	day := model.NewDate(2026, 3, 31)
	for name, c := range map[string]struct {
		change func(l *model.HeldLicence)
		on     model.Date
		want   LicenceState
	}{
		"before its first day":         {func(*model.HeldLicence) {}, model.NewDate(2021, 3, 31), LicenceEarly},
		"on its first day":             {func(*model.HeldLicence) {}, model.NewDate(2021, 4, 1), LicenceInForce},
		"renewed, on its last day":     {func(*model.HeldLicence) {}, day, LicenceInForce},
		"renewed, on the day after":    {func(*model.HeldLicence) {}, day.AddDays(1), LicenceReplaced},
		"61 days before its last":      {func(l *model.HeldLicence) { l.NextFrom = model.Date{} }, day.AddDays(-61), LicenceInForce},
		"60 days before its last":      {func(l *model.HeldLicence) { l.NextFrom = model.Date{} }, day.AddDays(-60), LicenceExpiring},
		"alone, on its last day":       {func(l *model.HeldLicence) { l.NextFrom = model.Date{} }, day, LicenceExpiring},
		"alone, on the day after":      {func(l *model.HeldLicence) { l.NextFrom = model.Date{} }, day.AddDays(1), LicenceExpired},
		"the day before it is ended":   {func(l *model.HeldLicence) { l.EndedOn, l.LastDay = day, day.AddDays(-1) }, day.AddDays(-1), LicenceInForce},
		"the day on which it ended":    {func(l *model.HeldLicence) { l.EndedOn, l.LastDay = day, day.AddDays(-1) }, day, LicenceEnded},
		"ended before its first day":   {func(l *model.HeldLicence) { l.EndedOn = model.NewDate(2021, 3, 1) }, model.NewDate(2021, 3, 2), LicenceEnded},
		"entered in error":             {func(l *model.HeldLicence) { l.VoidedOn = day }, model.NewDate(2021, 4, 1), LicenceVoided},
		"without a last day":           {func(l *model.HeldLicence) { l.LastDay, l.NextFrom = model.Date{}, model.Date{} }, day, LicenceUndated},
		"changed from that day on":     {func(l *model.HeldLicence) { l.NextFrom = day }, day, LicenceReplaced},
		"changed from the next day on": {func(l *model.HeldLicence) { l.NextFrom = day.AddDays(1) }, day, LicenceInForce},
	} {
		l := first()
		c.change(&l)
		if got := StateOfLicence(l, c.on); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestTheLicenceOfADayIsTheNewestThatHasBegun(t *testing.T) {
	renewal := first()
	renewal.ID, renewal.From, renewal.LastDay, renewal.NextFrom = "renewal", model.NewDate(2026, 4, 1), model.NewDate(2031, 3, 31), model.Date{}
	voided := renewal
	voided.ID, voided.From, voided.VoidedOn = "voided", model.NewDate(2026, 5, 1), model.NewDate(2026, 5, 2)
	all := []model.HeldLicence{first(), renewal, voided}
	for day, want := range map[model.Date]model.LicenceID{
		model.NewDate(2021, 3, 31): "", model.NewDate(2021, 4, 1): "first", model.NewDate(2026, 3, 31): "first",
		model.NewDate(2026, 4, 1): "renewal", model.NewDate(2026, 6, 1): "renewal", model.NewDate(2040, 1, 1): "renewal",
	} {
		if l, held := LicenceOn(all, day); l.ID != want || held != (want != "") {
			t.Errorf("on %s %q counts (%v), want %q", day, l.ID, held, want)
		}
	}
}

func TestAGapIsTheDaysBetweenTwoLicences(t *testing.T) {
	last := first().LastDay
	ended, undated := first(), first()
	ended.EndedOn, ended.LastDay, undated.LastDay = model.NewDate(2025, 1, 1), model.NewDate(2024, 12, 31), model.Date{}
	for name, c := range map[string]struct {
		held   []model.HeldLicence
		begins model.Date
		from   model.Date
		days   int
	}{
		"the day after":         {[]model.HeldLicence{first()}, last.AddDays(1), model.Date{}, 0},
		"before it ends":        {[]model.HeldLicence{first()}, last.AddDays(-60), model.Date{}, 0},
		"two days after":        {[]model.HeldLicence{first()}, last.AddDays(2), last.AddDays(1), 1},
		"a week after":          {[]model.HeldLicence{first()}, last.AddDays(8), last.AddDays(1), 7},
		"after one that ended":  {[]model.HeldLicence{ended}, model.NewDate(2025, 1, 3), model.NewDate(2025, 1, 1), 2},
		"after one without end": {[]model.HeldLicence{undated}, last.AddDays(9), model.Date{}, 0},
		"the very first":        {nil, last, model.Date{}, 0},
		"before the first":      {[]model.HeldLicence{first()}, first().From, model.Date{}, 0},
	} {
		from, until, gapped := LicenceGap(c.held, c.begins)
		if gapped != (c.days > 0) || gapped && (from != c.from || from.DaysUntil(until)+1 != c.days || until != c.begins.AddDays(-1)) {
			t.Errorf("%s: from %s until %s, %v", name, from, until, gapped)
		}
	}
}

func TestALicenceIsDoubtedNotRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(l *model.Licence)
		want   []string
	}{
		"one as usual":           {func(*model.Licence) {}, nil},
		"one of the state":       {func(l *model.Licence) { l.Number = "国邮20100001C" }, nil},
		"a number of words":      {func(l *model.Licence) { l.Number = "渝邮许字第3号" }, []string{"number"}},
		"seven digits":           {func(l *model.Licence) { l.Number = "渝邮2024001A" }, []string{"number"}},
		"a small letter":         {func(l *model.Licence) { l.Number = "渝邮20240001a" }, []string{"number"}},
		"two words before":       {func(l *model.Licence) { l.Number = "重庆邮20240001A" }, []string{"number"}},
		"five years and a day":   {func(l *model.Licence) { l.Expires = model.NewDate(2026, 4, 1) }, nil},
		"a day longer":           {func(l *model.Licence) { l.Expires = model.NewDate(2026, 4, 2) }, []string{"expires"}},
		"a day shorter":          {func(l *model.Licence) { l.Expires = model.NewDate(2026, 3, 30) }, []string{"expires"}},
		"a change keeps its end": {func(l *model.Licence) { l.Kind, l.Expires = model.LicenceChange, model.NewDate(2023, 1, 1) }, nil},
		"one of before":          {func(l *model.Licence) { l.Scope, l.Areas, l.From = nil, nil, model.Date{} }, []string{"scope", "areas"}},
	} {
		l := first().Licence
		c.change(&l)
		var got []string
		for _, warning := range LicenceWarnings(l) {
			got = append(got, warning.Field)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestPeopleAreToldOfALicenceTwice(t *testing.T) {
	for left, want := range map[int]int{61: 0, 60: 60, 31: 60, 30: 30, 0: 30, -1: 0} {
		if stage, reached := LicenceStage(left); stage != want || reached != (want != 0) {
			t.Errorf("%d days left: %d, %v, want %d", left, stage, reached, want)
		}
	}
}
