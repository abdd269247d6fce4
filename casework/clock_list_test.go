package casework

import (
	"slices"
	"testing"
	"time"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// What a filter keeps is what shows its light, on every day of terms with and without a warning.
func TestLightsOfTermsAreFilteredAsTheyShine(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("A001", "500156001")
		desk := o.person("desk", model.RoleComplaints)
		o.transferred(firm, desk)
		must2(o.RegisterComplaint(ctx, call(desk, 0), lostParcel(firm.ID)))
		seen := map[ClockLight]int{}
		for range 45 {
			all := must2(o.Clocks(ctx, desk, store.Query{Filter: map[string]string{}}, "")).Items
			for _, light := range []ClockLight{ClockNear, ClockOverdue} {
				want := []model.ClockID{}
				for _, line := range all {
					if line.Light == light {
						want = append(want, line.ID)
					}
				}
				kept := []model.ClockID{}
				for _, line := range must2(o.Clocks(ctx, desk, store.Query{Filter: map[string]string{}}, light)).Items {
					kept = append(kept, line.ID)
				}
				seen[light] += len(want)
				slices.Sort(want)
				slices.Sort(kept)
				if !slices.Equal(want, kept) {
					t.Errorf("on %s the filter %s keeps %d of %d", o.day(), light, len(kept), len(want))
				}
			}
			o.pass(1)
		}
		if seen[ClockNear] < 10 || seen[ClockOverdue] < 10 {
			t.Errorf("hardly any light shone: %v", seen)
		}
	})
}

// A term that has ended says how, and one that runs what is left of it.
func TestATermSaysWhatIsLeftOrHowItEnded(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		due, today := o.day().AddDays(10), o.day()
		end := deadline.StartOf(due.AddDays(1))
		said := func(change func(c *model.Clock)) string {
			c := model.Clock{Rule: model.ComplaintAnswer, Status: model.ClockRunning, StartOn: today, DueOn: due, DueAt: &end}
			change(&c)
			return o.lineOfClock(c).Standing
		}
		stopped := func(on model.Date) func(c *model.Clock) {
			return func(c *model.Clock) { c.Status, c.StoppedOn = model.ClockStopped, on }
		}
		runs := func(left int) func(c *model.Clock) {
			return func(c *model.Clock) {
				at := deadline.StartOf(today.AddDays(left + 1))
				c.DueOn, c.DueAt = today.AddDays(left), &at
			}
		}
		hours, passed := int64(5), o.at.Add(-time.Minute)
		for want, change := range map[string]func(c *model.Clock){
			"提前 3 天结案": stopped(due.AddDays(-3)), "届满当天结案": stopped(due), "逾期 1 天结案": stopped(due.AddDays(1)),
			"还剩 10 天": runs(10), "还剩 1 天": runs(1), "今天到期": runs(0), "已逾期 1 天": runs(-1),
			"今天已逾期": func(c *model.Clock) { c.DueOn, c.DueAt = today, &passed },
			"届满日未定（待载入届满年份的节假日安排）": func(c *model.Clock) { c.DueOn, c.DueAt = model.Date{}, nil },
			"按期结案": func(c *model.Clock) {
				c.DueOn, c.DueAt, c.Status, c.StoppedOn = model.Date{}, nil, model.ClockStopped, today
			},
			"中止时剩余 5 小时": func(c *model.Clock) {
				c.Status, c.DueOn, c.DueAt = model.ClockPaused, model.Date{}, nil
				c.Pauses = []model.ClockPause{{FromOn: today, HoursLeft: &hours}}
			},
		} {
			if got := said(change); got != want {
				t.Errorf("it says %q, want %q", got, want)
			}
		}
	})
}
