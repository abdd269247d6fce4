package store

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store/migrations"
)

// before opens a database with every step earlier than the version.
func before(t *testing.T, dsn string, version int64) *Store {
	t.Helper()
	s := connected(t, dsn)
	steps := slices.DeleteFunc(migrations.Steps(), func(step migrations.Step) bool { return step.Version >= version })
	if _, err := s.migrate(t.Context(), steps); err != nil {
		t.Fatal(err)
	}
	return s
}

// What servers and libraries said of failed deliveries, addresses and texts among it, does not outlive the upgrade.
func TestOldReasonsOfDeliveriesBecomeClasses(t *testing.T) {
	reasons := map[string]string{ // as they were, and as they are
		"":           "",
		"短信平台拒收：403": "短信平台拒收：403",
		"本平台未配置该渠道":  "本平台未配置该渠道",
		"邮件服务器拒收：refused 550 5.1.1":                                                                           "邮件服务器拒收：refused 550 5.1.1",
		"短信平台未能接通：对方未按时应答（timeout）":                                                                           "短信平台未能接通：对方未按时应答（timeout）",
		"收件地址或邮件内容不能用：mail: no angle-addr in wang@canary.example":                                             "收件地址或邮件内容不能用（address）",
		"连接邮件服务器失败：dial failed: dial tcp 192.0.2.9:587: connect: connection refused":                          "连接邮件服务器失败：对方端口未开放（connection refused）",
		"连接邮件服务器失败：dial failed: dial tcp: lookup canary.example on 192.0.2.1:53: no such host":                "连接邮件服务器失败：找不到主机名（dns）",
		"连接邮件服务器失败：SMTP AUTH failed: 535 5.7.8 Error: authentication failed for canary":                       "连接邮件服务器失败：refused 535 5.7.8",
		"邮件服务器的答复无法判断：write tcp 192.0.2.1:3998->192.0.2.9:587: write: broken pipe":                            "邮件服务器的答复无法判断：连接中断（connection closed）",
		"邮件服务器拒收：sending SMTP RCPT TO command 550 5.1.1":                                                      "邮件服务器拒收：refused 550 5.1.1",
		"短信平台未能接通：dial tcp 192.0.2.9:443: 192.0.2.9 is not a public address; list its network in --sms-allow": "短信平台未能接通：地址不在允许访问的网络内（address blocked）",
		"短信平台未能接通：canary 13977331155 said 对方未按时应答（timeout）":                                                   "短信平台未能接通：原因不明（other）",
		"短信平台未能接通：dial tcp 192.0.2.550: canary":                                                               "短信平台未能接通：原因不明（other）",
	}
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1281)
		at, db := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC), s.write.WithContext(t.Context())
		ids := map[string]string{}
		for was := range reasons {
			id := NewID()
			ids[was] = id
			delivery := model.Delivery{ID: model.DeliveryID(id), Channel: model.ChannelSMS, Status: model.DeliveryFailed, Failure: was, NextAt: at, Version: 3, CreatedAt: at, UpdatedAt: at}
			attempt := map[string]any{"id": id, "delivery_id": id, "number": 1, "started_at": at, "finished_at": at, "address": "", "outcome": "failed", "reason": was}
			if err := db.Table("deliveries").Create(&delivery).Error; err != nil {
				t.Fatal(err)
			}
			if err := db.Table("delivery_attempts").Create(attempt).Error; err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		for was, want := range reasons {
			for table, column := range map[string]string{"deliveries": "failure", "delivery_attempts": "reason"} {
				var is string
				if err := db.Table(table).Where("id = ?", ids[was]).Pluck(column, &is).Error; err != nil || is != want {
					t.Errorf("%s: %q became %q (%v), want %q", table, was, is, err, want)
				}
			}
		}
	})
}

// A database of before the table of last sign-ins has them in the audit log, the only place that keeps them all.
func TestLastSignInsAreTakenFromTheAuditLog(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1240)
		db := s.write.WithContext(t.Context())
		moment := func(day int) time.Time { return time.Date(2026, 3, day, 2, 0, 0, 123e6, time.UTC) }
		for _, row := range []struct {
			user, act, noun string
			day             int
		}{
			{"often", "session:create", "sessions", 3}, {"often", "session:create", "sessions", 9}, {"often", "session:create", "sessions", 5},
			{"often", "session:end", "sessions", 20}, {"often", "user:change", "users", 21},
			{"invited", "invitation:accept", "sessions", 4}, {"invited", "user:change", "users", 6},
			{"never", "session:end", "sessions", 7}, {"", "session:create", "sessions", 8},
		} {
			entry := model.AuditEntry{ID: NewID(), At: moment(row.day), UserID: model.UserID(row.user), Act: row.act, Noun: model.Noun(row.noun), RecordID: NewID()}
			if err := db.Table("audit_entries").Create(&entry).Error; err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		var rows []struct {
			UserID string
			At     time.Time
		}
		if err := db.Table("last_sign_ins").Order("user_id").Find(&rows).Error; err != nil {
			t.Fatal(err)
		}
		if len(rows) != 2 || rows[0].UserID != "invited" || !rows[0].At.Equal(moment(4)) || rows[1].UserID != "often" || !rows[1].At.Equal(moment(9)) {
			t.Errorf("last sign-ins %+v", rows)
		}
	})
}

// A zero that an empty field was kept as is no number, and a filing that was never handed in neither late nor in time.
func TestWhatNobodyGaveIsAbsentAfterTheUpgrade(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1370)
		db, at := s.write.WithContext(t.Context()), time.Now().UTC()
		for id, row := range map[string][4]any{"draft": {0, 0, false, nil}, "filed": {3, 40, false, at}, "late": {0, 25, true, at}} {
			columns := map[string]any{"id": id, "cameras": row[0], "floor_area": row[1], "filed_late": row[2], "first_submitted_on": row[3], "demo": false, "version": 1, "created_at": at, "updated_at": at}
			if id == "late" {
				columns["correction_requested_on"] = at
			}
			for _, column := range strings.Fields("enterprise_id branch_id enterprise_name name kind brands services area_code address manager_name manager_id manager_phone " +
				"manager_id_index manager_phone_index service_phone status correction_text national_receipt_no end_reason search_text") {
				columns[column] = ""
			}
			clock := model.Clock{ID: model.ClockID(id), Noun: "endpoints", RecordID: id, Rule: model.EndpointAcceptance, Round: 1, Status: model.ClockStopped, StartAt: at, StartOn: model.DateOf(at), Version: 1, CreatedAt: at, UpdatedAt: at}
			if err := db.Table("endpoints").Create(columns).Error; err != nil {
				t.Fatal(err)
			}
			if err := db.Table("clocks").Omit("EndedBy").Create(&clock).Error; err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{"draft": "null null null ", "filed": "3 40 false ", "late": "null 25 true endpoint:request-correction"} {
			var e model.EndPoint
			var endedBy string
			if err := db.Table("endpoints").Select("camera_count, floor_space, late_filed").Where("id = ?", id).Take(&e).Error; err != nil {
				t.Fatal(err)
			}
			if err := db.Table("clocks").Where("id = ?", id).Pluck("ended_by", &endedBy).Error; err != nil {
				t.Fatal(err)
			}
			given, err := json.Marshal([]any{e.Cameras, e.FloorArea, e.FiledLate})
			if is := strings.NewReplacer("[", "", "]", "", ",", " ").Replace(string(given)) + " " + endedBy; err != nil || is != want {
				t.Errorf("%s is %s, want %s", id, is, want)
			}
		}
	})
}

// Whoever asked for an account may have used its link before anybody confirmed it: such a
// password does not outlive the upgrade, others do.
func TestPasswordsSetBeforeTheConfirmationAreVoid(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1294)
		at, db := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC), s.write.WithContext(t.Context())
		kept := map[string]bool{"early": false, "refused": true, "working": true}
		for name := range kept {
			u := model.User{ID: model.UserID(NewID()), Name: name, DisplayName: name, PasswordHash: "hash", PasswordSetAt: &at, Version: 1, CreatedAt: at, UpdatedAt: at}
			if name == "working" {
				u.Roles = model.RoleSet{model.RoleLegal}
			}
			if err := db.Table("users").Create(&u).Error; err != nil {
				t.Fatal(err)
			}
			r := model.AccountRequest{ID: model.AccountRequestID(NewID()), UserID: u.ID, Kind: model.RequestGrant, Roles: model.RoleSet{model.RoleChief},
				Status: model.RequestOpen, OpenKey: name, Version: 1, CreatedAt: at, UpdatedAt: at}
			if name == "refused" {
				r.Status = model.RequestRefused
			}
			if err := db.Table("account_requests").Create(&r).Error; err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range migrations.Steps() { // cut off before it was noted, it is taken again
			if step.Version == 1294 {
				if err := step.Up(db); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		var reset []int64
		if err := db.Table("users").Where("name = ?", "early").Pluck("resets", &reset).Error; err != nil || !slices.Equal(reset, []int64{1}) {
			t.Errorf("the step reset %v times: %v", reset, err)
		}
		page, err := s.Users(t.Context(), Everything(), Query{})
		if err != nil || len(page.Items) != len(kept) {
			t.Fatalf("%d accounts, %v", len(page.Items), err)
		}
		for _, u := range page.Items {
			if has := u.PasswordHash != "" && u.PasswordSetAt != nil && u.Resets == 0; has != kept[u.Name] {
				t.Errorf("%s: password %q of %v, reset %d times", u.Name, u.PasswordHash, u.PasswordSetAt, u.Resets)
			}
		}
	})
}

// An enterprise that named a number or a last day has one licence after the upgrade, and no
// other has any; a step that is cut off and taken again makes no second one.
func TestLicencesOfEnterprisesBecomeRows(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1321)
		db := s.write.WithContext(t.Context())
		want := map[string]string{"both": "渝邮20240001A 2028-12-31", "number": "渝邮20240002A ", "day": " 2027-06-30", "neither": ""}
		for id, licence := range want {
			number, day, _ := strings.Cut(licence, " ")
			row := map[string]any{
				"id": id, "uscc": id, "name": id, "search_text": "", "brand": "", "licence_no": number, "licence_expires": nil, "area_code": "500156001",
				"address": "", "representative": "", "service_phone": "", "status": "active", "demo": false, "version": 1,
				"created_at": time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC), "updated_at": time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC),
			}
			if day != "" {
				row["licence_expires"] = day
			}
			if err := db.Table("enterprises").Create(row).Error; err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range migrations.Steps() {
			if step.Version == 1321 {
				if err := step.Up(db); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		for id, licence := range want {
			rows, err := s.LicencesOf(t.Context(), model.EnterpriseID(id))
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, l := range rows {
				got = append(got, l.Number+" "+l.Expires.String())
			}
			if licence == "" && len(got) > 0 || licence != "" && !slices.Equal(got, []string{licence}) {
				t.Errorf("%s has %q, want %q", id, got, licence)
			}
		}
	})
}

// The brand of an enterprise becomes its agreement from the day it was registered on, in
// China; a step that is cut off and taken again makes no second one.
func TestBrandsOfEnterprisesBecomeAgreements(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1421)
		db := s.write.WithContext(t.Context())
		for id, brand := range map[string]string{"branded": "ＳＴ 快运", "bare": "", "blank": "  "} {
			row := map[string]any{
				"id": id, "uscc": id, "name": id, "search_text": "", "brand": brand, "area_code": "500156001",
				"address": "", "representative": "", "service_phone": "", "status": "active", "demo": true, "version": 1,
				"created_at": time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC), "updated_at": time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC),
			}
			if err := db.Table("enterprises").Create(row).Error; err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range migrations.Steps() {
			if step.Version == 1421 {
				if err := step.Up(db); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		page, err := s.BrandAgreements(t.Context(), Everything(), Query{Sort: "created_at"})
		if err != nil || len(page.Items) != 1 {
			t.Fatalf("agreements %+v, %v", page.Items, err)
		}
		a := page.Items[0]
		if a.EnterpriseID != "branded" || a.Brand != "ＳＴ 快运" || a.BrandKey != model.BrandKey(a.Brand) || a.Kind != model.BrandOwn || a.From != model.NewDate(2026, 3, 3) || !a.LastDay.IsZero() || !a.Demo || !strings.Contains(a.Note, "转来") {
			t.Errorf("the agreement is %+v", a)
		}
		again := BrandOn(model.NewDate(2026, 3, 3), "st快运")
		if firms, err := s.Enterprises(t.Context(), Everything(), Query{Sort: "name", Filter: map[string]string{"brand_on": again}}); err != nil || len(firms.Items) != 1 {
			t.Errorf("the brand is held by %+v, %v", firms.Items, err)
		}
		same := model.BrandAgreement{ID: "x", EnterpriseID: "branded", Brand: "st快运", From: a.From, Version: 1}
		err = s.Tx(t.Context(), model.Stamp{Act: "test"}, func(tx *Tx) error { return tx.AddBrandAgreement(t.Context(), &same) })
		if model.KindOf(err) != model.Conflict {
			t.Errorf("the same brand from the same day: %v", err)
		}
	})
}

// What filings lapsed by before the upgrade is told by the sentence that was left, so that an
// entry made in error can be taken back.
func TestLapsesOfBeforeHaveTheirCauses(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1385)
		db := s.write.WithContext(t.Context())
		const said = "，备案随之失效（快递末端网点备案暂行规定，国邮发〔2018〕60号）"
		for id, row := range map[string][3]string{
			"ended": {"b", "lapsed", "分支机构的名录已于2026-03-12失效" + said}, "expired": {"b", "lapsed", "分支机构的名录已于2026-03-12到期" + said},
			"licence": {"b", "lapsed", "开办企业的许可证已于2026-03-12终止" + said}, "old": {"", "lapsed", "开办企业的许可证已于2026-03-12到期" + said},
			"closed": {"", "lapsed", "开办企业已注销" + said}, "cancelled": {"b", "cancelled", "分支机构的名录已于2026-03-12失效" + said},
		} {
			columns := map[string]any{"id": id, "branch_id": row[0], "status": row[1], "end_reason": row[2], "created_at": time.Now().UTC(), "updated_at": time.Now().UTC()}
			for _, column := range strings.Fields("enterprise_id enterprise_name name kind brands services area_code address manager_name manager_id manager_phone manager_id_index " +
				"manager_phone_index service_phone correction_text national_receipt_no search_text") {
				columns[column] = ""
			}
			for _, column := range strings.Fields("filed_late demo version") {
				columns[column] = 0
			}
			if err := db.Table("endpoints").Create(columns).Error; err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		for cause, want := range map[string][]string{
			"branch_invalid": {"ended"}, "licence_ended": {"licence"}, "licence_expired": {"old"}, "opener_closed": {"closed"}, "": {"cancelled", "expired"},
		} {
			var ids []string
			if err := db.Table("endpoints").Where("lapse_cause = ?", cause).Order("id").Pluck("id", &ids).Error; err != nil || !slices.Equal(ids, want) {
				t.Errorf("by %q lapsed %q, want %q: %v", cause, ids, want, err)
			}
		}
	})
}
