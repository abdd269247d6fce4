package policy

import (
	"testing"

	"yijian/model"
)

// An entry that was taken back let lapse what lapsed from its day to the night after it was taken back.
func TestWhatLapsedByAClosingThatWasTakenBack(t *testing.T) {
	from, restored := filingDay, filingDay.AddDays(5)
	for name, c := range map[string]struct {
		on     model.Date
		change func(f *FilingFacts)
		want   bool
	}{
		"the day before":        {from.AddDays(-1), nil, false},
		"on its day":            {from, nil, true},
		"on the day taken back": {restored, nil, true},
		"in the night after":    {restored.AddDays(1), nil, true},
		"a day later":           {restored.AddDays(2), nil, false},
		"its day unknown":       {from.AddDays(-400), func(f *FilingFacts) { f.Opener.RestoredFrom = model.Date{} }, true},
		"never taken back":      {from, func(f *FilingFacts) { f.Opener.RestoredOn = model.Date{} }, false},
		"closed again":          {from, func(f *FilingFacts) { f.Opener.Status = model.EnterpriseClosed }, false},
		"filed again":           {from, func(f *FilingFacts) { f.EndPoint.Status = model.EndPointFiled }, false},
		"by the licence":        {from, func(f *FilingFacts) { f.EndPoint.LapseCause = model.LapseLicenceEnded }, false},
	} {
		f := soundFiling()
		f.EndPoint.Status, f.EndPoint.LapseCause, f.EndPoint.EndedOn = model.EndPointLapsed, model.LapseOpenerClosed, c.on
		f.Opener.RestoredFrom, f.Opener.RestoredOn = from, restored
		if c.change != nil {
			c.change(&f)
		}
		if is := LapsedInError(f); is != c.want {
			t.Errorf("%s: %v", name, is)
		}
	}
}
