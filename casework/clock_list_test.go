package casework

import (
	"slices"
	"testing"

	"yijian/model"
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
