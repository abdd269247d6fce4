package casework

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// A value that does not open, of whatever reason, is one person's misfortune: the
// lists that name the person and the notices to the others go on.
func TestOneUnreadableValueLeavesTheOthers(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(today.Year(), today.Month(), today.Day())
		o := &office{Desk: d, testClock: clock, t: t}
		var lost []string
		d.Store.TellLostValues(func(place string) { lost = append(lost, place) })
		broken, other := o.person("broken", model.RoleInspector), o.person("other", model.RoleInspector)
		for _, p := range []model.Actor{broken, other} {
			if _, err := d.SetContact(t.Context(), call(p, o.account(p.UserID).Version), Contact{Email: "wang@example.com"}); err != nil {
				t.Fatal(err)
			}
		}
		bare := laidOpen(t, dsn)
		u, err := bare.Store.User(t.Context(), store.Everything(), broken.UserID)
		if err != nil {
			t.Fatal(err)
		}
		u.Email = "a2.0123456789abcdef.AAAA"
		if err := bare.Store.Tx(t.Context(), model.Stamp{Act: "test", At: d.Now()}, func(tx *store.Tx) error {
			_, err := tx.SetContact(t.Context(), u)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			page, err := d.Store.Users(t.Context(), store.Everything(), store.Query{})
			text, _ := json.Marshal(page.Items)
			if err != nil || strings.Count(string(text), model.Unreadable) != 1 || strings.Count(string(text), "w***@example.com") != 1 {
				t.Fatalf("listed %s, %v", text, err)
			}
		}
		if want := []string{"users/" + string(broken.UserID) + "/email"}; !slices.Equal(lost, want) {
			t.Errorf("told of %v, want %v", lost, want)
		}
		err = d.Store.Tx(t.Context(), o.outboxStamp("test"), func(tx *store.Tx) error {
			people, err := tx.Recipients(t.Context(), store.Audience{Role: model.RoleInspector})
			if err == nil && len(people) != 2 {
				t.Errorf("%d recipients", len(people))
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if _, err := d.Store.User(t.Context(), store.Everything(), broken.UserID); err == nil {
			t.Error("a single read told nothing")
		}
		facts := lostParcel("")
		facts.ConsumerName = model.Unreadable
		_, err = d.RegisterComplaint(t.Context(), by(officer(model.RoleComplaints), 0), facts)
		wantKind(t, err, model.Invalid)
	})
}
