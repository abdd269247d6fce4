package casework

import (
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// Whoever brings or promotes rows could enter the same records by acts.
func TestAnImportNeedsWhatTheActsNeed(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		ctx := t.Context()
		past := pastRows(p.firm, o.day().AddMonths(-1))
		files := map[string]written{"enterprises": {"enterprises": {firmRow(7)}}}
		for _, noun := range []model.Noun{"inspections", "penalties", "complaints"} {
			files[string(noun)] = written{noun: past[noun]}
		}
		desk, desk2 := o.person("desk8", model.RoleComplaints), o.person("desk9", model.RoleComplaints)
		may := map[string][2][]model.Actor{ // who brings, and who promotes
			"enterprises": {{p.one}, {p.two}},
			"inspections": {{p.one}, {p.two, p.chief}},
			"penalties":   {{p.one}, {p.chief}},
			"complaints":  {{desk}, {desk2}},
		}
		for noun, file := range files {
			for _, actor := range []model.Actor{p.one, desk, p.chief, p.legal} {
				_, err := o.StageImport(ctx, call(actor, 0), o.file(file))
				if should := slices.ContainsFunc(may[noun][0], sameActor(actor)); (err == nil) != should || err != nil && model.KindOf(err) != model.Forbidden {
					t.Errorf("%s brings %s: %v", actor.Name, noun, err)
				}
			}
			i := o.imported(may[noun][0][0], file)
			for _, actor := range []model.Actor{p.two, desk2, p.chief} {
				should := slices.ContainsFunc(may[noun][1], sameActor(actor))
				act := actOf(t, must2(o.ImportCard(ctx, actor, i.ID)).Acts, "promote")
				if act.Allowed != should || !should && !strings.Contains(act.Reason, "须由") {
					t.Errorf("of promoting %s the card tells %s %+v", noun, actor.Name, act)
				}
				waits := slices.ContainsFunc(must2(o.Work(ctx, actor)).Items, func(w model.WorkItem) bool { return w.Act == "promote" && w.ID == string(i.ID) })
				if waits != should {
					t.Errorf("%s has the promotion of %s to do: %v", actor.Name, noun, waits)
				}
				if should {
					continue
				}
				if _, err := o.PromoteImport(ctx, call(actor, i.Version), i.ID); model.KindOf(err) != model.Forbidden {
					t.Errorf("%s promotes %s: %v", actor.Name, noun, err)
				}
			}
		}
		for noun, rights := range rightsOfSheets {
			for _, permission := range slices.Concat(rights.enter, rights.settle) {
				if !o.Access.Knows(permission) {
					t.Errorf("%s needs the unknown %s", noun, permission)
				}
			}
		}
		for _, kind := range []string{RegisterImport, HistoryImport} {
			for _, s := range sheetsOf(kind, o.day()) {
				if rights := rightsOfSheets[s.Noun]; len(rights.enter) == 0 || len(rights.settle) == 0 {
					t.Errorf("%s needs nothing", s.Noun)
				}
			}
		}

		i := o.imported(p.one, files["penalties"])
		judge := o.person("judge", model.RoleChief, model.RoleInspector)
		must2(o.PromoteImport(ctx, call(judge, i.Version), i.ID))
		user := must2(o.Store.User(ctx, store.Everything(), judge.UserID))
		must2(o.ChangeUser(ctx, call(Operator, user.Version), user.ID, Account{Name: user.Name, DisplayName: user.DisplayName, AreaCode: user.AreaCode, Roles: []model.Role{model.RoleInspector}}))
		if i = o.worked(i.ID); i.Status != model.ImportFaulty || !strings.Contains(i.Outcome, "须由可以作出处罚决定的局领导入库") {
			t.Errorf("promoted by somebody who lost the right it is %s", inJSON(t, i))
		}
	})
}

func sameActor(a model.Actor) func(model.Actor) bool {
	return func(b model.Actor) bool { return a.UserID == b.UserID }
}

// What else is decided on an import is for who brought it, and for who could enter or settle all that
// it holds by acts, from the moment it is there; the card says so.
func TestOnlyWhoMayEnterTheRecordsDecidesOnAnImport(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		ctx, desk := t.Context(), o.person("desk8", model.RoleComplaints)
		closing := firmRow(7)
		closing["name"], closing["uscc"] = p.firm.Name, usccOf(7)[:17]+map[bool]string{true: "1", false: "0"}[usccOf(7)[17] == '0']
		waits := must2(o.StageImport(ctx, call(p.one, 0), o.file(written{"enterprises": {firmRow(8)}})))
		refused := func(what string, actor model.Actor, i model.Import, acts ...string) {
			t.Helper()
			for _, act := range acts {
				if is := actOf(t, must2(o.ImportCard(ctx, actor, i.ID)).Acts, act); is.Allowed || !strings.Contains(is.Reason, "须由上传的人"+p.one.Name+"或者") && act != "recheck" {
					t.Errorf("%s: of %s the card tells %s %+v", what, act, actor.Name, is)
				}
				var err error
				switch act {
				case "confirm":
					_, err = o.ConfirmImport(ctx, call(actor, i.Version), i.ID, Confirmation{Reason: "看过了"})
				case "discard":
					_, err = o.DiscardImport(ctx, call(actor, i.Version), i.ID)
				case "recheck":
					_, err = o.RecheckImport(ctx, call(actor, i.Version), i.ID)
				}
				if model.KindOf(err) != model.Forbidden {
					t.Errorf("%s: %s does %s: %v", what, actor.Name, act, err)
				}
			}
		}
		refused("unchecked", desk, waits, "discard")
		o.worked(waits.ID)
		i := o.imported(p.one, written{"enterprises": {closing}})
		if i.Status != model.ImportChecked || i.Warnings != 1 {
			t.Fatalf("checked is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		refused("the register", desk, i, "confirm", "discard", "recheck")
		refused("the register", p.chief, i, "confirm", "discard")
		if kept := must2(o.Store.Import(ctx, store.Everything(), i.ID)); kept.Version != i.Version {
			t.Errorf("it became %s", inJSON(t, kept))
		}
		i = must2(o.ConfirmImport(ctx, call(p.two, i.Version), i.ID, Confirmation{Reason: "与执照核对一致"}))
		i = must2(o.RecheckImport(ctx, call(p.two, i.Version), i.ID))
		i = o.worked(i.ID)
		must2(o.DiscardImport(ctx, call(p.one, i.Version), i.ID))

		past := pastRows(p.firm, o.day().AddMonths(-1))
		i = o.imported(p.one, written{"penalties": past["penalties"]})
		refused("penalties", desk, i, "discard")
		must2(o.DiscardImport(ctx, call(p.chief, i.Version), i.ID))
		both := o.person("bringer", model.RoleInspector, model.RoleComplaints)
		i = o.imported(both, past)
		if act := actOf(t, must2(o.ImportCard(ctx, p.two, i.ID)).Acts, "discard"); act.Allowed || !strings.Contains(act.Reason, "“申诉”") {
			t.Errorf("of a file with complaints the card tells an inspector %+v", act)
		}
	})
}
