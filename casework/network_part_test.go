package casework

import (
	"testing"

	"yijian/model"
	"yijian/store"
)

// station is a transfer station that was opened ten days before the office's day.
func (o *office) station(name string) NetworkPartFacts {
	return NetworkPartFacts{Name: name, AreaCode: "500156101", Address: "演示路1号", From: o.day().AddDays(-10), SourceNo: "演示批复〔2026〕1号", SourceOn: o.day().AddDays(-12)}
}

// A part of the network is entered, corrected, ended and voided; each past day sees what was there.
func TestNetworkPartsComeAndEnd(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		on := func(day model.Date) int {
			page := must2(o.NetworkParts(ctx, clerk, store.Query{Filter: map[string]string{"on": day.String()}}))
			return len(page.Items)
		}
		p := must2(o.EnterNetworkPart(ctx, call(clerk, 0), model.NetworkStation, "", o.station("白马中转站")))
		if p.State != model.NetworkPartInUse || on(o.day().AddDays(-11)) != 0 || on(o.day().AddDays(-10)) != 1 || on(o.day()) != 1 {
			t.Fatalf("entered as %+v", p)
		}
		_, err := o.EnterNetworkPart(ctx, call(clerk, 0), model.NetworkStation, "", o.station(" 白马 中转站"))
		wrongField(t, err, "/name", "network-part.name_taken")
		late := o.station("江口中转站")
		late.From = o.day().AddDays(1)
		_, err = o.EnterNetworkPart(ctx, call(clerk, 0), model.NetworkStation, "", late)
		wrongField(t, err, "/from", "date.too_late")
		facts := o.station("白马中转站")
		facts.From = o.day().AddDays(-5)
		_, err = o.CorrectNetworkPart(ctx, call(clerk, p.Version), p.ID, facts, "")
		wantKind(t, err, model.Invalid)
		p = must2(o.CorrectNetworkPart(ctx, call(clerk, p.Version), p.ID, facts, "启用日期填错"))
		if on(o.day().AddDays(-6)) != 0 || on(o.day().AddDays(-5)) != 1 {
			t.Error("the day is counted as it was before the correction")
		}
		_, err = o.EndNetworkPart(ctx, call(clerk, p.Version), p.ID, facts.From.AddDays(-1), "停用")
		wrongField(t, err, "/on", "date.too_early")
		_, err = o.EndNetworkPart(ctx, call(clerk, 9), p.ID, o.day(), "停用")
		wantKind(t, err, model.Stale)
		p = must2(o.EndNetworkPart(ctx, call(clerk, p.Version), p.ID, o.day().AddDays(-1), "停用"))
		if p.State != model.NetworkPartEnded || on(o.day().AddDays(-2)) != 1 || on(o.day().AddDays(-1)) != 0 {
			t.Errorf("ended as %+v", p)
		}
		_, err = o.EndNetworkPart(ctx, call(clerk, p.Version), p.ID, o.day(), "停用")
		wantRefusal(t, err, model.Conflict, "network-part.state")
		p = must2(o.VoidNetworkPart(ctx, call(clerk, p.Version), p.ID, "登记错了"))
		if p.State != model.NetworkPartVoided || on(o.day().AddDays(-2)) != 0 {
			t.Errorf("voided as %+v", p)
		}
		_, err = o.CorrectNetworkPart(ctx, call(clerk, p.Version), p.ID, facts, "再改")
		wantRefusal(t, err, model.Conflict, "network-part.state")
		must2(o.EnterNetworkPart(ctx, call(clerk, 0), model.NetworkStation, "", o.station("白马中转站"))) // the name is free again
	})
}

// A vehicle is somebody's; its firm sees it without the names of officials, other firms do not.
func TestAVehicleIsSomebodys(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		_, err := o.EnterNetworkPart(ctx, call(clerk, 0), model.NetworkVehicle, "", o.station("武隆-YL-01-0001"))
		wantKind(t, err, model.Invalid)
		v := must2(o.EnterNetworkPart(ctx, call(clerk, 0), model.NetworkVehicle, firm.ID, o.station("武隆-YL-01-0001")))
		if v.EnterpriseName != firm.Name {
			t.Errorf("it is %s's", v.EnterpriseName)
		}
		if mine := must2(o.NetworkPartCard(ctx, firmPerson(firm.ID), v.ID)); mine.Record.RecordedBy != "" || mine.Acts[0].Allowed {
			t.Errorf("the firm is shown %+v", mine)
		}
		_, err = o.NetworkPartCard(ctx, firmPerson("other"), v.ID)
		wantKind(t, err, model.NotFound)
		_, err = o.EnterNetworkPart(ctx, call(taskLead, 0), model.NetworkStation, "", o.station("江口中转站"))
		wantKind(t, err, model.Forbidden)
		must2(o.NetworkPartCard(ctx, taskLead, v.ID))
	})
}
