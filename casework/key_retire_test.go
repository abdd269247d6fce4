package casework

import (
	"errors"
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy/seal"
	"yijian/store"
)

func (o *office) retire(key seal.Key) error {
	return o.Store.Tx(o.t.Context(), o.outboxStamp("key:retire"), func(tx *store.Tx) error {
		return tx.RetireKey(o.t.Context(), key.ID())
	})
}

// rotated makes k2 the sealing key of a database that was sealed with k1.
func (o *office) rotated() (k1, k2 seal.Key) {
	o.t.Helper()
	k1, k2 = seal.Key{1}, seal.Key{2}
	for _, keys := range []Keys{FixedKeys(k1), FixedKeys(k2, k1)} {
		o.SealWith(keys)
		if err := o.Store.NoteKeys(o.t.Context(), o.Now()); err != nil {
			o.t.Fatal(err)
		}
	}
	return k1, k2
}

// A server that still has the prepared file seals with the former key. Once
// that is retired nobody else could read what it stores.
func TestNothingIsStoredUnderARetiredKey(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		k1, k2 := o.rotated()
		p, desk := o.person("replica-b", model.RoleInspector), officer(model.RoleComplaints)
		old := ok2(t)(o.RegisterComplaint(t.Context(), by(desk, 0), lostParcel("")))
		if err := o.retire(k1); err != nil {
			t.Fatal(err)
		}
		o.SealWith(FixedKeys(k1, k2))
		_, err := o.SetContact(t.Context(), call(p, o.account(p.UserID).Version), Contact{Email: "wang@example.com"})
		wantKind(t, err, model.Unavailable)
		_, err = o.RegisterComplaint(t.Context(), by(desk, 0), lostParcel(""))
		wantKind(t, err, model.Unavailable)
		write := func(do func(tx *store.Tx) error) error {
			return o.Store.Tx(t.Context(), o.outboxStamp("test"), do)
		}
		wantKind(t, write(func(tx *store.Tx) error {
			return tx.SetSecondFactor(t.Context(), model.SecondFactor{UserID: p.UserID, Pending: o.Keys.Seal("secret", aboutFactor(p.UserID))})
		}), model.Unavailable)
		wantKind(t, write(func(tx *store.Tx) error {
			return tx.FinishClaim(t.Context(), store.Claim{}, inJSON(t, map[string]any{"token": o.hidden("secret")}))
		}), model.Unavailable)

		o.SealWith(FixedKeys(k2))
		if page, err := o.Store.Users(t.Context(), store.Everything(), store.Query{}); err != nil || len(page.Items) == 0 {
			t.Errorf("another server lists %d accounts: %v", len(page.Items), err)
		}
		if _, err := o.Store.Complaint(t.Context(), store.Everything(), old.ID); err != nil {
			t.Error(err)
		}
		ok2(t)(o.RegisterComplaint(t.Context(), by(desk, 0), lostParcel("")))
	})
}

func TestAKeyIsNotRetiredUnderItsValues(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		k1, k2 := o.rotated()
		o.SealWith(FixedKeys(k1, k2))
		ok2(t)(o.RegisterComplaint(t.Context(), by(officer(model.RoleComplaints), 0), lostParcel("")))
		err := o.retire(k1)
		if needed := (*store.KeyNeededError)(nil); !errors.As(err, &needed) || needed.Counts["complaints.consumer_phone"] != 1 {
			t.Fatalf("retired a key that is needed: %v", err)
		}
		ok2(t)(o.RegisterComplaint(t.Context(), by(officer(model.RoleComplaints), 0), lostParcel(""))) // the refusal left it as it was
	})
}

// What people write may look like the beginning of a value.
func TestWhatPeopleWriteIsNoSealedValue(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		k1, k2 := o.rotated()
		sealed := FixedKeys(k1).Seal("x", "elsewhere")
		if len(sealed) < len("a2.0123456789abcdef.")+38 {
			t.Fatalf("the shortest value is %q", sealed)
		}
		for n, name := range []string{"A1.产业园管委会", "a1." + strings.Repeat("x", 60), sealed, `"sealed":"a1.x"`} {
			u := o.personAt(string(rune('a'+n)), "500156", "", model.RoleSystemAdmin)
			if _, err := o.CreateUnit(t.Context(), call(u, 0), UnitFacts{Name: name, Kind: "other", ValidFrom: model.NewDate(2020, 1, 1)}); err != nil {
				t.Fatal(err)
			}
		}
		o.SealWith(FixedKeys(k2))
		for _, id := range []string{"", k1.ID()} {
			if counts, err := o.Store.SealedWith(t.Context(), id); err != nil || len(counts) > 0 {
				t.Errorf("values of key %q: %v, %v", id, counts, err)
			}
		}
		if err := o.retire(k1); err != nil {
			t.Error(err)
		}
	})
}

// What really is sealed is found in every place.
func TestSealedValuesAreCounted(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		k1, _ := o.rotated()
		first := "a1." + strings.Repeat("x", 40)
		o.SealWith(FixedKeys(k1))
		err := o.Store.Tx(t.Context(), o.outboxStamp("test"), func(tx *store.Tx) error {
			return tx.SetSecondFactor(t.Context(), model.SecondFactor{UserID: "u1", Sealed: first, Pending: o.Keys.Seal("secret", "u1")})
		})
		if err != nil {
			t.Fatal(err)
		}
		stamp := o.outboxStamp("test")
		stamp.Call = model.Call{Actor: person("u1"), Key: "key-1", Route: "r", BodyHash: "h"}
		claim, err := o.Store.ClaimKey(t.Context(), stamp, store.Allowance{})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Store.Tx(t.Context(), stamp, func(tx *store.Tx) error {
			return tx.FinishClaim(t.Context(), claim, inJSON(t, map[string]any{"token": o.hidden("secret")}))
		}); err != nil {
			t.Fatal(err)
		}
		for id, places := range map[string][]string{"": {"second_factors.sealed"}, k1.ID(): {"second_factors.pending", "idempotency_keys.reply"}} {
			counts, err := o.Store.SealedWith(t.Context(), id)
			if err != nil || len(counts) != len(places) {
				t.Errorf("values of key %q: %v, %v", id, counts, err)
			}
			for _, place := range places {
				if counts[place] != 1 {
					t.Errorf("values of key %q in %s: %d", id, place, counts[place])
				}
			}
		}
	})
}
