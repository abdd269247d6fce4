package casework

import (
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

// Wrong coordinates are put right by the bureau alone, with a reason and both kept; the map shows the new
// ones at once, and neither the filing nor a term of it changes. A place in another township is told of first.
func TestWrongCoordinatesAreCorrected(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001")
		owner := o.personAt("owner", "500156", firm.ID, model.RoleFirm)
		o.moveTo("2026-03-12")
		e := o.filed(inspector, firm.ID, nil)
		grounds := reference.Schematic()
		at, other := grounds[0].Label, grounds[1].Label
		for _, ground := range grounds {
			if ground.Code == e.AreaCode {
				at = ground.Label
			}
		}
		correct := func(by model.Actor, at model.Spot, elsewhere bool) (model.EndPoint, error) {
			version := must2(o.Store.EndPoint(ctx, store.Everything(), e.ID)).Version
			return o.CorrectPlace(ctx, call(by, version), e.ID, PlaceCorrection{at, elsewhere, "经纬度抄错"})
		}
		_, err := correct(inspector, at, false)
		wantRefusal(t, err, model.Conflict, "endpoint.unplaced")
		placed := must2(o.PlaceEndPoint(ctx, call(owner, e.Version), e.ID, other, true))
		waits := must2(o.ProposeChange(ctx, call(owner, placed.Version), e.ID, changeOf(placed, o.day(), func(f *ChangeFacts) { f.Name = "新站名" })))
		clocks := must2(o.Store.ClocksOf(ctx, "endpoints", string(e.ID)))
		_, err = correct(owner, at, false)
		wantKind(t, err, model.Forbidden)
		_, err = correct(inspector, other, false)
		wrongField(t, err, "/longitude_micro", "endpoint.position_same")
		_, err = correct(inspector, model.Spot{LongitudeMicro: at.LatitudeMicro, LatitudeMicro: at.LongitudeMicro}, true)
		wrongField(t, err, "/longitude_micro", "endpoint.position_outside")
		_, err = o.CorrectPlace(ctx, call(inspector, waits.Version), e.ID, PlaceCorrection{at, false, " "})
		wrongField(t, err, "/reason", "reason.missing")
		is := must2(correct(inspector, at, false))
		if *is.LongitudeMicro != at.LongitudeMicro || *is.LatitudeMicro != at.LatitudeMicro || is.Status != waits.Status || is.LocalSerial != e.LocalSerial || is.FiledOn != e.FiledOn ||
			is.ValidUntil != e.ValidUntil || is.ChangeSubmittedOn != waits.ChangeSubmittedOn || len(must2(o.Store.ChangesOf(ctx, e.ID))) != 1 {
			t.Errorf("corrected is %+v", is)
		}
		if now := must2(o.Store.ClocksOf(ctx, "endpoints", string(e.ID))); inJSON(t, now) != inJSON(t, clocks) {
			t.Errorf("its clocks are %s, were %s", inJSON(t, now), inJSON(t, clocks))
		}
		if news := told(t, o.Desk, owner.UserID); news[0].Event != model.EventPlaceCorrected || news[0].RecordID != string(e.ID) ||
			!strings.Contains(news[0].Text, "原为"+coordinates(placed)+"，现为"+coordinates(is)+"。理由：经纬度抄错。") {
			t.Errorf("the firm was told %+v", news[0])
		}
		spots := must2(o.EndPointMap(ctx, inspector, store.Query{}, "")).Spots
		if len(spots) != 1 || spots[0].LongitudeMicro != at.LongitudeMicro || spots[0].LatitudeMicro != at.LatitudeMicro {
			t.Errorf("the map shows %+v", spots)
		}
		said := must2(o.EndPointCard(ctx, inspector, e.ID)).History[0]
		if said.Act != "endpoint:correct-place" || said.Reason != "经纬度抄错" || !strings.Contains(said.Before, "longitude_micro") || !strings.Contains(said.After, "longitude_micro") {
			t.Errorf("the history begins with %+v", said)
		}
		_, err = correct(inspector, other, false)
		wrongField(t, err, "/longitude_micro", "endpoint.position_elsewhere")
		is = must2(correct(inspector, other, true))
		if *is.LongitudeMicro != other.LongitudeMicro {
			t.Errorf("looked at it is %+v", is)
		}
		if times := toldOf(t, o.Desk, owner.UserID, model.EventPlaceCorrected); times != 2 {
			t.Errorf("of two corrections the firm was told %d times", times)
		}
	})
}
