package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/model"
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
			seen := must2(o.AsOf(ctx, inspector, "endpoints", string(e.ID), dayOf(t, day)))
			if seen.Record["name"] != want.name || seen.Record["status"] != want.status || len(seen.History) != want.changes {
				t.Errorf("on %s it was %v, after %d changes", day, seen.Record, len(seen.History))
			}
			if text := inJSON(t, seen); strings.Contains(text, "13987654321") || strings.Contains(text, "13812345678") || strings.Contains(text, "王五六") {
				t.Errorf("on %s it shows personal data: %s", day, text)
			}
		}
		if seen := must2(o.AsOf(ctx, firmPerson(firm.ID), "endpoints", string(e.ID), dayOf(t, "2026-03-14"))); len(seen.History) != 0 || seen.ChangedBy != "" || seen.Record["name"] != "新名字" {
			t.Errorf("the firm is told %+v", seen)
		}
		_, err := o.AsOf(ctx, inspector, "endpoints", string(e.ID), dayOf(t, "2026-03-11"))
		wantRefusal(t, err, model.NotFound, "as_of.before")
		if !strings.Contains(model.DetailOf(err), "2026-03-12") {
			t.Errorf("before it was entered: %v", err)
		}
		_, err = o.AsOf(ctx, inspector, "endpoints", string(e.ID), dayOf(t, "2026-03-21"))
		wrongField(t, err, "/day", "date.too_late")
		_, err = o.AsOf(ctx, firmPerson("other"), "endpoints", string(e.ID), dayOf(t, "2026-03-14"))
		wantRefusal(t, err, model.NotFound, "record.not_found")
		_, err = o.AsOf(ctx, firmPerson("other"), "endpoints", "nothing", dayOf(t, "2026-03-14"))
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
			if seen := must2(o.AsOf(ctx, inspector, "enterprises", string(firm.ID), dayOf(t, day))); seen.Record["name"] != want || seen.Act != "enterprise:change" {
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
