package casework

import (
	"testing"

	"yijian/model"
	"yijian/store"
)

// Where a filed end point is may be added once, by the firm or an inspector, and changes nothing
// else of the filing; what came by import takes its materials still, what was examined no more.
func TestAFiledEndPointGetsItsPlaceAndItsMaterials(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		for id, filedOn := range map[model.EndPointID]model.Date{"own": o.day(), "before": o.day().AddDays(-400)} {
			e := model.EndPoint{ID: id, EnterpriseID: firm.ID, EnterpriseName: firm.Name, Name: "网点", AreaCode: firm.AreaCode, Status: model.EndPointFiled,
				FiledOn: filedOn, FirstSubmittedOn: filedOn, LocalSerial: model.Serial(id), Version: 1, CreatedAt: o.at, UpdatedAt: o.at}
			must2(0, o.Store.Tx(ctx, model.Stamp{Act: "test", At: o.at}, func(tx *store.Tx) error { return tx.AddEndPoint(ctx, &e) }))
		}
		owner, at := firmPerson(firm.ID), model.Spot{LongitudeMicro: 107_760_000, LatitudeMicro: 29_325_000}
		_, err := o.PlaceEndPoint(ctx, call(owner, 1), "own", model.Spot{LongitudeMicro: at.LatitudeMicro, LatitudeMicro: at.LongitudeMicro})
		wrongField(t, err, "/longitude_micro", "endpoint.position_outside")
		_, err = o.PlaceEndPoint(ctx, call(firmPerson("other"), 1), "own", at)
		wantKind(t, err, model.NotFound)
		before := must2(o.Store.EndPoint(ctx, store.Everything(), "own"))
		placed := must2(o.PlaceEndPoint(ctx, call(owner, 1), "own", at))
		if *placed.LongitudeMicro != at.LongitudeMicro || placed.Status != before.Status || placed.LocalSerial != before.LocalSerial || !placed.ChangeSubmittedOn.IsZero() {
			t.Errorf("placed is %+v", placed)
		}
		_, err = o.PlaceEndPoint(ctx, call(inspector, placed.Version), "own", at)
		wantRefusal(t, err, model.Conflict, "endpoint.placed")
		if history := must2(o.EndPointCard(ctx, inspector, "own")).History; len(history) == 0 || history[0].Act != "endpoint:place" {
			t.Errorf("the history says %+v", history)
		}
		for id, allowed := range map[string]bool{"own": false, "before": true} {
			for _, actor := range []model.Actor{owner, inspector} {
				record, err := lookAtEndPoint(ctx, o.Store.Reader, attaching{store.Everything(), actor, id, o.day()})
				if ok(t, record, err); (record.refusal == nil) != allowed {
					t.Errorf("%s by %s: %v", id, actor.Name, record.refusal)
				}
			}
		}
	})
}
