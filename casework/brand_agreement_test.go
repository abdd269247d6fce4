package casework

import (
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// agreement is a franchise of a brand for a year from the office's day.
func (o *office) agreement(id model.EnterpriseID, brand string) NewBrandAgreement {
	return NewBrandAgreement{EnterpriseID: id, Kind: model.BrandFranchise, Brand: brand, DocumentNo: "加盟〔2026〕1号", From: o.day(), Until: o.day().AddMonths(12)}
}

func (o *office) named(filter map[string]string, search string) string {
	o.t.Helper()
	page, err := o.Store.Enterprises(o.t.Context(), store.Everything(), store.Query{Sort: "name", Filter: filter, Search: search})
	names := []string{}
	for _, e := range ok(o.t, page, err).Items {
		names = append(names, string(e.ID))
	}
	return strings.Join(names, " ")
}

// A firm has its brand with its registration; others come and end by acts, and lists and
// searches follow. Whatever is about a brand is written in any way.
func TestBrandsComeAndEnd(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		o.firm("0002", "500156001")
		lines := func() []BrandAgreementLine {
			return must2(o.EnterpriseCard(ctx, person("reader", model.RoleChief), firm.ID)).Record.Agreements
		}
		if first := lines(); len(first) != 1 || first[0].Brand != firm.Brand || first[0].Kind != model.BrandOwn || first[0].From != o.day() || first[0].State != policy.AgreementInForce {
			t.Fatalf("registered with %+v", first)
		}
		a := must2(o.RegisterBrandAgreement(ctx, call(inspector, 0), o.agreement(firm.ID, " ＳＴ快运 ")))
		_, err := o.RegisterBrandAgreement(ctx, call(inspector, 0), o.agreement(firm.ID, "st 快运"))
		wrongField(t, err, "/from", "brand-agreement.twice")
		filter := map[string]string{"brand_on": store.BrandOn(o.day(), "St快运")}
		if got := o.named(filter, ""); got != string(firm.ID) {
			t.Errorf("the brand's list is %q", got)
		}
		if got := o.named(nil, "st快运"); got != string(firm.ID) {
			t.Errorf("the search finds %q", got)
		}
		if got := o.named(map[string]string{"brand_on": store.BrandOn(o.day().AddDays(-1), "st快运")}, ""); got != "" {
			t.Errorf("the day before %q held it", got)
		}
		if mine := must2(o.BrandAgreementCard(ctx, firmPerson(firm.ID), a.ID)); mine.Record.RecordedBy != "" || mine.Acts[0].Allowed {
			t.Errorf("the firm is shown %+v", mine)
		}
		_, err = o.BrandAgreementCard(ctx, firmPerson("other"), a.ID)
		wantKind(t, err, model.NotFound)
		_, err = o.EndBrandAgreement(ctx, call(inspector, a.Version), a.ID, BrandAgreementEnd{o.day().AddDays(1), "加盟终止"})
		wrongField(t, err, "/on", "date.too_late")
		ended := must2(o.EndBrandAgreement(ctx, call(inspector, a.Version), a.ID, BrandAgreementEnd{o.day(), "加盟终止"}))
		if ended.State != policy.AgreementEnded || ended.LastDay != o.day().AddDays(-1) || ended.EndedBy != inspector.Name {
			t.Errorf("ended is %+v", ended)
		}
		if got := o.named(filter, "") + o.named(nil, "st快运"); got != "" {
			t.Errorf("what ended is found: %q", got)
		}
		_, err = o.EndBrandAgreement(ctx, call(inspector, ended.Version), a.ID, BrandAgreementEnd{o.day(), "再次终止"})
		wantRefusal(t, err, model.Conflict, "brand-agreement.state")
		voided := must2(o.VoidBrandAgreement(ctx, call(inspector, ended.Version), a.ID, "登记错了"))
		if voided.State != policy.AgreementVoided {
			t.Errorf("voided is %+v", voided)
		}
		must2(o.RegisterBrandAgreement(ctx, call(inspector, 0), o.agreement(firm.ID, "ST快运"))) // again from the same day
		facts := EnterpriseFacts{Name: firm.Name, Brand: "新名", AreaCode: firm.AreaCode, Address: firm.Address, Status: model.EnterpriseActive}
		e := must2(o.Store.Enterprise(ctx, store.Everything(), firm.ID))
		must2(o.ChangeEnterprise(ctx, call(inspector, e.Version), firm.ID, facts))
		if now := lines(); len(now) != 4 || !policy.HoldsBrand([]model.HeldBrandAgreement{now[3].HeldBrandAgreement, now[2].HeldBrandAgreement, now[1].HeldBrandAgreement}, "新名", o.day()) {
			t.Errorf("the new principal brand is not held: %+v", now)
		}
	})
}

func TestBrandAgreementsAreCheckedWhenEntered(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		firm := o.firm("0001", "500156001")
		for name, c := range map[string]struct {
			change         func(n *NewBrandAgreement)
			field, refusal string
		}{
			"no brand":               {func(n *NewBrandAgreement) { n.Brand = " 　" }, "/brand", "required"},
			"a brand of two lines":   {func(n *NewBrandAgreement) { n.Brand = "甲\n乙" }, "/brand", "brand-agreement.unprintable"},
			"a franchise by mouth":   {func(n *NewBrandAgreement) { n.DocumentNo = " " }, "/document_no", "required"},
			"ends before it began":   {func(n *NewBrandAgreement) { n.Until = n.From.AddDays(-1) }, "/until", "date.too_early"},
			"in the far future":      {func(n *NewBrandAgreement) { n.From = n.From.AddMonths(13) }, "/from", "date.too_late"},
			"of a firm of elsewhere": {func(n *NewBrandAgreement) { n.EnterpriseID = "nobody" }, "/enterprise_id", "enterprise.unknown"},
		} {
			n := o.agreement(firm.ID, "甲")
			c.change(&n)
			_, err := o.RegisterBrandAgreement(t.Context(), call(person("clerk", model.RoleInspector), 0), n)
			t.Log(name)
			wrongField(t, err, c.field, c.refusal)
		}
	})
}

// A brand that nobody agreed on keeps no filing out, but whoever accepts it says why; beside
// it, what others have filed there is shown with its brands.
func TestABrandWithoutAgreementIsConfirmed(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm, rival := o.firm("0001", "500156001"), o.firm("0002", "500156001")
		o.moveTo("2026-03-12")
		facts := completeFacts()
		facts.Brands = []string{firm.Brand, "借来的"}
		e := submitted(t, o.Desk, firm.ID, facts)
		card := must2(o.EndPointCard(ctx, inspector, e.ID))
		if unheld := checkOf(card.Record.Checks, policy.FilingBrand); unheld.Holds || !unheld.Advises || !strings.Contains(unheld.Seen, "：借来的，请人工核对") || !card.Record.Checks.Allowed {
			t.Errorf("the card says %+v", unheld)
		}
		_, err := o.AcceptEndPoint(ctx, call(inspector, e.Version), e.ID, FilingAcceptance{})
		wrongField(t, err, "/reason", "endpoint.brand_unheld")
		filed := must2(o.AcceptEndPoint(ctx, call(inspector, e.Version), e.ID, FilingAcceptance{"", "见过协议原件"}))
		must2(o.RegisterBrandAgreement(ctx, call(inspector, 0), o.agreement(firm.ID, "借来的")))
		facts.Brands = []string{rival.Brand}
		other := submitted(t, o.Desk, rival.ID, facts)
		card = must2(o.EndPointCard(ctx, inspector, other.ID))
		if !checkOf(card.Record.Checks, policy.FilingBrand).Holds {
			t.Errorf("a firm's own brand is %+v", card.Record.Checks)
		}
		if beside := card.Record.SamePlace; len(beside) != 1 || strings.Join(beside[0].Brands, " ") != firm.Brand+" 借来的" || beside[0].Status != model.EndPointFiled {
			t.Errorf("beside it stands %+v", beside)
		}
		if public := must2(o.FilingsBeside(ctx, must2(o.Store.Filing(ctx, filed.LocalSerial)))); len(public) != 0 {
			t.Errorf("the public is told of what is not filed: %+v", public)
		}
		other = must2(o.AcceptEndPoint(ctx, call(inspector, other.Version), other.ID, FilingAcceptance{"", "当场核对"}))
		if public := must2(o.FilingsBeside(ctx, must2(o.Store.Filing(ctx, filed.LocalSerial)))); len(public) != 1 || public[0].LocalSerial != other.LocalSerial || public[0].Brands[0] != rival.Brand {
			t.Errorf("the public is told of %+v", public)
		}
		if again := must2(o.EndPointCard(ctx, inspector, e.ID)).Record.Checks; checkOf(again, policy.FilingBrand).Holds {
			t.Error("what was decided changed with a later agreement")
		}
	})
}

func checkOf(d model.Decision, id string) model.DecisionLine {
	for _, line := range d.Lines {
		if line.RuleID == id {
			return line
		}
	}
	return model.DecisionLine{}
}

// Firm and bureau are reminded at 60 and 30 days, and no more once a later agreement follows.
func TestAgreementsThatRunOutAreReminded(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		n := o.agreement(firm.ID, "加盟牌")
		n.Until = o.day().AddDays(61)
		must2(o.RegisterBrandAgreement(ctx, call(inspector, 0), n))
		titles := func() []string {
			var found []string
			for _, actor := range []model.Actor{inspector, firmPerson(firm.ID)} {
				err := o.eachWork(ctx, actor, func(s workSource, items []model.WorkItem, _ bool) {
					for _, item := range items {
						if days, now := o.remindedAt(item); s.act == agreementTerm && now {
							found = append(found, item.Title+" "+[]string{30: "30", 60: "60"}[days])
						}
					}
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			return found
		}
		if early := titles(); len(early) != 0 {
			t.Errorf("61 days before: %q", early)
		}
		o.moveTo(o.day().AddDays(1).String())
		if due := titles(); len(due) != 2 || !strings.HasSuffix(due[0], "加盟牌） 60") || !strings.HasPrefix(due[1], "“加盟牌”的品牌协议将到期") {
			t.Errorf("60 days before: %q", due)
		}
		o.moveTo(o.day().AddDays(30).String())
		if due := titles(); len(due) != 2 || !strings.HasSuffix(due[0], " 30") {
			t.Errorf("30 days before: %q", due)
		}
		n.From, n.Until = n.Until.AddDays(1), n.Until.AddMonths(12)
		must2(o.RegisterBrandAgreement(ctx, call(inspector, 0), n))
		if followed := titles(); len(followed) != 0 {
			t.Errorf("with a later agreement: %q", followed)
		}
	})
}

// The end of an agreement is the work of whoever has filed end points under the brand, until it
// is renewed or they are changed; the agreement's page names them, and their receipts say so.
func TestTheEndOfABrandIsToldOfItsEndPoints(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector := t.Context(), o.person("clerk", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		owner := o.personAt("owner", "500156001", firm.ID, model.RoleFirm)
		a := must2(o.RegisterBrandAgreement(ctx, call(inspector, 0), o.agreement(firm.ID, "中通")))
		serial := model.Serial("500156-2026-0001")
		for _, e := range []model.EndPoint{
			{ID: "bears", Name: "挂牌网点", Brands: model.WordList{"中通", "极兔"}, LocalSerial: serial, Status: model.EndPointFiled},
			{ID: "longer", Name: "别名网点", Brands: model.WordList{"中通快运"}, LocalSerial: "500156-2026-0002", Status: model.EndPointFiled},
			{ID: "draft", Name: "草稿网点", Brands: model.WordList{"中通"}, Status: model.EndPointDraft},
		} {
			e.EnterpriseID, e.EnterpriseName, e.AreaCode, e.Version, e.CreatedAt, e.UpdatedAt = firm.ID, firm.Name, firm.AreaCode, 1, o.at, o.at
			e.FiledOn, e.ValidUntil = o.day(), o.day().AddMonths(12)
			must2(0, o.Store.Tx(ctx, model.Stamp{Act: "test", At: o.at}, func(tx *store.Tx) error { return tx.AddEndPoint(ctx, &e) }))
		}
		told := func(when string, want int) {
			t.Helper()
			work, flaws := 0, int64(-1)
			for _, item := range must2(o.Work(ctx, owner)).Items {
				if item.ID == "bears" && item.Act == proposeChange.name && !item.Due.DueOn.IsZero() {
					work++
				}
			}
			for _, line := range must2(o.DataQuality(ctx, inspector)).Rules {
				if line.ID == policy.QualityBrandEnded {
					flaws = line.Count
				}
			}
			receipt := must2(o.Filing(ctx, serial))
			if work != want || flaws != int64(want) || len(receipt.EndedBrands) != want || len(receipt.Brands) != 2 {
				t.Errorf("%s: %d to change, %d amiss, the receipt tells of %v", when, work, flaws, receipt.EndedBrands)
			}
		}
		told("while it holds", 0)
		if card := must2(o.BrandAgreementCard(ctx, inspector, a.ID)).Record; len(card.Bearers) != 1 || card.Bearers[0].LocalSerial != serial {
			t.Errorf("the page of the agreement names %+v", card.Bearers)
		}
		must2(o.EndBrandAgreement(ctx, call(inspector, a.Version), a.ID, BrandAgreementEnd{o.day(), "加盟终止"}))
		told("once it ended", 1)
		must2(o.RegisterBrandAgreement(ctx, call(inspector, 0), NewBrandAgreement{
			EnterpriseID: firm.ID, Kind: model.BrandFranchise, Brand: "中通", DocumentNo: "加盟〔2026〕2号", From: o.day().AddDays(-1),
		}))
		told("once renewed", 0)
	})
}
