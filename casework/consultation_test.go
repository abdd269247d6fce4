package casework

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func wantsPhone(id model.ComplaintID) RevealOrder {
	return RevealOrder{string(id), []string{"consumer_phone"}, model.PurposeContact, "回访核实丢件情况"}
}

func TestSeeingPersonalDataIsAnActWithAPurposeThatIsKept(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		ctx, desk := t.Context(), officer(model.RoleComplaints)
		x := ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), lostParcel("")))

		shown, err := d.RevealComplaint(ctx, keyed(desk, 0, "look"), wantsPhone(x.ID))
		ok(t, shown, err)
		if len(shown.Values) != 1 || shown.Values["consumer_phone"] != "13987654321" || shown.Left != 49 || shown.Most != 50 {
			t.Errorf("shown %+v", shown)
		}
		again, err := d.RevealComplaint(ctx, keyed(desk, 0, "look"), wantsPhone(x.ID))
		if ok(t, again, err); again.ID != shown.ID || again.Left != 49 || again.Values["consumer_phone"] != "13987654321" {
			t.Errorf("repeated %+v", again)
		}
		kept, err := d.Store.Consultations(ctx, store.Everything(), store.Query{})
		ok(t, kept, err)
		if len(kept.Items) != 1 || kept.Items[0].RecordID != string(x.ID) || kept.Items[0].Purpose != model.PurposeContact ||
			kept.Items[0].UserID != desk.UserID || fmt.Sprint(kept.Items[0].Shown) != "[consumer_phone]" {
			t.Errorf("kept %+v", kept.Items)
		}
		trail, err := d.Store.AuditEntries(ctx, store.Everything(), store.Query{Filter: map[string]string{"act": "complaint:reveal"}})
		ok(t, trail, err)
		if len(trail.Items) != 1 || trail.Items[0].Reason != "回访核实丢件情况" || strings.Contains(inJSON(t, trail.Items), "13987654321") {
			t.Errorf("audited %+v", trail.Items)
		}
		card, err := d.ComplaintCard(ctx, desk, x.ID)
		if ok(t, card, err); card.Reveal == nil || card.Reveal.Left != 49 || len(card.Reveal.Fields) != 2 {
			t.Errorf("the card offers %+v", card.Reveal)
		}
		changed := lostParcel("")
		changed.ConsumerPhone = "13700000000"
		x = ok2(t)(d.ChangeComplaint(ctx, by(desk, x.Version), x.ID, changed))
		_, err = d.RevealComplaint(ctx, keyed(desk, 0, "look"), wantsPhone(x.ID))
		wantRefusal(t, err, model.Stale, "record.stale")
	})
}

func TestSeeingPersonalDataIsRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		ctx, desk := t.Context(), officer(model.RoleComplaints)
		x := ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), lostParcel("")))
		for _, role := range []model.Role{model.RoleChief, model.RoleLegal, model.RoleInspector, model.RoleAuditor, model.RoleSystemAdmin, model.RoleSecurityAdmin} {
			_, err := d.RevealComplaint(ctx, by(officer(role), 0), wantsPhone(x.ID))
			wantRefusal(t, err, model.Forbidden, "permission.denied")
			if card, err := d.ComplaintCard(ctx, officer(role), x.ID); err == nil && card.Reveal != nil {
				t.Errorf("%s is offered %+v", role, card.Reveal)
			}
		}
		abroad := desk
		abroad.AreaCode = "500157"
		for name, asked := range map[string]struct {
			actor  model.Actor
			change func(*RevealOrder)
			field  string
		}{
			"another district": {abroad, func(*RevealOrder) {}, "/record_id record.not_found"},
			"no such field":    {desk, func(o *RevealOrder) { o.Fields = []string{"statement"} }, "/fields/0 reveal.field"},
			"no note":          {desk, func(o *RevealOrder) { o.Note = "  " }, "/note reason.missing"},
		} {
			o := wantsPhone(x.ID)
			asked.change(&o)
			_, err := d.RevealComplaint(ctx, by(asked.actor, 0), o)
			t.Run(name, func(t *testing.T) { wantRefused(t, err, model.Invalid, asked.field) })
		}
		kept, err := d.Store.Consultations(ctx, store.Everything(), store.Query{})
		if ok(t, kept, err); len(kept.Items) != 0 {
			t.Errorf("refused, and kept as %+v", kept.Items)
		}
	})
}

func TestTheQuotaOfSeeingPersonalDataIsWholeAgainAtMidnight(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.at = time.Date(2026, 3, 10, 22, 0, 0, 0, model.Shanghai)
		d.Rules.Limits.Reveals = 2
		ctx, desk := t.Context(), officer(model.RoleComplaints)
		x := ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), lostParcel("")))
		for range 2 {
			shown, err := d.RevealComplaint(ctx, by(desk, 0), wantsPhone(x.ID))
			ok(t, shown, err)
		}
		_, err := d.RevealComplaint(ctx, by(desk, 0), wantsPhone(x.ID))
		wantRefusal(t, err, model.TooMany, "limit.reached")
		var known *model.Error
		if errors.As(err, &known) && known.Wait != 2*time.Hour {
			t.Errorf("wait %s, want two hours", known.Wait)
		}
		other := desk
		other.UserID = "somebody-else"
		shown, err := d.RevealComplaint(ctx, by(other, 0), wantsPhone(x.ID))
		ok(t, shown, err)
		c.at = c.at.Add(2*time.Hour + time.Second)
		shown, err = d.RevealComplaint(ctx, by(desk, 0), wantsPhone(x.ID))
		if ok(t, shown, err); shown.Left != 1 {
			t.Errorf("after midnight %d are left", shown.Left)
		}
	})
}

func TestRecordsAreFoundByAPersonsNumber(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		ctx, desk, inspector := t.Context(), officer(model.RoleComplaints), officer(model.RoleInspector)
		x := ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), lostParcel("")))
		facts := lostParcel("")
		facts.ConsumerPhone = "13900000001"
		ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), facts))
		found, err := d.LookUpComplaints(ctx, by(desk, 0), "86 139-8765-4321")
		if ok(t, found, err); len(found.Items) != 1 || found.Items[0].ID != x.ID || strings.Contains(inJSON(t, found), "13987654321") {
			t.Errorf("found %s", inJSON(t, found))
		}
		abroad := desk
		abroad.AreaCode = "500157"
		none, err := d.LookUpComplaints(ctx, by(abroad, 0), "13987654321")
		if ok(t, none, err); len(none.Items) != 0 {
			t.Error("another district's complaint was found")
		}
		firm := addFirm(t, d, 1)
		e := submitted(t, d, firm.ID, completeFacts())
		for name, asked := range map[string]struct {
			phone model.Phone
			id    model.IDNumber
			want  int
		}{
			"phone": {"138 1234 5678", "", 1}, "number": {"", "11010519491231002x", 1},
			"both": {"13812345678", "11010519491231002X", 1}, "another's number": {"13812345678", "110105194912310021", 0},
		} {
			points, err := d.LookUpEndPoints(ctx, by(inspector, 0), asked.phone, asked.id)
			if ok(t, points, err); len(points.Items) != asked.want || asked.want == 1 && points.Items[0].ID != e.ID {
				t.Errorf("by %s: found %d", name, len(points.Items))
			}
		}
		_, err = d.LookUpEndPoints(ctx, by(inspector, 0), "", "")
		wantRefused(t, err, model.Invalid, "/phone required")
		_, err = d.LookUpComplaints(ctx, by(inspector, 0), "13987654321")
		wantRefusal(t, err, model.Forbidden, "permission.denied")
		kept, err := d.Store.Consultations(ctx, store.Everything(), store.Query{Filter: map[string]string{"kind": "lookup"}})
		if ok(t, kept, err); len(kept.Items) != 6 || strings.Contains(inJSON(t, kept), "13812345678") {
			t.Errorf("kept %s", inJSON(t, kept))
		}
	})
}

func TestAMaskIsNoNewName(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		facts := lostParcel("")
		facts.ConsumerName = "赵*"
		_, err := d.RegisterComplaint(t.Context(), by(officer(model.RoleComplaints), 0), facts)
		wantRefused(t, err, model.Invalid, "/consumer_name person_name.masked")
	})
}
