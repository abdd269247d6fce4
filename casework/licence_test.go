package casework

import (
	"context"
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// licensedFirm is an enterprise whose licence has the last day.
type licensedFirm struct {
	model.Enterprise
	lastDay model.Date
}

func addLicensed(tx *store.Tx, ctx context.Context, f *licensedFirm) error {
	if err := tx.AddEnterprise(ctx, &f.Enterprise); err != nil || f.lastDay.IsZero() {
		return err
	}
	return tx.AddLicence(ctx, &model.Licence{
		ID: model.LicenceID(f.ID), EnterpriseID: f.ID, Number: "渝邮20240001A", Kind: model.LicenceFirst, LastDay: f.lastDay,
		Version: 1, CreatedAt: f.CreatedAt, UpdatedAt: f.UpdatedAt,
	})
}

// licences of a firm as its page shows them, on the office's day.
func (o *office) licences(id model.EnterpriseID) map[model.LicenceKind]LicenceLine {
	o.t.Helper()
	card, err := o.EnterpriseCard(o.t.Context(), person("reader", model.RoleChief), id)
	lines := map[model.LicenceKind]LicenceLine{}
	for _, line := range ok(o.t, card, err).Record.Licences {
		lines[line.Kind] = line
	}
	return lines
}

func TestALicenceIsRenewedChangedAndEnded(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm := o.firm("0001", "500156001") // first licence, 2024 to 2028
		licensed(t, o.Desk, firm, func(l *NewLicence) {
			l.Kind, l.From, l.IssuedOn, l.Areas = model.LicenceChange, today, today, []string{"500156"}
		})
		firm = licensed(t, o.Desk, firm, func(l *NewLicence) {
			l.Kind, l.Number, l.IssuedOn, l.From, l.Expires = model.LicenceRenewal, "渝邮20290001A", today, model.NewDate(2027, 1, 1), model.NewDate(2031, 12, 31)
		})
		lines := o.licences(firm.ID)
		for kind, want := range map[model.LicenceKind]policy.LicenceState{
			model.LicenceFirst: policy.LicenceReplaced, model.LicenceChange: policy.LicenceInForce, model.LicenceRenewal: policy.LicenceEarly,
		} {
			if lines[kind].State != want {
				t.Errorf("%s is %s, want %s", kind, lines[kind].State, want)
			}
		}
		found, err := o.Store.Enterprises(ctx, store.Everything(), store.Query{Search: "渝邮20290001A"})
		ok(t, found, err)
		if len(found.Items) != 1 || found.Items[0].LicenceNo != "渝邮20290001A" || found.Items[0].LicenceExpires != model.NewDate(2031, 12, 31) {
			t.Errorf("the register shows %+v", found.Items)
		}

		mine := must2(o.EnterpriseCard(ctx, firmPerson(firm.ID), firm.ID)).Record.Licences
		seen := must2(o.AsOf(ctx, firmPerson(firm.ID), Kept{"licences", "licence:read"}, string(mine[0].ID), today))
		if _, told := seen.Record["recorded_by"]; told || mine[0].RecordedBy != "" || lines[model.LicenceFirst].RecordedBy == "" {
			t.Errorf("the firm is told who recorded %+v, %+v", mine[0], seen.Record)
		}
		end := LicenceEnd{Ending: model.LicenceRevoked, On: today, DocumentNo: "渝邮管罚〔2026〕1号", Reason: "严重违法"}
		change := lines[model.LicenceChange]
		ended, err := o.EndLicence(ctx, by(inspector, change.Version), change.ID, end)
		ok(t, ended, err)
		if ended.State != policy.LicenceEnded || ended.LastDay != today.AddDays(-1) || ended.EndedBy != inspector.Name || ended.EndDocumentNo != end.DocumentNo {
			t.Errorf("ended is %+v", ended)
		}
		if later := o.licences(firm.ID)[model.LicenceRenewal]; later.Ending != model.LicenceRevoked || later.LastDay != today.AddDays(-1) {
			t.Errorf("what would have come after is %+v", later)
		}
		if former := o.licences(firm.ID)[model.LicenceFirst]; former.LastDay != today.AddDays(-1) {
			t.Errorf("what was changed would revive: %+v", former)
		}
		_, err = o.EndLicence(ctx, by(inspector, ended.Version), change.ID, end)
		wantRefusal(t, err, model.Conflict, "licence.state")
		card, err := o.LicenceCard(ctx, inspector, change.ID, today.AddDays(-1))
		if ok(t, card, err).Record.State != policy.LicenceEarly {
			t.Errorf("the day before it began it was %s", card.Record.State)
		}
		if card, err = o.LicenceCard(ctx, inspector, lines[model.LicenceFirst].ID, today.AddDays(-1)); ok(t, card, err).Record.State != policy.LicenceInForce {
			t.Errorf("the day before the change the first was %s", card.Record.State)
		}
	})
}

func TestALicenceEnteredInErrorCountsOnNoDay(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		wrong := o.licences(firm.ID)[model.LicenceFirst]
		_, err := o.VoidLicence(ctx, by(inspector, wrong.Version), wrong.ID, " ")
		wrongField(t, err, "/reason", "reason.missing")
		voided, err := o.VoidLicence(ctx, by(inspector, wrong.Version), wrong.ID, "号码抄错")
		ok(t, voided, err)
		if voided.State != policy.LicenceVoided || voided.VoidedBy != inspector.Name || len(voided.Warnings) != 0 {
			t.Errorf("voided is %+v", voided)
		}
		_, err = o.EndLicence(ctx, by(inspector, voided.Version), wrong.ID, LicenceEnd{model.LicenceCancelled, today, "文号", "理由"})
		wantRefusal(t, err, model.Conflict, "licence.state")
		again := licensed(t, o.Desk, firm, nil) // the same number from the same day
		if lines := o.licences(again.ID); lines[model.LicenceFirst].State != policy.LicenceInForce {
			t.Errorf("licences are %+v", lines)
		}
	})
}

func TestLicencesAreCheckedWhenEntered(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		held, bare := o.firm("0001", "500156001"), registered(t, o.Desk, firmFacts)
		for name, c := range map[string]struct {
			change         func(l *NewLicence)
			field, refusal string
		}{
			"no number":            {func(l *NewLicence) { l.Number = " " }, "/number", "required"},
			"no scope":             {func(l *NewLicence) { l.Scope = nil }, "/scope", "required"},
			"no area":              {func(l *NewLicence) { l.Areas = nil }, "/areas", "required"},
			"an area twice":        {func(l *NewLicence) { l.Areas = []string{"500156", "500156"} }, "/areas/1", "word.doubled"},
			"an area of nowhere":   {func(l *NewLicence) { l.Areas = []string{"500156999"} }, "/areas/0", "area.unknown"},
			"ends before it began": {func(l *NewLicence) { l.Expires = l.From.AddDays(-1) }, "/expires", "date.too_early"},
			"issued tomorrow":      {func(l *NewLicence) { l.IssuedOn = today.AddDays(1) }, "/issued_on", "date.too_late"},
			"a renewal of none":    {func(l *NewLicence) { l.Kind = model.LicenceRenewal }, "/kind", "licence.none_before"},
			"a firm of nowhere":    {func(l *NewLicence) { l.EnterpriseID = "nobody" }, "/enterprise_id", "enterprise.unknown"},
			"a second first":       {func(l *NewLicence) { l.EnterpriseID, l.From = held.ID, today }, "/kind", "licence.already_held"},
			"the same again":       {func(l *NewLicence) { l.EnterpriseID, l.Kind = held.ID, model.LicenceChange }, "/from", "licence.twice"},
		} {
			facts := licenceFacts
			facts.EnterpriseID = bare.ID
			c.change(&facts)
			if _, err := o.RegisterLicence(ctx, by(inspector, 0), facts); err == nil {
				t.Errorf("%s was registered", name)
			} else {
				wrongField(t, err, c.field, c.refusal)
			}
		}
		odd := licenceFacts
		odd.EnterpriseID, odd.Expires = bare.ID, model.NewDate(2030, 1, 1)
		line, err := o.RegisterLicence(ctx, by(inspector, 0), odd) // held's number besides
		if ok(t, line, err); len(line.Warnings) != 2 || line.Warnings[0].Field != "expires" || line.Warnings[1].Field != "number" {
			t.Errorf("doubts are %+v", line.Warnings)
		}
	})
}

// A renewal that begins later than the day after the licence before it is refused with the
// days between and the filings that lapse in them, until somebody accounts for it in words.
func TestAGapBetweenLicencesIsToldBeforeItIsKept(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm := registered(t, o.Desk, firmFacts)
		last := today.AddDays(40)
		firm = licensed(t, o.Desk, firm, func(l *NewLicence) { l.From, l.Expires = last.AddMonths(-60), last })
		filed := model.EndPoint{ID: "filed", EnterpriseID: firm.ID, EnterpriseName: firm.Name, Name: "网点", AreaCode: firm.AreaCode, Status: model.EndPointFiled, Version: 1, CreatedAt: o.at, UpdatedAt: o.at}
		must2(0, o.Store.Tx(ctx, model.Stamp{Act: "test", At: o.at}, func(tx *store.Tx) error { return tx.AddEndPoint(ctx, &filed) }))
		renewal := licenceFacts
		renewal.EnterpriseID, renewal.Kind, renewal.Number, renewal.IssuedOn = firm.ID, model.LicenceRenewal, "渝邮20290001A", today
		renewal.From, renewal.Expires = last.AddDays(7), last.AddDays(7).AddMonths(60)
		_, err := o.RegisterLicence(ctx, by(inspector, 0), renewal)
		wrongField(t, err, "/gap_reason", "licence.gap")
		for _, word := range []string{"有效到" + last.String(), "应自" + last.AddDays(1).String() + "起", "空6天", "1个已备案的网点"} {
			if !strings.Contains(inJSON(t, err), word) {
				t.Errorf("the refusal says %s, without %s", inJSON(t, err), word)
			}
		}
		renewal.GapReason = "逾期申请，经批准"
		line, err := o.RegisterLicence(ctx, by(inspector, 0), renewal)
		if ok(t, line, err); !strings.HasPrefix(line.Reason, "许可中断6天") || !strings.Contains(line.Reason, renewal.GapReason) {
			t.Errorf("kept for %q", line.Reason)
		}
		renewal.GapReason, renewal.Number, renewal.From = "", "渝邮20290002A", last.AddDays(1) // the day after needs no word
		if line, err = o.RegisterLicence(ctx, by(inspector, 0), renewal); ok(t, line, err).Reason != renewal.Reason {
			t.Errorf("without a gap kept for %q", line.Reason)
		}
	})
}

// Firm and bureau are told of a licence's end at 60 and 30 days, once each, also when the
// day itself was missed; and of nobody else's end, nor of one that was renewed.
func TestARenewalIsCalledForTwice(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		inspector, far := o.person("clerk", model.RoleInspector), o.personAt("far", "500156002", "", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		wrong := o.licences(firm.ID)[model.LicenceFirst]
		must2(o.VoidLicence(t.Context(), call(inspector, 1), wrong.ID, "抄错"))
		last := today.AddDays(62)
		firm = licensed(t, o.Desk, firm, func(l *NewLicence) { l.From, l.Expires = last.AddMonths(-60), last })
		owner := o.personAt("owner", "500156", firm.ID, model.RoleFirm)
		clock := model.Call{Actor: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}}
		days := map[int]int{61: 0, 60: 1, 59: 1, 31: 1, 29: 2, 28: 2, 1: 2, 0: 2, -1: 2}
		for left := 62; left >= -1; left-- {
			if want, asked := days[left]; asked {
				must2(o.RemindTerms(t.Context(), clock))
				must2(o.RemindTerms(t.Context(), clock))
				for _, who := range []model.Actor{inspector, owner} {
					if got := len(told(t, o.Desk, who.UserID)); got != want {
						t.Errorf("%d days before the end %s was told %d times, want %d", left, who.Name, got, want)
					}
				}
			}
			if left == 45 || left == 29 { // until 30 days before, that is the day to which it counts
				day := map[int]model.Date{45: last.AddDays(-30), 29: last}[left]
				for _, who := range []model.Actor{inspector, owner} {
					if work := must2(o.Work(t.Context(), who)).Items; len(work) != 1 || work[0].Due.DueOn != day || work[0].Note == "" {
						t.Errorf("%d days before the end the work of %s is %+v", left, who.Name, work)
					}
				}
			}
			o.pass(1)
		}
		if got := told(t, o.Desk, far.UserID); len(got) != 0 {
			t.Errorf("another area's inspector was told %+v", got)
		}
		for _, who := range []model.Actor{inspector, owner} {
			if work := must2(o.Work(t.Context(), who)).Items; len(work) != 1 || work[0].Due.DueOn != last || work[0].ID != string(firm.ID) {
				t.Errorf("the work of %s is %+v", who.Name, work)
			}
		}
		licensed(t, o.Desk, firm, func(l *NewLicence) {
			l.Kind, l.IssuedOn, l.From, l.Expires = model.LicenceRenewal, o.day(), last.AddDays(1), last.AddMonths(60)
		})
		if work := must2(o.Work(t.Context(), owner)).Items; len(work) != 0 {
			t.Errorf("once renewed the firm's work is %+v", work)
		}
	})
}
