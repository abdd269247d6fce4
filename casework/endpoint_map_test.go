package casework

import (
	"testing"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// mapped is what the map shows the actor for a question.
func (o *office) mapped(by model.Actor, q store.Query, area string) EndPointMap {
	o.t.Helper()
	return must2(o.EndPointMap(o.t.Context(), by, q, area))
}

func (v EndPointMap) ground(t *testing.T, code string) MappedGround {
	t.Helper()
	for _, ground := range v.Grounds {
		if ground.Code == code {
			return ground
		}
	}
	t.Fatalf("no ground %s", code)
	return MappedGround{}
}

func TestTheMapCountsWhatTheListFindsWithinReach(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		inspector := o.person("clerk", model.RoleInspector)
		firm, other := o.firm("0001", "500156001"), o.firm("0002", "500156001")
		owner := o.personAt("owner", "500156", firm.ID, model.RoleFirm)
		o.moveTo("2026-03-12")
		longitude, latitude := int64(107_760_000), int64(29_325_000)
		placed := o.filed(inspector, firm.ID, func(f *EndPointFacts) {
			f.Name, f.Brands, f.LongitudeMicro, f.LatitudeMicro = "银杏路服务站", []string{"中通"}, &longitude, &latitude
		})
		o.filed(inspector, other.ID, func(f *EndPointFacts) {
			f.AreaCode, f.Brands, f.OpenedOn = "500156002", []string{"中通快运"}, model.NewDate(2026, 1, 5)
		})
		submitted(t, o.Desk, firm.ID, completeFacts())

		view := o.mapped(inspector, store.Query{}, "")
		if view.Asked != (model.EndPointCount{Total: 3, Filed: 2, Late: 1, Unplaced: 2}) || len(view.Grounds) != 26 || len(view.Spots) != 1 || view.Cut {
			t.Errorf("the whole is %+v with %d grounds and spots %+v", view.Asked, len(view.Grounds), view.Spots)
		}
		if got := view.ground(t, "500156002").EndPointCount; got != (model.EndPointCount{Total: 1, Filed: 1, Late: 1, Unplaced: 1}) {
			t.Errorf("the second street is %+v", got)
		}
		if spot, licence := view.Spots[0], view.Firms[firm.ID]; spot.ID != placed.ID || spot.Overdue || licence.State != policy.LicenceInForce || licence.Name != firm.Name {
			t.Errorf("the spot is %+v of %+v", spot, licence)
		}
		if got := o.mapped(owner, store.Query{}, ""); got.Asked.Total != 2 {
			t.Errorf("the firm sees %+v, not its own two", got.Asked)
		}
		both := []model.EnterpriseID{firm.ID, other.ID}
		for want, scopes := range map[int][]store.Scope{2: {store.Everything()}, 1: {store.OfFirm(firm.ID), store.InArea("500156002")}, 0: {{}}} {
			for _, scope := range scopes {
				if held := must2(o.Store.LicencesOfOpeners(t.Context(), scope, both)); len(held) != want {
					t.Errorf("within %+v are the licences of %d openers, want %d", scope, len(held), want)
				}
			}
		}
		in := o.mapped(inspector, store.Query{}, "500156002")
		if in.Asked.Total != 1 || len(in.Spots) != 0 || in.ground(t, "500156101").Total != 2 {
			t.Errorf("of one street it is %+v beside %+v", in.Asked, in.ground(t, "500156101"))
		}
		o.moveTo("2026-03-20") // the acceptance is overdue
		for name, of := range map[string]struct {
			query store.Query
			want  int64
		}{
			"status":  {store.Query{Filter: map[string]string{"status": "filed"}}, 2},
			"firm":    {store.Query{Filter: map[string]string{"enterprise_id": string(other.ID)}}, 1},
			"brand":   {store.Query{Filter: map[string]string{"brand": store.BrandNamed("中通")}}, 1},
			"part":    {store.Query{Filter: map[string]string{"brand": store.BrandPart("通")}}, 2},
			"late":    {store.Query{Filter: map[string]string{"filed_late": "yes"}}, 1},
			"overdue": {store.Query{Filter: map[string]string{"overdue_on": "2026-03-20"}}, 1},
			"placed":  {store.Query{Filter: map[string]string{"placed": "yes"}}, 1},
			"words":   {store.Query{Search: "银杏路 中通", Exact: true}, 1},
			"nothing": {store.Query{Search: "石榴路", Exact: true}, 0},
		} {
			page := must2(o.Store.EndPoints(t.Context(), store.Everything(), of.query))
			if got := o.mapped(inspector, of.query, "").Asked.Total; got != of.want || int64(len(page.Items)) != of.want {
				t.Errorf("%s: %d on the map and %d in the list, want %d", name, got, len(page.Items), of.want)
			}
		}
		if got := o.mapped(inspector, store.Query{}, "").Asked.Overdue; got != 1 {
			t.Errorf("%d overdue", got)
		}
		if _, err := o.EndPointMap(t.Context(), model.Actor{}, store.Query{}, ""); model.KindOf(err) != model.Unauthenticated {
			t.Errorf("nobody sees %v", err)
		}
	})
}
