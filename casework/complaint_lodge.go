package casework

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// public is who lodges on the public site: nobody known, in the district that the site is for.
var public = model.Actor{Name: "公众（网上提交）", AreaCode: districtCode}

// LodgedFacts is what a consumer enters on the public site. Firm is what he calls the enterprise;
// EnterpriseID is the one of the register that he chose, if he found it there.
type LodgedFacts struct {
	Kind             model.ComplaintKind
	EnterpriseID     model.EnterpriseID
	Firm             string
	WaybillNo        string
	Category         string
	HappenedOn       model.Date
	Statement        string
	Claim            string
	FirmComplainedOn model.Date
	FirmReplied      bool
	ConsumerName     model.PersonName
	ConsumerPhone    model.Phone
}

// Lodged is what a consumer gets for what he lodged: the number by which he follows it, the terms
// that run from now on, and what stands in the way of its acceptance as far as is known, nil for nothing.
type Lodged struct {
	TrackingNo string
	Kind       model.ComplaintKind
	ReceivedOn model.Date
	Known      bool // the enterprise is one of the register
	FirmSince  model.Date
	Terms      []model.DueView `json:"-"`
	Hindrance  error           `json:"-"`
}

// ComplaintCategories are what complaints are about, in the order of forms.
func ComplaintCategories() []string {
	return []string{"delivery", "delay", "loss", "damage", "pickup", "overcharge", "cod", "other"}
}

// lodgings are how many may be lodged, and what one too many is told.
type lodgings struct {
	store.Allowance
	refusal string
}

func (w work) spendAll(ctx context.Context, allowed []lodgings) error {
	for _, a := range allowed {
		wait, err := w.Spend(ctx, a.Allowance)
		if err != nil {
			return err
		}
		if wait > 0 {
			return tooMany(a.refusal, wait)
		}
	}
	return nil
}

const (
	lodgingsPer = time.Hour
	// allLodgingsPer is short, so that a flood of many addresses keeps nobody out for long once it is over.
	allLodgingsPer = 5 * time.Minute
	tracksPer      = 15 * time.Minute
)

// LodgeComplaint takes a complaint or report in from the public site: it is registered as one that
// an officer enters, in the district's area, and the complaint officers are told of it. Who sent it
// is kept nowhere but in what he wrote; his address only counts against the client's allowance.
func (d *Desk) LodgeComplaint(ctx context.Context, call model.Call, facts LodgedFacts) (Lodged, error) {
	allowed := []lodgings{ // the row that all share last, and for the shortest time
		{store.Allowance{Bucket: "lodge/" + ClientOf(call.Address), Most: d.Rules.Limits.Lodgings, Per: lodgingsPer}, "提交太频繁"},
		{store.Allowance{Bucket: "lodge", Most: d.Rules.Limits.AllLodgings, Per: allLodgingsPer}, "网上提交的人太多（急需处理的请拨打 12305）"},
	}
	call.Actor, call.Address = public, ""
	lodged, err := perform(ctx, d, call, order{permission: "complaint:lodge"}, func(w work) (Lodged, error) {
		w.scope = store.InArea(districtCode)
		fields := facts.check(w.today())
		c := model.Complaint{
			ID: model.ComplaintID(store.NewID()), TrackingNo: store.NewTrackingNo(), Status: model.ComplaintRegistered,
			Demo: call.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		err := w.enterComplaint(ctx, &c, facts.asRegistered(w.today()))
		if known := model.FieldsOf(err); len(known) > 0 {
			fields, err = append(fields, known...), nil
		}
		if err = errors.Join(err, fields.Err()); err != nil {
			return Lodged{}, err
		}
		if err := w.AddComplaint(ctx, &c); err != nil {
			return Lodged{}, err
		}
		if err := w.keepClocks(ctx, complaintClocks(c)); err != nil {
			return Lodged{}, err
		}
		if err := w.tellOfLodging(ctx, c); err != nil {
			return Lodged{}, err
		}
		return Lodged{c.TrackingNo, c.Kind, c.ReceivedOn, c.EnterpriseID != "", c.FirmComplainedOn, nil, nil}, w.spendAll(ctx, allowed)
	})
	if err != nil {
		return lodged, err
	}
	lodged.Hindrance = policy.CanAcceptComplaint(model.Complaint{
		Kind: lodged.Kind, EnterpriseID: "known or not", FirmComplainedOn: lodged.FirmSince, FirmReplied: facts.FirmReplied,
	}, lodged.ReceivedOn)
	t, err := d.termsNow(ctx)
	for _, rule := range []model.DeadlineRuleID{model.ComplaintAcceptance, model.ComplaintAnswer} {
		term, _ := t.term(rule, lodged.ReceivedOn, d.Today()) // the view says by itself that the day is missing
		if lodged.Kind == model.ComplaintReport && rule == model.ComplaintAnswer {
			term.Title = "核查举报并作出处理"
		}
		lodged.Terms = append(lodged.Terms, term)
	}
	return lodged, err
}

// CheckLodged names what is wrong with the facts as far as they tell by themselves.
func (d *Desk) CheckLodged(facts LodgedFacts) []model.FieldError {
	return append(facts.check(d.Today()), facts.asRegistered(d.Today()).check(d.Today())...)
}

// asRegistered is the entry that an officer would make of it: what the register has no field for stands above what happened.
func (f LodgedFacts) asRegistered(today model.Date) ComplaintFacts {
	var told strings.Builder
	if f.EnterpriseID == "" && f.Firm != "" {
		told.WriteString("用户所写的企业：" + f.Firm + "\n")
	}
	if !f.HappenedOn.IsZero() {
		told.WriteString("发生日期：" + f.HappenedOn.String() + "\n")
	}
	told.WriteString(f.Statement)
	return ComplaintFacts{
		Channel: "web", Kind: f.Kind, EnterpriseID: f.EnterpriseID, WaybillNo: f.WaybillNo, ConsumerName: f.ConsumerName, ConsumerPhone: f.ConsumerPhone,
		Category: f.Category, Statement: told.String(), Claim: f.Claim, FirmComplainedOn: f.FirmComplainedOn, FirmReplied: f.FirmReplied, ReceivedOn: today,
	}
}

// check is what an entry from outside has to hold beyond what an officer's has.
func (f LodgedFacts) check(today model.Date) model.FieldErrors {
	var fields model.FieldErrors
	if f.Kind != model.ComplaintToBureau && f.Kind != model.ComplaintReport {
		fields.Add("/kind", "required", "请选择申诉或者举报")
	}
	if !slices.Contains(ComplaintCategories(), f.Category) {
		fields.Add("/category", "required", "请选择是哪一类问题")
	}
	if f.EnterpriseID == "" && f.Firm == "" {
		fields.Add("/firm", "required", "请填写是哪家企业；说不清的，写品牌或者招牌上的字")
	}
	if strings.TrimSpace(f.Statement) == "" {
		fields.Add("/statement", "required", "请写明发生了什么")
	}
	if f.HappenedOn.After(today) {
		fields.Add("/happened_on", "complaint.happened_later", "发生日期不能晚于今天")
	}
	if strings.Trim(f.WaybillNo, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-") != "" {
		fields.Add("/waybill_no", "complaint.waybill_invalid", "运单号只有字母、数字和短横线，请照面单填写")
	}
	for _, text := range []struct {
		pointer, value string
		most           int
	}{
		{"/firm", f.Firm, 60}, {"/waybill_no", f.WaybillNo, 40}, {"/statement", f.Statement, 1500}, {"/claim", f.Claim, 500},
		{"/consumer_name", string(f.ConsumerName), 30}, {"/consumer_phone", string(f.ConsumerPhone), 30},
	} {
		checkTold(&fields, text.pointer, text.value, text.most)
	}
	return fields
}

// checkTold bounds a text from outside, and refuses what is no text.
func checkTold(fields *model.FieldErrors, pointer, text string, most int) {
	strange := func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) }
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text) || strings.ContainsFunc(text, strange):
		fields.Add(pointer, "text.unreadable", "这里有无法识别的字符，请重新填写")
	case n > most:
		fields.Add(pointer, "text.too_long", "最多 "+strconv.Itoa(most)+" 个字，现在有 "+strconv.Itoa(n)+" 个字")
	}
}
