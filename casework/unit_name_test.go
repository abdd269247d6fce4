package casework

import (
	"fmt"
	"sync"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

// However many give one name to units at once, on two servers and in four ways, it
// means one of them, and the others are told whose it is.
func TestANameGivenTwiceAtOnceMeansOneUnit(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		first, clock := openDesk(t, dsn)
		clock.set(today.Year(), today.Month(), today.Day())
		second, other := openDesk(t, dsn)
		other.set(today.Year(), today.Month(), today.Day())
		servers := []*Desk{first, second}
		o := &office{Desk: first, testClock: clock, t: t}
		made := 0
		unit := func(name, short string) (model.UnitRecord, error) {
			return servers[made%2].CreateUnit(t.Context(), call(clerkOfUnits, 0), UnitFacts{Name: name, ShortName: short, Kind: model.UnitOther, ValidFrom: today.AddDays(-9)})
		}
		for round := range 12 {
			name := fmt.Sprintf("演示同名%d", round)
			if round%2 == 1 { // a name that somebody bore until yesterday
				made++
				former := must2(unit(fmt.Sprintf("丁%d", made), ""))
				must2(first.AddUnitAlias(t.Context(), call(clerkOfUnits, former.Version), model.UnitAlias{Alias: name, UnitID: former.ID, ValidTo: today.AddDays(-1)}))
			}
			var givers []func(*Desk) error
			for range 2 {
				made++
				renamed, named := must2(unit(fmt.Sprintf("甲%d", made), "")), must2(unit(fmt.Sprintf("乙%d", made), ""))
				own := fmt.Sprintf("丙%d", made)
				givers = append(givers,
					func(d *Desk) error {
						_, err := d.CreateUnit(t.Context(), call(clerkOfUnits, 0), UnitFacts{Name: name, Kind: model.UnitOther, ValidFrom: today})
						return err
					},
					func(d *Desk) error {
						_, err := d.CreateUnit(t.Context(), call(clerkOfUnits, 0), UnitFacts{Name: own, ShortName: name, Kind: model.UnitOther, ValidFrom: today})
						return err
					},
					func(d *Desk) error {
						_, err := d.RenameUnit(t.Context(), call(clerkOfUnits, renamed.Version), renamed.ID, Renaming{Name: name, On: today, Reason: "演示改名"})
						return err
					},
					func(d *Desk) error {
						_, err := d.AddUnitAlias(t.Context(), call(clerkOfUnits, named.Version), model.UnitAlias{Alias: name, UnitID: named.ID})
						return err
					})
			}
			var all sync.WaitGroup
			won := make([]bool, len(givers))
			for i, give := range givers {
				all.Go(func() {
					err := give(servers[i/4])
					won[i] = err == nil
					if err != nil && model.KindOf(err) != model.Invalid {
						t.Errorf("giver %d: %v", i, err)
					}
				})
			}
			all.Wait()
			if bearers := o.bearers(name); bearers != 1 {
				t.Errorf("%s means %d units, given by %v", name, bearers, won)
			}
		}
	})
}

// bearers counts the units that a name means today.
func (o *office) bearers(name string) int {
	o.t.Helper()
	bearers := map[model.UnitID]bool{}
	for id, u := range must2(o.Store.UnitsByID(o.t.Context())) {
		if u.ValidOn(o.day()) && (u.Name == name || u.ShortName == name) {
			bearers[id] = true
		}
	}
	for _, alias := range must2(o.Store.UnitAliases(o.t.Context())) {
		if alias.Alias == name && alias.ValidOn(o.day()) {
			bearers[alias.UnitID] = true
		}
	}
	return len(bearers)
}

func TestANewNameIsNoOtherUnitsAlias(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		facts := UnitFacts{Name: "演示甲局", Kind: model.UnitOther, ValidFrom: today}
		u := must2(o.CreateUnit(ctx, call(clerkOfUnits, 0), facts))
		u = must2(o.AddUnitAlias(ctx, call(clerkOfUnits, u.Version), model.UnitAlias{Alias: "甲办", UnitID: u.ID}))
		_, err := o.CreateUnit(ctx, call(clerkOfUnits, 0), UnitFacts{Name: "甲办", Kind: model.UnitOther, ValidFrom: today})
		wantRefused(t, err, model.Invalid, "/name unit.name_taken")
		_, err = o.CreateUnit(ctx, call(clerkOfUnits, 0), UnitFacts{Name: "演示乙局", ShortName: "甲办", Kind: model.UnitOther, ValidFrom: today})
		wantRefused(t, err, model.Invalid, "/short_name unit.name_taken")
		u = must2(o.EndUnitAlias(ctx, call(clerkOfUnits, u.Version), model.UnitAlias{Alias: "甲办", UnitID: u.ID, ValidTo: today.AddDays(-1)}))
		must2(o.CreateUnit(ctx, call(clerkOfUnits, 0), UnitFacts{Name: "甲办", Kind: model.UnitOther, ValidFrom: today}))
		_, err = o.EndUnitAlias(ctx, call(clerkOfUnits, u.Version), model.UnitAlias{Alias: "甲办", UnitID: u.ID, ValidTo: today.AddDays(30)})
		wantRefused(t, err, model.Invalid, "/alias alias.taken")
	})
}
