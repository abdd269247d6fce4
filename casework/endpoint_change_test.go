package casework

import (
	"testing"

	"yijian/model"
	"yijian/store"
)

// changeOf is the end point as it is, but for what change makes of it.
func changeOf(e model.EndPoint, on model.Date, change func(f *ChangeFacts)) ChangeFacts {
	f := ChangeFacts{
		ChangedOn: on, Name: e.Name, Kind: e.Kind, Brands: e.Brands, Services: e.Services, Scope: e.Scope, ServicePhone: e.ServicePhone,
		ManagerName: model.PersonName(e.ManagerName.String()), ManagerID: model.IDNumber(e.ManagerID.String()), ManagerPhone: model.Phone(e.ManagerPhone.String()),
	}
	if change != nil {
		change(&f)
	}
	return f
}

func TestAFiledEndPointIsChanged(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, one, two := t.Context(), o.person("one", model.RoleInspector), o.person("two", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		owner := firmPerson(firm.ID)
		o.moveTo("2026-03-12")
		e := o.filed(one, firm.ID, nil)
		rename := func(f *ChangeFacts) { f.Name, f.ManagerName = "新站名", "王新" }

		_, err := o.ProposeChange(ctx, call(owner, e.Version), e.ID, changeOf(e, o.day(), nil))
		wantRefusal(t, err, model.Conflict, "endpoint.nothing_changed")
		_, err = o.ProposeChange(ctx, call(owner, e.Version), e.ID, changeOf(e, o.day().AddDays(1), rename))
		wrongField(t, err, "/changed_on", "date.too_late")
		_, err = o.AcceptChange(ctx, call(one, e.Version), e.ID)
		wantRefusal(t, err, model.Conflict, "endpoint.no_change")

		proposed := must2(o.ProposeChange(ctx, call(owner, e.Version), e.ID, changeOf(e, o.day(), rename)))
		if proposed.Name != e.Name || proposed.Status != model.EndPointFiled || proposed.ChangeSubmittedOn != o.day() {
			t.Errorf("while the change waits it is %+v", proposed)
		}
		_, err = o.ProposeChange(ctx, call(owner, proposed.Version), e.ID, changeOf(e, o.day(), rename))
		wantRefusal(t, err, model.Conflict, "endpoint.change_waits")
		_, err = o.AcceptChange(ctx, call(owner, proposed.Version), e.ID)
		wantKind(t, err, model.Forbidden)
		found := false
		for _, item := range must2(o.Work(ctx, one)).Items {
			found = found || item.ID == string(e.ID) && item.Act == "accept-change" && item.Due != nil
		}
		if !found {
			t.Error("the change is not among the inspector's work")
		}
		changed := must2(o.AcceptChange(ctx, call(one, proposed.Version), e.ID))
		if changed.Name != "新站名" || changed.ManagerName != "王新" || changed.ManagerPhone != e.ManagerPhone || changed.LocalSerial != e.LocalSerial || !changed.ChangeSubmittedOn.IsZero() {
			t.Errorf("changed is %+v", changed)
		}
		if view := must2(o.Filing(ctx, e.LocalSerial)); view.Name != "新站名" || view.ChangedOn != o.day() {
			t.Errorf("the receipt shows %s, changed on %s", view.Name, view.ChangedOn)
		}

		o.moveTo("2026-03-30")
		late := must2(o.ProposeChange(ctx, call(two, changed.Version), e.ID, changeOf(changed, model.NewDate(2026, 3, 17), func(f *ChangeFacts) { f.Scope = []string{"international"} })))
		_, err = o.AcceptChange(ctx, call(two, late.Version), e.ID)
		wantRefusal(t, err, model.Conflict, "endpoint.own_entry")
		_, err = o.AcceptChange(ctx, call(one, late.Version), e.ID)
		wantRefusal(t, err, model.Conflict, "endpoint.check_failed")
		must2(o.ReturnChange(ctx, call(one, late.Version), e.ID, "许可不含国际业务"))
		card := must2(o.EndPointCard(ctx, one, e.ID))
		if c := card.Record.Changes; len(c) != 2 || c[0].Outcome != model.ChangeReturned || !c[0].Late || c[0].DecidedReason == "" || c[1].Outcome != model.ChangeAccepted || c[1].Late {
			t.Errorf("the changes are %+v", c)
		}
		if kept := must2(o.Store.EndPoint(ctx, store.Everything(), e.ID)); kept.Scope[0] != "province" || kept.Status != model.EndPointFiled {
			t.Errorf("a returned change left %+v", kept)
		}
	})
}
