package casework

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"yijian/model"
	"yijian/policy"
)

// The same premises are filed once by each opener, and what another has filed there is said.
func TestTheSamePremisesAreFiledOncePerOpener(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm, rival := o.firm("0001", "500156001"), o.firm("0002", "500156001")
		o.moveTo("2026-03-12")
		facts := completeFacts()
		longitude, latitude := int64(107_700_000), int64(29_300_000)
		facts.LongitudeMicro, facts.LatitudeMicro = &longitude, &latitude
		e := submitted(t, o.Desk, firm.ID, facts)
		e = must2(o.AcceptEndPoint(ctx, call(inspector, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"}))

		spelt, moved := facts, facts
		spelt.Address = " " + strings.ReplaceAll(facts.Address, "号", "号 ")
		spelt.LongitudeMicro, spelt.LatitudeMicro = nil, nil
		near := latitude + 60
		moved.Address, moved.LatitudeMicro = "别的写法", &near
		for name, again := range map[string]EndPointFacts{"by address": spelt, "by place": moved} {
			draft := must2(o.DraftEndPoint(ctx, call(firmPerson(firm.ID), 0), firm.ID, again))
			_, err := o.SubmitEndPoint(ctx, call(firmPerson(firm.ID), draft.Version), draft.ID)
			wantRefusal(t, err, model.Conflict, "endpoint.premises_twice")
			if !strings.Contains(model.DetailOf(err), string(e.LocalSerial)) {
				t.Errorf("%s: %v does not name the earlier filing", name, err)
			}
		}
		far := latitude + 200
		abroad := int64(100_000_000)
		moved.LongitudeMicro, moved.LatitudeMicro = &abroad, &far
		checks := submitted(t, o.Desk, firm.ID, moved).Checks
		if !slices.ContainsFunc(checks.Lines, func(l model.DecisionLine) bool {
			return l.RuleID == policy.FilingPlace && !l.Holds && strings.Contains(l.Seen, "不在备案的")
		}) {
			t.Errorf("far from its township it is checked as %+v", checks)
		}

		other := submitted(t, o.Desk, rival.ID, facts)
		card := must2(o.EndPointCard(ctx, inspector, other.ID))
		if len(card.Record.SamePlace) != 1 || card.Record.SamePlace[0].LocalSerial != e.LocalSerial || !card.Record.Checks.Allowed {
			t.Errorf("the rival's filing shows %+v, %+v", card.Record.SamePlace, card.Record.Checks)
		}
		if mine := must2(o.EndPointCard(ctx, firmPerson(firm.ID), e.ID)); len(mine.Record.SamePlace) != 0 {
			t.Errorf("the firm is told of what the rival has not filed yet: %+v", mine.Record.SamePlace)
		}
		must2(o.AcceptEndPoint(ctx, call(inspector, other.Version), other.ID, FilingAcceptance{"", "材料当场核对"}))
		if mine := must2(o.EndPointCard(ctx, firmPerson(firm.ID), e.ID)); len(mine.Record.SamePlace) != 1 {
			t.Errorf("the first filing shows %+v", mine.Record.SamePlace)
		}
	})
}

// Of two at once for one door, one is handed in.
func TestTwoFilingsOfOneDoorAtOnceAreOne(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		firm := o.firm("0001", "500156001")
		o.moveTo("2026-03-12")
		facts, owner := completeFacts(), firmPerson(firm.ID)
		var drafts []model.EndPoint
		for range 4 {
			drafts = append(drafts, must2(o.DraftEndPoint(t.Context(), call(owner, 0), firm.ID, facts)))
		}
		var won atomic.Int64
		var all sync.WaitGroup
		for _, e := range drafts {
			all.Go(func() {
				if _, err := o.SubmitEndPoint(t.Context(), call(owner, e.Version), e.ID); err == nil {
					won.Add(1)
				} else if model.KindOf(err) != model.Conflict {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("%d were handed in", won.Load())
		}
	})
}

func TestWhoEntersForTheFirmDoesNotAccept(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, one, two := t.Context(), o.person("one", model.RoleInspector), o.person("two", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		o.moveTo("2026-03-12")
		e := must2(o.DraftEndPoint(ctx, call(one, 0), firm.ID, completeFacts()))
		e = must2(o.SubmitEndPoint(ctx, call(firmPerson(firm.ID), e.Version), e.ID))
		_, err := o.AcceptEndPoint(ctx, call(one, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"})
		wantRefusal(t, err, model.Conflict, "endpoint.own_entry")
		if act := actOf(t, must2(o.EndPointCard(ctx, one, e.ID)).Acts, "accept"); act.Allowed || !strings.Contains(act.Reason, "经办与审核分离") {
			t.Errorf("the card says %+v", act)
		}
		must2(o.AcceptEndPoint(ctx, call(two, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"}))
	})
}

func TestAFilingKeepsWhatTheRulesSaid(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		o.moveTo("2026-03-12")
		abroad := completeFacts()
		abroad.Scope = []string{"international"}
		e := submitted(t, o.Desk, firm.ID, abroad)
		_, err := o.AcceptEndPoint(ctx, call(inspector, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"})
		wantRefusal(t, err, model.Conflict, "endpoint.check_failed")
		if kept := must2(o.Store.EndPoint(ctx, scopeOf(inspector, "area"), e.ID)); kept.Checks.Allowed || len(kept.Checks.Failed()) != 1 || kept.Checks.Failed()[0].RuleID != "FILING-SCOPE" {
			t.Errorf("handed in it kept %+v", kept.Checks)
		}

		e = submitted(t, o.Desk, firm.ID, completeFacts())
		_, err = o.AcceptEndPoint(ctx, call(inspector, e.Version), e.ID, FilingAcceptance{})
		wrongField(t, err, "/reason", "endpoint.materials_missing")
		filed := must2(o.AcceptEndPoint(ctx, call(inspector, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"}))
		if !filed.Checks.Allowed || len(filed.Checks.Lines) != 11 || filed.ValidUntil != licenceFacts.Expires {
			t.Errorf("filed is %+v", filed)
		}
		card := must2(o.EndPointCard(ctx, firmPerson(firm.ID), e.ID))
		if lines := card.Record.Checks.Lines; len(lines) != 11 || lines[len(lines)-1].RuleID != policy.FilingMaterials || lines[len(lines)-1].Holds {
			t.Errorf("the firm is shown %+v", lines)
		}
		if history := must2(o.EndPointCard(ctx, inspector, e.ID)).History; history[0].Reason != "材料当场核对" {
			t.Errorf("the history says %+v", history[0])
		}
	})
}

func TestABranchOpensWhatIsItsEnterprises(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm, rival := o.firm("0001", "500156001"), o.firm("0002", "500156001")
		o.moveTo("2026-03-12")
		limited := branchFacts
		limited.ValidUntil = o.day().AddDays(30)
		b := must2(o.EnterBranch(ctx, call(inspector, 0), firm.ID, limited))
		facts := completeFacts()
		facts.BranchID = b.ID
		_, err := o.DraftEndPoint(ctx, call(firmPerson(rival.ID), 0), rival.ID, facts)
		wrongField(t, err, "/branch_id", "branch.unknown")
		e := submitted(t, o.Desk, firm.ID, facts)
		filed := must2(o.AcceptEndPoint(ctx, call(inspector, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"}))
		if filed.ValidUntil != limited.ValidUntil {
			t.Errorf("it lasts until %s", filed.ValidUntil)
		}
		facts = completeFacts()
		facts.BranchID = b.ID
		e = submitted(t, o.Desk, firm.ID, facts)
		must2(o.InvalidateBranch(ctx, call(inspector, b.Version), b.ID, BranchEnd{From: o.day(), Reason: "撤销分公司"}))
		_, err = o.AcceptEndPoint(ctx, call(inspector, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"})
		wantRefusal(t, err, model.Conflict, "endpoint.check_failed")
	})
}
