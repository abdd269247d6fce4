package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func TestARecordIsSeenAsItWas(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		o.moveTo("2026-03-12")
		facts := completeFacts()
		e := must2(o.DraftEndPoint(ctx, call(inspector, 0), firm.ID, facts))
		o.moveTo("2026-03-14")
		facts.Name, facts.ManagerName, facts.ManagerPhone = "新名字", "王五六", "13987654321"
		e = must2(o.ChangeEndPoint(ctx, call(inspector, e.Version), e.ID, facts))
		o.moveTo("2026-03-20")
		must2(o.SubmitEndPoint(ctx, call(firmPerson(firm.ID), e.Version), e.ID))

		for day, want := range map[string]struct {
			name, status string
			changes      int
		}{
			"2026-03-12": {"白马镇服务站", "draft", 1}, "2026-03-13": {"白马镇服务站", "draft", 1},
			"2026-03-14": {"新名字", "draft", 2}, "2026-03-19": {"新名字", "draft", 2}, "2026-03-20": {"新名字", "submitted", 3},
		} {
			seen := must2(o.AsOf(ctx, inspector, Kept{"endpoints", "endpoint:read"}, string(e.ID), dayOf(t, day)))
			if seen.Record["name"] != want.name || seen.Record["status"] != want.status || len(seen.History) != want.changes {
				t.Errorf("on %s it was %v, after %d changes", day, seen.Record, len(seen.History))
			}
			if text := inJSON(t, seen); strings.Contains(text, "13987654321") || strings.Contains(text, "13812345678") || strings.Contains(text, "王五六") {
				t.Errorf("on %s it shows personal data: %s", day, text)
			}
		}
		if seen := must2(o.AsOf(ctx, firmPerson(firm.ID), Kept{"endpoints", "endpoint:read"}, string(e.ID), dayOf(t, "2026-03-14"))); len(seen.History) != 0 || seen.ChangedBy != "" || seen.Record["name"] != "新名字" {
			t.Errorf("the firm is told %+v", seen)
		}
		_, err := o.AsOf(ctx, inspector, Kept{"endpoints", "endpoint:read"}, string(e.ID), dayOf(t, "2026-03-11"))
		wantRefusal(t, err, model.NotFound, "as_of.before")
		if !strings.Contains(model.DetailOf(err), "2026-03-12") {
			t.Errorf("before it was entered: %v", err)
		}
		_, err = o.AsOf(ctx, inspector, Kept{"endpoints", "endpoint:read"}, string(e.ID), dayOf(t, "2026-03-21"))
		wrongField(t, err, "/day", "date.too_late")
		_, err = o.AsOf(ctx, firmPerson("other"), Kept{"endpoints", "endpoint:read"}, string(e.ID), dayOf(t, "2026-03-14"))
		wantRefusal(t, err, model.NotFound, "record.not_found")
		_, err = o.AsOf(ctx, firmPerson("other"), Kept{"endpoints", "endpoint:read"}, "nothing", dayOf(t, "2026-03-14"))
		wantRefusal(t, err, model.NotFound, "record.not_found")
	})
}

// What was changed near midnight belongs to the day of Shanghai.
func TestADayEndsInShanghai(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		facts := EnterpriseFacts{Name: "晚名", AreaCode: firm.AreaCode, Address: firm.Address, Status: model.EnterpriseActive}
		o.moveTo("2026-03-12")
		o.at = o.at.Add(14*time.Hour + 59*time.Minute) // a minute before midnight
		firm = must2(o.ChangeEnterprise(ctx, call(inspector, firm.Version), firm.ID, facts))
		o.at = o.at.Add(2 * time.Minute)
		facts.Name = "次日名"
		firm = must2(o.ChangeEnterprise(ctx, call(inspector, firm.Version), firm.ID, facts))
		for day, want := range map[string]string{"2026-03-12": "晚名", "2026-03-13": "次日名"} {
			if seen := must2(o.AsOf(ctx, inspector, Kept{"enterprises", "enterprise:read"}, string(firm.ID), dayOf(t, day))); seen.Record["name"] != want || seen.Act != "enterprise:change" {
				t.Errorf("on %s it was %v by %s", day, seen.Record["name"], seen.Act)
			}
		}
	})
}

func dayOf(t *testing.T, text string) model.Date {
	t.Helper()
	day, err := model.ParseDate(text)
	return ok(t, day, err)
}

// A firm that sees a record today sees no day on which it was not told of it yet.
func TestAFirmSeesNoDayBeforeItWasTold(t *testing.T) {
	d, _ := openDesk(t, testdb.SQLite(t))
	states := map[model.Noun][2]map[string]any{
		"inspections":     {{"status": "planned"}, {"status": "confirmed"}},
		"penalties":       {{"status": "reviewed"}, {"status": "decided"}},
		"publications":    {{"status": "approval", "approved_by": ""}, {"status": "published", "approved_by": "x"}},
		"complaints":      {{"status": "accepted"}, {"status": "closed", "transferred_on": "2026-03-01"}},
		"edition-entries": {{"status": "candidate"}, {"status": "noticed", "notice_served_on": "2026-03-01"}},
	}
	all := must2(d.Scope(person("chief", model.RoleAuditor), "penalty:read"))
	firm := must2(d.Scope(firmPerson("firm"), "penalty:read"))
	for noun := range auditShapes {
		untold := states[noun]
		if noun == "clocks" {
			continue
		}
		if store.TellsFirmsLater(noun) != (untold[0] != nil) {
			t.Errorf("%s: firms see it in some states only is %v", noun, untold[0] == nil)
			continue
		}
		if untold[0] != nil && (maySeeThen(noun, firm, untold[0]) || !maySeeThen(noun, firm, untold[1]) || !maySeeThen(noun, all, untold[0])) {
			t.Errorf("%s is not told as it should", noun)
		}
	}
}

// A day before the trail begins is no day before the record was entered.
func TestADayOfWhichNothingIsKeptIsToldApart(t *testing.T) {
	day := model.NewDate(2026, 3, 1)
	at := time.Date(2026, 3, 5, 2, 0, 0, 0, time.UTC)
	for want, first := range map[string]model.AuditEntry{
		"没有留存历次改动": {}, "此前的内容没有保存": {ID: "1", At: at, Before: "{}"}, "还没有这条记录": {ID: "1", At: at},
	} {
		if said := beforeWords(first, day); !strings.Contains(said, want) || !strings.Contains(said, "2026-03-01") {
			t.Errorf("%q is told for %q", said, want)
		}
	}
}
