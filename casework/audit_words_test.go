package casework

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/rulebook"
	"yijian/store"
)

// linesOf are the audit rows of what is asked as the auditor reads them.
func linesOf(t *testing.T, d *Desk, asked AuditAsked) []model.AuditLine {
	t.Helper()
	page, err := d.AuditTrail(context.Background(), person("auditor", model.RoleAuditor), asked, store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

// stampRows writes audit rows past the program, as an act of any release left them.
func stampRows(t *testing.T, dsn, act string, rows ...model.AuditEntry) {
	t.Helper()
	driver, address := "sqlite", strings.TrimPrefix(dsn, "sqlite:")
	if u, err := url.Parse(dsn); err == nil && u.Scheme == "mysql" {
		driver, address = "mysql", u.User.String()+"@tcp("+u.Host+")"+u.Path
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, row := range rows {
		_, err := db.ExecContext(t.Context(), "INSERT INTO audit_entries (id, at, user_id, user_name, on_behalf, act, noun, record_id, before_json, after_json, reason, request_id, address, seal) "+
			"VALUES (?, '2026-03-02 02:00:00', 'clerk', '甲', '', ?, ?, ?, ?, ?, '', '', '', '')", store.NewID(), act, row.Noun, row.RecordID, row.Before, row.After)
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheTrailIsReadInWords(t *testing.T) {
	ctx := context.Background()
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		if err := d.LoadReference(ctx); err != nil {
			t.Fatal(err)
		}
		firm := addFirm(t, d, 1)
		clerk := person("clerk", model.RoleInspector)
		call := model.Call{Actor: clerk}
		facts := EndPointFacts{Name: "白马驿站", Kind: model.EndPointCourierPost, AreaCode: "500156101", ManagerName: "张三丰", ManagerPhone: "13800001234", OpenedOn: model.NewDate(2026, 3, 1)}
		made, err := d.DraftEndPoint(ctx, call, firm.ID, facts)
		if err != nil {
			t.Fatal(err)
		}
		facts.Name, facts.AreaCode = "白马新驿站", "500156102"
		call.Version = made.Version
		if _, err := d.ChangeEndPoint(ctx, call, made.ID, facts); err != nil {
			t.Fatal(err)
		}
		lines := linesOf(t, d, AuditAsked{Filter: map[string]string{"record_id": string(made.ID)}})
		if len(lines) != 2 {
			t.Fatalf("%d lines", len(lines))
		}
		if l := lines[0]; l.RecordName != "白马新驿站" || l.ActTitle != "末端网点：修改" || l.NounTitle != "末端网点" || l.OnBehalf != firm.Name {
			t.Errorf("the change is read as %+v", l)
		}
		if said := fmt.Sprint(lines[0].Changes); said != "[{name 名称 白马驿站 白马新驿站} {area_code 区划 白马镇 江口镇}]" {
			t.Errorf("the change says %s", said)
		}
		said := fmt.Sprint(lines[1].Changes)
		for _, want := range []string{"企业  " + firm.Name, "种类  驿站", "区划  白马镇", "状态  草稿", "负责人  张*", "负责人电话  138****1234", "开办日期  2026-03-01"} {
			if !strings.Contains(said, want) {
				t.Errorf("the filing does not say %q: %s", want, said)
			}
		}
		for _, never := range []string{string(firm.ID), string(made.ID), "张三丰", "13800001234", "500156101", "courier_post"} {
			if strings.Contains(said, never) {
				t.Errorf("the filing says %s: %s", never, said)
			}
		}
		if lines[1].RecordName != "白马驿站" {
			t.Errorf("the filing was called %s then", lines[1].RecordName)
		}
	})
}

func TestWhatARowDoesNotTellItsRecordDoes(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		at := "2026-03-02T02:00:00.005Z"
		stampRows(t, dsn, "endpoint:create", model.AuditEntry{Noun: "endpoints", RecordID: "e1", After: `{"name":"白马驿站","manager_name":"张三丰","manager_phone":"13800001234"}`})
		stampRows(t, dsn, "endpoint:download", model.AuditEntry{Noun: "endpoint-attachments", RecordID: "a1", After: `{"record_id":"e1","name":"门头.jpg"}`})
		stampRows(t, dsn, "endpoint:reveal", model.AuditEntry{Noun: "consultations", RecordID: "c1", After: `{"noun":"endpoints","record_id":"e1","kind":"reveal","fields":["manager_phone"]}`})
		stampRows(t, dsn, "penalty:create", model.AuditEntry{Noun: "penalties", RecordID: "p1", After: `{"document_no":"渝邮罚〔2026〕1号","amount_fen":1234567,"drafters":["` + store.NewID() + `"],"updated_at":"` + at + `"}`})
		stampRows(t, dsn, "job:run", model.AuditEntry{Noun: "job-runs", RecordID: "j1", After: `{"job":"end-terms","slot":"` + at + `","status":"done"}`})
		stampRows(t, dsn, "inspection:record", model.AuditEntry{Noun: "inspections", RecordID: "i1", After: `{"enterprise_name":"演示企业","findings":[{"group":"real_name","class":"serious","open":false,"rectify_by":"2026-04-01"}]}`})
		stampRows(t, dsn, "endpoint:change", model.AuditEntry{Noun: "endpoints", RecordID: "e1", Before: `{"name":"白马驿站"}`, After: `{"name":"白马新驿站"}`})
		want := map[string]string{
			"endpoints":            "白马驿站 | [{name 名称  白马驿站} {manager_name 负责人  张*} {manager_phone 负责人电话  138****1234}]",
			"endpoint-attachments": "门头.jpg · 白马驿站 | [{name 名称  门头.jpg}]",
			"consultations":        "白马驿站 · 查看原文 | [{kind 种类  查看原文} {noun 记录种类  末端网点} {fields 项目  负责人电话}]",
			"penalties":            "渝邮罚〔2026〕1号 | [{document_no 文号  渝邮罚〔2026〕1号} {amount_fen 罚没金额  12345.67 元} {drafters 拟稿人  （名称未知）}]",
			"job-runs":             "结束到期公示 | [{job 任务  结束到期公示} {slot 时点  2026-03-02 10:00} {status 状态  完成}]",
			"inspections":          "演示企业 | [{enterprise_name 企业名称  演示企业} {findings 发现的问题  类别：实名收寄；程度：一般；整改期限：2026-04-01；未整改：否}]",
		}
		for noun, said := range want {
			lines := linesOf(t, d, AuditAsked{Filter: map[string]string{"noun": noun}})
			if first := lines[len(lines)-1]; first.RecordName+" | "+fmt.Sprint(first.Changes) != said {
				t.Errorf("%s is read as %s | %v, want %s", noun, first.RecordName, first.Changes, said)
			}
		}
	})
}

func TestEverydayActsAreLeftOutUnlessAskedFor(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		stampRows(t, dsn, "notification:mark", model.AuditEntry{Noun: "notifications", RecordID: "n1", Before: `{"subject":"甲"}`, After: `{"subject":"甲","read_at":"2026-03-02T02:00:00Z"}`})
		stampRows(t, dsn, "endpoint:create", model.AuditEntry{Noun: "endpoints", RecordID: "e1", After: `{"name":"甲"}`})
		byClerk := map[string]string{"user_id": "clerk"}
		for want, asked := range map[string]AuditAsked{
			"endpoint:create notification:mark": {Filter: byClerk},
			"endpoint:create":                   {Filter: byClerk, LeaveEveryday: true},
			"notification:mark":                 {Filter: byClerk, LeaveEveryday: true, Act: "notification:mark"},
			"notification:mark ":                {Filter: map[string]string{"record_id": "n1"}, LeaveEveryday: true},
		} {
			var acts []string
			for _, line := range linesOf(t, d, asked) {
				acts = append(acts, line.Act)
			}
			if got := strings.Join(acts, " "); got != strings.TrimSpace(want) {
				t.Errorf("%+v finds %q, want %q", asked, got, want)
			}
		}
	})
}

// Rows of the first release, which stamped acts with their permission, are found and read
// by the names that the acts have now.
func TestActsThatWereRenamedAreFoundByTheirPresentName(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		row := func(noun model.Noun, id, before, after string) model.AuditEntry {
			side := func(status string) string {
				if status == "" {
					return ""
				}
				return `{"name":"甲","status":"` + status + `"}`
			}
			return model.AuditEntry{Noun: noun, RecordID: id, Before: side(before), After: side(after)}
		}
		stampRows(t, dsn, "task:suspend", row("tasks", "1", "in_progress", "deferred"), row("tasks", "2", "in_progress", "cancelled"),
			row("tasks", "3", "deferred", "in_progress"), row("tasks", "4", "deferred", "not_started"))
		stampRows(t, dsn, "task:defer", row("tasks", "5", "in_progress", "deferred"))
		stampRows(t, dsn, "inspection:confirm", row("inspections", "6", "recorded", "planned"), row("inspections", "7", "recorded", "confirmed"))
		stampRows(t, dsn, "inspection:return", row("inspections", "8", "recorded", "planned"))
		stampRows(t, dsn, "task:report", row("task-reports", "9", "", "submitted"), row("task-reports", "10", "returned", "submitted"), row("tasks", "11", "in_progress", "in_progress"))
		stampRows(t, dsn, "account-request:decide", row("account-requests", "12", "open", "approved"), row("account-requests", "13", "open", "refused"), row("users", "14", "", "x"))
		for act, want := range map[string]string{
			"task:defer": "5 1", "task:cancel": "2", "task:resume": "4 3", "task:suspend": "",
			"inspection:confirm": "7", "inspection:return": "8 6",
			"task:report": "11 9", "task:amend-report": "10",
			"account-request:approve": "14 12", "account-request:refuse": "13",
		} {
			var found []string
			for _, line := range linesOf(t, d, AuditAsked{Act: act}) {
				found = append(found, line.RecordID)
				if title := d.Access.Words.Act(act); line.ActTitle != title {
					t.Errorf("%s: row %s of %s is read as %s", act, line.RecordID, line.Act, line.ActTitle)
				}
			}
			if got := strings.Join(found, " "); got != want {
				t.Errorf("%s finds %q, want %q", act, got, want)
			}
		}
	})
}

// Every kind of record of the trail has its shape, and every shape says by what it is known.
func TestEveryNounOfTheTrailHasAShape(t *testing.T) {
	d, _ := openDesk(t, testdb.SQLite(t))
	for noun, shape := range auditShapes {
		if d.Access.Words.Noun(noun) == string(noun) {
			t.Errorf("nothing says %s", noun)
		}
		_, types := jsonFields(shape.row)
		for _, key := range shape.named {
			if key != "@" && types[key] == nil {
				t.Errorf("%s is known by %s, which it does not hold", noun, key)
			}
		}
	}
}

func TestEventsAreCalledAsTheRulebookCallsThem(t *testing.T) {
	d, _ := openDesk(t, testdb.SQLite(t))
	for _, event := range rulebook.NotificationEvents() {
		if said := d.Access.Words.Value("NotificationEventID", string(event.ID)); said != event.Title {
			t.Errorf("%s is called %s, want %s", event.ID, said, event.Title)
		}
	}
}
