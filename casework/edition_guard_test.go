package casework

import (
	"testing"

	"yijian/model"
)

func TestFirmSeesItsEntryOnlyOnceNoticed(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		edition, err := o.ProposeEdition(ctx, call(l.third, 0), o.day())
		black := o.entryOf(must1(o, edition, err), l.firm)
		_, err = o.EntryCard(ctx, l.firmUser, black.ID)
		wantRefused(t, err, model.NotFound, "record.not_found")

		_, err = o.NotifyEntry(ctx, call(l.one, black.Version), black.ID, o.day().AddDays(-1))
		wantRefused(t, err, model.Invalid, "/served_on entry.served_before")
		server := o.person("server", model.RoleInspector, model.RoleLegal)
		at := call(server, black.Version)
		at.Address = "10.1.2.3"
		black, err = o.NotifyEntry(ctx, at, black.ID, o.day())
		black = must1(o, black, err)
		card, err := o.EntryCard(ctx, l.firmUser, black.ID)
		if card = must1(o, card, err); len(card.History) != 0 {
			t.Errorf("the firm reads who handled its entry: %+v", card.History)
		}
		card, err = o.EntryCard(ctx, l.chief, black.ID)
		if card = must1(o, card, err); len(card.History) != 2 {
			t.Fatalf("the chief reads %d acts, want 2", len(card.History))
		}
		for _, act := range card.History {
			if act.Address != "" {
				t.Errorf("a card tells the address %s", act.Address)
			}
		}

		black, err = o.StateDefence(ctx, call(l.firmUser, black.Version), black.ID, "演示：设备故障，已经补检。", model.Date{})
		black = must1(o, black, err)
		_, err = o.ConsiderDefence(ctx, call(server, black.Version), black.ID, "复核自己的告知")
		wantRefused(t, err, model.Forbidden, "entry.own_notice")
		_, err = o.ConsiderDefence(ctx, call(l.legal, black.Version), black.ID, "复核：理由不成立")
		must1(o, black, err)
	})
}

func TestOlderEditionDoesNotReplaceNewer(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		var editions []model.Edition
		for range 2 {
			e, err := o.ProposeEdition(ctx, call(l.third, 0), o.day())
			e = must1(o, e, err)
			e, err = o.ReviewEdition(ctx, call(l.legal, e.Version), e.ID, "程序合规")
			editions = append(editions, must1(o, e, err))
			o.textsCleared(l, e)
			o.pass(1)
		}
		outcome, err := o.ApproveEdition(ctx, call(l.chief, editions[1].Version), editions[1].ID)
		must1(o, outcome, err)
		o.wantPublic(model.RedList, 1)
		_, err = o.ApproveEdition(ctx, call(l.chief, editions[0].Version), editions[0].ID)
		wantRefused(t, err, model.Conflict, "edition.not_approvable")
		o.wantPublic(model.RedList, 1)
		if red := o.entryOf(editions[1], l.good); red.Status != model.EntryPublished {
			t.Errorf("the newer entry is %s", red.Status)
		}
	})
}
