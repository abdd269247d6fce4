package casework

import (
	"testing"

	"yijian/model"
	"yijian/policy/reference"
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
		owner, at, other := firmPerson(firm.ID), model.Spot{}, model.Spot{}
		for _, ground := range reference.Schematic() {
			if ground.Code == firm.AreaCode {
				at = ground.Label
			} else {
				other = ground.Label
			}
		}
		_, err := o.PlaceEndPoint(ctx, call(owner, 1), "own", model.Spot{LongitudeMicro: at.LatitudeMicro, LatitudeMicro: at.LongitudeMicro}, true)
		wrongField(t, err, "/longitude_micro", "endpoint.position_outside")
		_, err = o.PlaceEndPoint(ctx, call(firmPerson("other"), 1), "own", at, false)
		wantKind(t, err, model.NotFound)
		before := must2(o.Store.EndPoint(ctx, store.Everything(), "own"))
		for _, actor := range []model.Actor{owner, inspector} {
			_, err = o.PlaceEndPoint(ctx, call(actor, 1), "own", other, false)
			wrongField(t, err, "/longitude_micro", "endpoint.position_elsewhere")
		}
		placed := must2(o.PlaceEndPoint(ctx, call(owner, 1), "own", at, false))
		if *placed.LongitudeMicro != at.LongitudeMicro || placed.Status != before.Status || placed.LocalSerial != before.LocalSerial || !placed.ChangeSubmittedOn.IsZero() {
			t.Errorf("placed is %+v", placed)
		}
		_, err = o.PlaceEndPoint(ctx, call(inspector, placed.Version), "own", at, false)
		wantRefusal(t, err, model.Conflict, "endpoint.placed")
		if history := must2(o.EndPointCard(ctx, inspector, "own")).History; len(history) == 0 || history[0].Act != "endpoint:place" {
			t.Errorf("the history says %+v", history)
		}
		if looked := must2(o.PlaceEndPoint(ctx, call(inspector, 1), "before", other, true)); *looked.LongitudeMicro != other.LongitudeMicro {
			t.Errorf("looked at it is %+v", looked)
		}
		if history := must2(o.EndPointCard(ctx, inspector, "before")).History; history[0].Act != "endpoint:place" || history[0].Reason != lookedAt {
			t.Errorf("the history begins with %+v", history[0])
		}
		for id, allowed := range map[string]bool{"own": false, "before": true} {
			for _, actor := range []model.Actor{owner, inspector} {
				record, err := lookAtEndPoint(ctx, o.Store.Reader, attaching{store.Everything(), actor, id, o.Desk.now()})
				if ok(t, record, err); (record.refusal == nil) != allowed {
					t.Errorf("%s by %s: %v", id, actor.Name, record.refusal)
				}
			}
		}
	})
}
