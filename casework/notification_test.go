package casework

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/rulebook"
	"yijian/store"
)

// told is what the account was told, the newest first.
func told(t *testing.T, d *Desk, id model.UserID) []model.Notification {
	t.Helper()
	page, err := d.Store.Notifications(t.Context(), store.OfUser(id), store.Query{})
	return ok(t, page, err).Items
}

// toldOf is how often the account was told of such an event.
func toldOf(t *testing.T, d *Desk, id model.UserID, event model.NotificationEventID) (times int) {
	t.Helper()
	for _, n := range told(t, d, id) {
		if n.Event == event {
			times++
		}
	}
	return times
}

func sendings(t *testing.T, d *Desk) []model.Delivery {
	t.Helper()
	page, err := d.Store.Deliveries(t.Context(), store.Everything(), store.Query{})
	return ok(t, page, err).Items
}

// reach gives an account an address and a number.
func (o *office) reach(actor model.Actor, c Contact) {
	o.t.Helper()
	u, err := o.Store.User(o.t.Context(), store.OfUser(actor.UserID), actor.UserID)
	if err == nil {
		_, err = o.SetContact(o.t.Context(), by(actor, u.Version), c)
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

var consumer = ComplaintFacts{
	Channel: "12305", ExternalNo: "12305-7", Kind: model.ComplaintToBureau, WaybillNo: "SF-CANARY-1",
	ConsumerName: "欧阳某", ConsumerPhone: "13812345678", Category: "delay", Statement: "延误",
}

func (o *office) transferred(firm model.Enterprise, officer model.Actor) model.Complaint {
	o.t.Helper()
	ctx := o.t.Context()
	facts := consumer
	facts.EnterpriseID, facts.ReceivedOn, facts.FirmComplainedOn = firm.ID, o.day(), o.day().AddDays(-20)
	c, err := o.RegisterComplaint(ctx, by(officer, 0), facts)
	c, err = o.AcceptComplaint(ctx, by(officer, ok(o.t, c, err).Version), c.ID)
	c, err = o.TransferComplaint(ctx, by(officer, ok(o.t, c, err).Version), c.ID)
	return ok(o.t, c, err)
}

func TestWhoWaitsIsTold(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		firm, other := addFirm(t, o.Desk, 1), addFirm(t, o.Desk, 2)
		officer := o.person("officer", model.RoleComplaints)
		near, far := o.person("near", model.RoleComplaints), o.personAt("far", "500156002", "", model.RoleComplaints)
		ours := o.personAt("ours", "500156", firm.ID, model.RoleFirm)
		theirs := o.personAt("theirs", "500156", other.ID, model.RoleFirm)
		o.reach(ours, Contact{Email: "ours@example.com", Mobile: "13900000001"})
		o.reach(near, Contact{Email: "near@example.com", Mobile: "13900000002", EmailOff: true})
		c := o.transferred(firm, officer)
		got := told(t, o.Desk, ours.UserID)
		if len(got) != 1 || got[0].Event != model.EventComplaintTransferred || got[0].RecordID != string(c.ID) || got[0].ReadAt != nil ||
			!strings.Contains(got[0].Subject, "12305-7") || !strings.Contains(got[0].Text, "2026-03-25") || len(got[0].Template) != 64 {
			t.Fatalf("the firm was told %+v", got)
		}
		out := sendings(t, o.Desk)
		if len(out) != 2 || out[0].Channel != model.ChannelSMS || out[1].Channel != model.ChannelEmail || out[0].UserID != ours.UserID || out[0].Status != model.DeliveryWaiting {
			t.Fatalf("on the way: %+v", out)
		}
		letter, err := o.Letter(t.Context(), out[1])
		text := letter.Subject + letter.Text + out[0].SMS + inJSON(t, letter)
		for _, secret := range []string{"欧阳", "13812345678", "SF-CANARY-1", c.TrackingNo} {
			if err != nil || strings.Contains(text, secret) {
				t.Errorf("%s left the platform: %s %v", secret, text, err)
			}
		}
		if letter.To != "ours@example.com" || letter.Shown != "o***@example.com" {
			t.Errorf("to %q, shown %q", letter.To, letter.Shown)
		}
		if n := len(told(t, o.Desk, theirs.UserID)); n != 0 {
			t.Errorf("another firm was told %d things", n)
		}
		c, err = o.AnswerComplaint(t.Context(), by(ours, c.Version), c.ID, FirmAnswer{Investigation: "已查", Responsibility: "企业"})
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []struct {
			model.Actor
			n int
		}{{officer, 1}, {near, 1}, {far, 0}, {ours, 1}} {
			if got := told(t, o.Desk, who.UserID); len(got) != who.n {
				t.Errorf("%s was told %+v", who.Name, got)
			}
		}
		if now := sendings(t, o.Desk); len(now) != 2 { // switched off, and not urgent
			t.Errorf("on the way: %+v", now)
		}
	})
}

func TestAnActThatFailsTellsNobody(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		firm := addFirm(t, o.Desk, 1)
		officer := o.person("officer", model.RoleComplaints)
		ours := o.personAt("ours", "500156", firm.ID, model.RoleFirm)
		c := o.transferred(firm, officer)
		_, err := o.TransferComplaint(t.Context(), by(officer, c.Version), c.ID)
		wantKind(t, err, model.Conflict)
		if n := len(told(t, o.Desk, ours.UserID)); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}

func TestPeopleHearOfTheirAccounts(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		admin, guard := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
		clerk := o.person("clerk", model.RoleLegal)
		u, err := o.Store.User(ctx, store.Everything(), clerk.UserID)
		if _, err = o.DisableUser(ctx, by(admin, ok(t, u, err).Version), u.ID, "调离岗位"); err != nil {
			t.Fatal(err)
		}
		r, err := o.RequestReset(ctx, by(admin, 0), u.ID, "本人遗失手机")
		decided, err := o.ApproveRequest(ctx, by(guard, ok(t, r, err).Version), r.ID)
		link := ok(t, decided, err).Invitation.Secret
		mine := told(t, o.Desk, u.ID)
		if len(mine) != 2 || mine[0].Event != model.EventAccountInvited || mine[1].Event != model.EventAccountState || !strings.Contains(mine[1].Text, "停用") {
			t.Fatalf("the person was told %+v", mine)
		}
		if link == "" || strings.Contains(inJSON(t, mine), link) {
			t.Errorf("the link %q is in what was told", link)
		}
		if got := told(t, o.Desk, guard.UserID); len(got) != 1 || got[0].Event != model.EventRequestOpened {
			t.Errorf("the security administrator was told %+v", got)
		}
		if got := told(t, o.Desk, admin.UserID); len(got) != 1 || !strings.Contains(got[0].Subject, "已同意") {
			t.Errorf("who asked was told %+v", got)
		}
	})
}

func TestALockedAccountsPersonIsToldOnce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		clerk := o.person("clerk", model.RoleLegal)
		for range signInFailures {
			_, _, err := o.SignIn(ctx, plainHasher{}, Credentials{Name: "clerk", Password: "wrong", Client: Client{Address: "192.0.2.9"}})
			wantKind(t, err, model.Unauthenticated)
		}
		for range 3 {
			if err := o.TellLocked(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if got := told(t, o.Desk, clerk.UserID); len(got) != 1 || !strings.Contains(got[0].Text, "2026-03-10 10:15") || !got[0].Urgent {
			t.Errorf("told %+v", got)
		}
	})
}

func TestTermsAreRemindedOfOncePerDayCount(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		firm := addFirm(t, o.Desk, 1)
		officer := o.person("officer", model.RoleComplaints)
		ours := o.personAt("ours", "500156", firm.ID, model.RoleFirm)
		o.transferred(firm, officer) // due on the 25th
		reminded := func() int { return toldOf(t, o.Desk, ours.UserID, model.EventTermNear) }
		clock := model.Call{Actor: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}}
		seen := []int{}
		for range 16 {
			o.pass(1)
			for range 2 { // the job may run again
				if _, err := o.RemindTerms(t.Context(), clock); err != nil {
					t.Fatal(err)
				}
			}
			seen = append(seen, reminded())
		}
		// three days, one day and no day before the 25th, which is 15 days away
		want := []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 3}
		for i := range want {
			if seen[i] != want[i] {
				t.Fatalf("reminders by day: %v, want %v", seen, want)
			}
		}
		_, err := o.RemindTerms(t.Context(), by(ours, 0))
		wantKind(t, err, model.Forbidden)
	})
}

func TestAdoptedTextsCountFromThenOn(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		firm := addFirm(t, o.Desk, 1)
		officer, admin := o.person("officer", model.RoleComplaints), o.person("admin", model.RoleSystemAdmin)
		ours := o.personAt("ours", "500156", firm.ID, model.RoleFirm)
		o.transferred(firm, officer)
		texts := model.NotificationTexts{Event: model.EventComplaintTransferred, Subject: "新{record}", Text: "新文本{due}", SMS: "新"}
		adopted, err := o.AdoptTemplate(ctx, by(admin, 0), texts, "改得短些")
		if err != nil || adopted.Number != 1 || adopted.Author != admin.Name || len(adopted.Hash) != 64 {
			t.Fatalf("%+v %v", adopted, err)
		}
		again, err := o.AdoptTemplate(ctx, by(admin, 0), texts, "再采用一次")
		if err != nil || again.Number != 2 || again.Hash != adopted.Hash {
			t.Fatalf("%+v %v", again, err)
		}
		o.transferred(firm, officer)
		got := told(t, o.Desk, ours.UserID)
		if len(got) != 2 || got[0].Subject != "新12305-7" || got[0].Template != adopted.Hash || strings.HasPrefix(got[1].Subject, "新") {
			t.Errorf("told %+v", got)
		}
		texts.Text = "电话{phone}"
		_, err = o.AdoptTemplate(ctx, by(admin, 0), texts, "加上电话")
		wrongField(t, err, "/text", "template.unknown_value")
		_, err = o.AdoptTemplate(ctx, by(admin, 0), texts, "")
		wrongField(t, err, "/reason", "reason.missing")
		texts.Text = "合格"
		_, err = o.AdoptTemplate(ctx, by(officer, 0), texts, "无权采用")
		wantKind(t, err, model.Forbidden)
		lines, err := o.EventTexts(ctx)
		if err != nil || len(lines) != len(rulebook.NotificationEvents()) || lines[0].Number != 2 || lines[1].Number != 0 {
			t.Errorf("%+v %v", lines, err)
		}
	})
}

func TestContactsAreCheckedAndMasked(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		clerk := o.person("clerk", model.RoleLegal)
		o.reach(clerk, Contact{Email: "zhang@example.com", Mobile: "13812345678"})
		o.reach(clerk, Contact{Email: "z***@example.com", Mobile: "138****5678", SMSOff: true})
		u, err := o.Store.User(ctx, store.Everything(), clerk.UserID)
		if err != nil || u.Email != "zhang@example.com" || u.Mobile != "13812345678" || !u.SMSOff {
			t.Fatalf("%+v %v", u, err)
		}
		history, err := o.Store.History(ctx, "users", string(u.ID))
		if text := inJSON(t, u) + inJSON(t, history); err != nil || strings.Contains(text, "zhang@") || strings.Contains(text, "13812345678") {
			t.Errorf("shown whole: %s %v", text, err)
		}
		for _, email := range []model.Email{"zhang", "a@b", "张 <a@example.com>", "a@example.com\r\nBcc: b@example.com", "a@example.com,b@example.com", `"a b"@example.com`} {
			_, err := o.SetContact(ctx, by(clerk, u.Version), Contact{Email: email, Mobile: "110"})
			wrongField(t, err, "/email", "email.invalid")
			wrongField(t, err, "/mobile", "mobile.invalid")
		}
	})
}

func TestReadingStopsAtWhatWasSeen(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		firm := addFirm(t, o.Desk, 1)
		officer := o.person("officer", model.RoleComplaints)
		ours, other := o.personAt("ours", "500156", firm.ID, model.RoleFirm), o.personAt("twin", "500156", firm.ID, model.RoleFirm)
		o.transferred(firm, officer)
		seen := told(t, o.Desk, ours.UserID)[0]
		o.at = o.at.Add(time.Second)
		o.transferred(firm, officer)
		done, err := o.ReadNotifications(ctx, by(ours, 0), seen.CreatedAt)
		if err != nil || done.Read != 1 {
			t.Fatalf("%+v %v", done, err)
		}
		if n, err := o.Store.UnreadNotifications(ctx, store.OfUser(ours.UserID)); err != nil || n != 1 {
			t.Errorf("%d unread %v", n, err)
		}
		theirs := told(t, o.Desk, other.UserID)[0]
		_, err = o.ReadNotification(ctx, by(ours, theirs.Version), theirs.ID)
		wantKind(t, err, model.NotFound)
		if _, err = o.ReadNotification(ctx, by(other, theirs.Version), theirs.ID); err != nil {
			t.Error(err)
		}
	})
}

func TestOldNoticesAreForgottenButNotWhatWaitsForAPerson(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		o := &office{Desk: d, testClock: clock, t: t}
		firm := addFirm(t, d, 1)
		ours := o.personAt("ours", "500156", firm.ID, model.RoleFirm)
		o.reach(ours, Contact{Email: "ours@example.com", Mobile: "13900000001"})
		o.transferred(firm, o.person("officer", model.RoleComplaints))
		for _, x := range sendings(t, d) {
			lease := Lease{Token: string(x.ID), For: time.Minute}
			if mine, err := d.ClaimDelivery(t.Context(), x, lease); err != nil || !mine {
				t.Fatal(mine, err)
			}
			status := model.DeliverySent
			if x.Channel == model.ChannelSMS {
				status = model.DeliveryFailed
			}
			if err := d.FinishDelivery(t.Context(), x.ID, lease.Token, Outcome{Status: status, Started: clock.at}); err != nil {
				t.Fatal(err)
			}
		}
		house := model.Call{Actor: model.Actor{Roles: []model.Role{"job"}}}
		for _, step := range []struct{ days, deliveries, told int }{{364, 2, 1}, {2, 1, 1}} {
			o.pass(step.days)
			if _, err := d.Housekeep(t.Context(), house); err != nil {
				t.Fatal(err)
			}
			if out, in := len(sendings(t, d)), len(told(t, d, ours.UserID)); out != step.deliveries || in != step.told {
				t.Errorf("%d deliveries and %d notifications are left, want %+v", out, in, step)
			}
		}
	})
}

func TestContactsAreSealedInTheDatabase(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		clerk := o.person("clerk", model.RoleLegal)
		o.reach(clerk, Contact{Email: "canary@example.com", Mobile: "13812345678"})
		var packed bytes.Buffer
		blobs, err := store.OpenBlobs(t.Context(), t.TempDir(), store.BlobKeys{})
		if err == nil {
			_, err = o.Store.Backup(t.Context(), &packed, o.at, blobs)
		}
		if err != nil {
			t.Fatal(err)
		}
		plain, err := gzip.NewReader(&packed)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := io.ReadAll(plain)
		if text := string(whole); err != nil || !strings.Contains(text, string(clerk.UserID)) || strings.Contains(text, "canary@") || strings.Contains(text, "13812345678") {
			t.Errorf("kept in clear, or not at all, among %d characters", len(text))
		}
		u, err := o.Store.UserByName(t.Context(), "clerk")
		people, failed := o.Store.Recipients(t.Context(), store.Audience{Role: model.RoleLegal})
		if err != nil || failed != nil || u.Email != "canary@example.com" || len(people) != 1 || people[0].Mobile != "13812345678" {
			t.Errorf("%q %v %v", string(u.Email), err, failed)
		}
	})
}
