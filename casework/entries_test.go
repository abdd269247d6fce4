package casework

import (
	"testing"

	"yijian/model"
	"yijian/store"
)

func listedNationally(uscc string) NationalFacts {
	return NationalFacts{
		Source: "严重违法失信名单", DocumentNo: "渝市监列字〔2026〕7号", USCC: uscc, Name: "演示某公司", Authority: "重庆市市场监督管理局",
		Reason: "较重行政处罚", ListedOn: model.NewDate(2026, 1, 5), EndsOn: model.NewDate(2029, 1, 5),
	}
}

func TestNationalEntryIsImportedOnceAndEnded(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		e, err := o.ImportNationalEntry(ctx, keyed(p.legal, 0, "k"), listedNationally(p.firm.USCC))
		if err != nil || e.Status != model.NationalActive || e.EnterpriseID != p.firm.ID || e.EnterpriseName != p.firm.Name {
			t.Fatalf("imported: %+v, %v", e, err)
		}
		again, err := o.ImportNationalEntry(ctx, keyed(p.legal, 0, "k"), listedNationally(p.firm.USCC))
		if err != nil || again.ID != e.ID || again.EnterpriseID != p.firm.ID {
			t.Fatalf("replay: %+v, %v", again, err)
		}
		_, err = o.ImportNationalEntry(ctx, call(p.one, 0), listedNationally(p.firm.USCC))
		wantRefused(t, err, model.Conflict, "national_entry.imported")
		_, err = o.ImportNationalEntry(ctx, call(p.chief, 0), listedNationally(p.firm.USCC))
		wantRefused(t, err, model.Forbidden, "permission.denied")
		_, err = o.EndNationalEntry(ctx, call(p.one, e.Version), e.ID, "")
		wantRefused(t, err, model.Invalid, "/reason reason.missing")
		_, err = o.EndNationalEntry(ctx, call(p.one, e.Version+1), e.ID, "已移出")
		wantRefused(t, err, model.Stale, "record.stale")
		e, err = o.EndNationalEntry(ctx, call(p.one, e.Version), e.ID, "原机关已移出")
		if err != nil || e.Status != model.NationalEnded || e.EndedOn != today || e.EnterpriseID != p.firm.ID {
			t.Fatalf("ended: %+v, %v", e, err)
		}
		_, err = o.EndNationalEntry(ctx, call(p.one, e.Version), e.ID, "原机关已移出")
		wantRefused(t, err, model.Conflict, "national_entry.ended")
	})
}

func TestNationalEntryIsRefused(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		cases := []struct {
			change func(*NationalFacts)
			want   string
		}{
			{func(f *NationalFacts) { f.USCC = "9150015" }, "/uscc uscc.length"},
			{func(f *NationalFacts) { f.USCC = "9150015600000000IO" }, "/uscc uscc.alphabet"},
			{func(f *NationalFacts) { f.ListedOn = today.AddDays(1) }, "/listed_on date.too_late"},
			{func(f *NationalFacts) { f.EndsOn = f.ListedOn.AddDays(-1) }, "/ends_on date.too_early"},
		}
		for _, c := range cases {
			facts := listedNationally(p.firm.USCC)
			c.change(&facts)
			_, err := o.ImportNationalEntry(t.Context(), call(p.one, 0), facts)
			wantRefused(t, err, model.Invalid, c.want)
		}
		early := listedNationally("915001567000000001")
		if _, err := o.ImportNationalEntry(t.Context(), call(p.one, 0), early); err != nil {
			t.Fatalf("a code that fails its check digit alone: %v", err)
		}
	})
}

func TestNationalEntryMatchesByExactCodeOnly(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		late := usccOf(77)
		namesake := listedNationally(late)
		namesake.Name = p.firm.Name
		e, err := o.ImportNationalEntry(ctx, call(p.one, 0), namesake)
		if err != nil || e.EnterpriseID != "" {
			t.Fatalf("namesake: %+v, %v", e, err)
		}
		_, err = o.NationalEntryCard(ctx, p.firmUser, e.ID)
		wantRefused(t, err, model.NotFound, "record.not_found")
		facts := firmFacts
		facts.USCC, facts.AreaCode = late, "500156001"
		firm, err := o.RegisterEnterprise(ctx, call(p.one, 0), facts)
		must1(o, firm, err)
		page, err := o.Store.NationalEntries(ctx, store.OfFirm(firm.ID), store.Query{Filter: map[string]string{"uscc": late}})
		if err != nil || len(page.Items) != 1 || page.Items[0].EnterpriseID != firm.ID {
			t.Fatalf("registered later: %+v, %v", page, err)
		}
		card, err := o.NationalEntryCard(ctx, p.chief, e.ID)
		if err != nil || card.Record.EnterpriseID != firm.ID || len(openActs(card.Acts)) != 0 || len(card.History) != 1 {
			t.Fatalf("card: %+v, %v", card, err)
		}
	})
}

func underConvention() AssociationFacts {
	return AssociationFacts{
		Convention: "武隆区快递行业自律公约第六条", Reason: "多次低价倾销", ListedOn: today, EndsOn: today.AddMonths(6),
	}
}

func TestAssociationEntryIsItsSubmittersOwn(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		association, council := o.person("association", model.RoleAssociation), o.person("consumers", model.RoleConsumers)
		e, err := o.SubmitAssociationEntry(ctx, call(association, 0), p.firm.ID, underConvention())
		if err != nil || e.SubmitterName != association.Name || e.Effect != model.AssociationEffect || e.Status != model.AssociationSubmitted {
			t.Fatalf("submitted: %+v, %v", e, err)
		}
		facts := underConvention()
		facts.Reason = "拒不执行公约"
		_, err = o.ChangeAssociationEntry(ctx, call(council, e.Version), e.ID, facts)
		wantRefused(t, err, model.NotFound, "record.not_found")
		e, err = o.ChangeAssociationEntry(ctx, call(association, e.Version), e.ID, facts)
		if err != nil || e.Reason != facts.Reason {
			t.Fatalf("changed: %+v, %v", e, err)
		}
		_, err = o.RecordAssociationEntry(ctx, call(association, e.Version), e.ID)
		wantRefused(t, err, model.Forbidden, "permission.denied")
		e, err = o.RecordAssociationEntry(ctx, call(p.legal, e.Version), e.ID)
		if err != nil || e.Status != model.AssociationRecorded || e.RecordedOn != today {
			t.Fatalf("recorded: %+v, %v", e, err)
		}
		_, err = o.ChangeAssociationEntry(ctx, call(association, e.Version), e.ID, facts)
		wantRefused(t, err, model.Conflict, "association_entry.wrong_state")
		_, err = o.RecordAssociationEntry(ctx, call(p.legal, e.Version), e.ID)
		wantRefused(t, err, model.Conflict, "association_entry.wrong_state")
		_, err = o.WithdrawAssociationEntry(ctx, call(p.legal, e.Version), e.ID, "撤")
		wantRefused(t, err, model.Forbidden, "permission.denied")
		_, err = o.WithdrawAssociationEntry(ctx, call(association, e.Version), e.ID, "")
		wantRefused(t, err, model.Invalid, "/reason reason.missing")
		_, err = o.WithdrawAssociationEntry(ctx, call(association, e.Version-1), e.ID, "已整改")
		wantRefused(t, err, model.Stale, "record.stale")
		e, err = o.WithdrawAssociationEntry(ctx, call(association, e.Version), e.ID, "已整改")
		if err != nil || e.Status != model.AssociationWithdrawn || e.WithdrawReason != "已整改" {
			t.Fatalf("withdrawn: %+v, %v", e, err)
		}
	})
}

func TestAssociationEntryIsReadByTheBureauAndItsSubmitter(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		association, council := o.person("association", model.RoleAssociation), o.person("consumers", model.RoleConsumers)
		_, err := o.SubmitAssociationEntry(ctx, call(council, 0), "unknown", underConvention())
		wantRefused(t, err, model.Invalid, "/enterprise_id enterprise.unknown")
		late := underConvention()
		late.ListedOn = today.AddDays(1)
		_, err = o.SubmitAssociationEntry(ctx, call(council, 0), p.firm.ID, late)
		wantRefused(t, err, model.Invalid, "/listed_on date.too_late")
		_, err = o.SubmitAssociationEntry(ctx, call(p.one, 0), p.firm.ID, underConvention())
		wantRefused(t, err, model.Forbidden, "permission.denied")
		e, err := o.SubmitAssociationEntry(ctx, keyed(council, 0, "k"), p.firm.ID, underConvention())
		must1(o, e, err)
		again, err := o.SubmitAssociationEntry(ctx, keyed(council, 0, "k"), p.firm.ID, underConvention())
		if err != nil || again.ID != e.ID {
			t.Fatalf("replay: %+v, %v", again, err)
		}
		for _, reader := range []model.Actor{council, p.one, p.legal, p.chief} {
			if _, err := o.AssociationEntryCard(ctx, reader, e.ID); err != nil {
				t.Errorf("%s: %v", reader.Name, err)
			}
		}
		for _, stranger := range []model.Actor{association, p.elsewhere} {
			_, err := o.AssociationEntryCard(ctx, stranger, e.ID)
			wantRefused(t, err, model.NotFound, "record.not_found")
		}
		_, err = o.AssociationEntryCard(ctx, p.firmUser, e.ID)
		wantRefused(t, err, model.Forbidden, "permission.denied")
		page, err := o.Store.AssociationEntries(ctx, store.OfUser(council.UserID), store.Query{Search: "自律公约"})
		if err != nil || len(page.Items) != 1 {
			t.Fatalf("list: %+v, %v", page, err)
		}
	})
}
