package casework

import (
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

var clerkOfUnits = model.Actor{UserID: "clerkOfUnits", Name: "系统管理员", Roles: []model.Role{model.RoleSystemAdmin}}

func TestWhatAnAdministratorChangesOfAUnitOutlivesTheNextStart(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		load := func() {
			t.Helper()
			if err := o.LoadReference(ctx); err != nil {
				t.Fatal(err)
			}
		}
		load()
		find := func(text string) []model.UnitRecord {
			return must2(o.Store.Units(ctx, store.Everything(), store.Query{Search: text})).Items
		}
		old := must2(o.Store.Unit(ctx, store.Everything(), "qu-shangwuwei"))
		renamed := must2(o.RenameUnit(ctx, call(clerkOfUnits, old.Version), old.ID, Renaming{Name: "武隆区商务和物流委员会", ShortName: "区商务物流委", On: today, Reason: "机构改革"}))
		added := must2(o.AddUnitAlias(ctx, call(clerkOfUnits, renamed.Version), model.UnitAlias{Alias: "区商物委", UnitID: old.ID}))
		load()
		now := must2(o.Store.Unit(ctx, store.Everything(), old.ID))
		if now.Name != renamed.Name || now.Version != added.Version {
			t.Errorf("after the next start: %+v", now)
		}
		for _, name := range []string{"商务和物流", "区商物委", old.ShortName} {
			if rows := find(name); len(rows) != 1 || rows[0].ID != old.ID {
				t.Errorf("%s finds %d units", name, len(rows))
			}
		}
		card := must2(o.UnitCard(ctx, clerkOfUnits, old.ID))
		kept := false
		for _, alias := range card.Aliases {
			kept = kept || alias.Alias == old.Name && alias.ValidTo == today.AddDays(-1)
		}
		if !kept {
			t.Errorf("the old name is no alias with its period: %+v", card.Aliases)
		}
		ended := must2(o.EndUnitAlias(ctx, call(clerkOfUnits, added.Version), model.UnitAlias{Alias: "区商物委", UnitID: old.ID, ValidTo: today}))
		_, err := o.AddUnitAlias(ctx, call(clerkOfUnits, ended.Version), model.UnitAlias{Alias: "区交通局", UnitID: old.ID})
		wantRefused(t, err, model.Invalid, "/alias alias.taken")
		_, err = o.RenameUnit(ctx, call(clerkOfUnits, ended.Version), old.ID, Renaming{Name: renamed.Name, ShortName: "区交通局", On: today, Reason: "演示"})
		wantRefused(t, err, model.Invalid, "/short_name unit.name_taken")
		_, err = o.RenameUnit(ctx, call(clerkOfUnits, old.Version), old.ID, Renaming{Name: "又一名称", On: today, Reason: "演示"})
		wantRefused(t, err, model.Stale, "record.stale")
	})
}

func TestTheSuccessorActsForADissolvedUnit(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		if err := o.LoadReference(ctx); err != nil {
			t.Fatal(err)
		}
		make := func(name string) model.UnitRecord {
			return must2(o.CreateUnit(ctx, call(clerkOfUnits, 0), UnitFacts{Name: name, Kind: model.UnitOther, AreaCode: "500156", ValidFrom: today.AddDays(-30)}))
		}
		first, second, third := make("演示甲办"), make("演示乙办"), make("演示丙办")
		end := Dissolution{LastDay: today.AddDays(-1), Successor: second.ID, Reason: "合并"}
		_, err := o.DissolveUnit(ctx, call(clerkOfUnits, 1), first.ID, Dissolution{LastDay: today, Reason: "合并"})
		wantRefused(t, err, model.Invalid, "/last_day date.too_late")
		_, err = o.DissolveUnit(ctx, call(clerkOfUnits, 1), first.ID, Dissolution{LastDay: today.AddDays(-1), Successor: first.ID, Reason: "合并"})
		wantRefused(t, err, model.Invalid, "/successor unit.own_successor")
		_, err = o.DissolveUnit(ctx, call(clerkOfUnits, 1), first.ID, Dissolution{LastDay: today.AddDays(-1), Successor: "nobody", Reason: "合并"})
		wantRefused(t, err, model.Invalid, "/successor unit.unknown")
		gone := must2(o.DissolveUnit(ctx, call(clerkOfUnits, 1), first.ID, end))
		if gone.CurrentID != second.ID {
			t.Errorf("%s acts for it", gone.CurrentID)
		}
		_, err = o.DissolveUnit(ctx, call(clerkOfUnits, gone.Version), first.ID, end)
		wantRefused(t, err, model.Conflict, "unit.gone")
		must2(o.DissolveUnit(ctx, call(clerkOfUnits, 1), second.ID, Dissolution{LastDay: today.AddDays(-1), Successor: third.ID, Reason: "再合并"}))
		if err := o.LoadReference(ctx); err != nil {
			t.Fatal(err)
		}
		card := must2(o.UnitCard(ctx, clerkOfUnits, first.ID))
		if card.Current == nil || card.Current.ID != third.ID || card.Successor.ID != second.ID {
			t.Errorf("after two mergers: %+v", card)
		}
		if card = must2(o.UnitCard(ctx, clerkOfUnits, third.ID)); len(card.Predecessors) != 1 || card.Holdings == nil {
			t.Errorf("the last: %+v", card)
		}
	})
}

// What the administrator calls a unit is what a plan may call it.
func TestAPlanIsReadWithTheNamesThatAreKept(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		if err := o.LoadReference(ctx); err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(reference.PlanText(), "区商务委", "区商物委")
		_, err := o.ImportPlan(ctx, model.Call{Actor: Operator}, text)
		wantRefusal(t, err, model.Invalid, "plan.unit_unknown")
		old := must2(o.Store.Unit(ctx, store.Everything(), "qu-shangwuwei"))
		renamed := must2(o.RenameUnit(ctx, call(clerkOfUnits, old.Version), old.ID, Renaming{Name: "武隆区商务和物流委员会", ShortName: "区商物委", On: today, Reason: "机构改革"}))
		outcome := must2(o.ImportPlan(ctx, model.Call{Actor: Operator}, text))
		if outcome.Created != 13 || outcome.Plan.SupervisingUnit != renamed.ID {
			t.Errorf("imported %d tasks, supervised by %s", outcome.Created, outcome.Plan.SupervisingUnit)
		}
	})
}
