package casework

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/seal"
	"yijian/store"
)

// bareKeys seal nothing: what they read is what the database holds, and what they
// write is what the first release wrote.
type bareKeys struct{}

func (bareKeys) Seal(text, _ string) string          { return text }
func (bareKeys) Open(text, _ string) (string, error) { return text, nil }
func (bareKeys) Index(string, string) []string       { return []string{""} }
func (bareKeys) Current() string                     { return "bare." }
func (bareKeys) IDs() []string                       { return []string{"bare"} }

// laidOpen is a desk over the same database that reads what is stored.
func laidOpen(t *testing.T, dsn string) *Desk {
	t.Helper()
	d, _ := openDesk(t, dsn)
	d.Store.SealValuesWith(bareKeys{})
	return d
}

// bareComplaints registers complaints as the first release stored them.
func bareComplaints(t *testing.T, dsn string, n int) []model.Complaint {
	t.Helper()
	old, c := openDesk(t, dsn)
	c.moveTo("2026-03-10")
	old.Store.SealValuesWith(bareKeys{})
	all := make([]model.Complaint, n)
	for i := range all {
		facts := lostParcel("")
		facts.ConsumerName, facts.ConsumerPhone = model.PersonName(fmt.Sprintf("欧阳%d号", i)), model.Phone(fmt.Sprintf("139%08d", i))
		all[i] = ok2(t)(old.RegisterComplaint(t.Context(), by(officer(model.RoleComplaints), 0), facts))
	}
	return all
}

func TestAnUpgradeSealsWhatStoodInClear(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		all := bareComplaints(t, dsn, 120) // more than a batch
		d, _ := openDesk(t, dsn)
		if _, err := d.Store.Complaint(t.Context(), store.Everything(), all[0].ID); err == nil {
			t.Error("a value in clear was read as if it had been sealed")
		}
		cut, stop := context.WithCancel(t.Context())
		stop()
		if _, err := d.Store.SealBare(cut, d.Now()); err == nil {
			t.Error("sealing went on after it was cut off")
		}
		n, err := d.Store.SealBare(t.Context(), d.Now())
		if err != nil || n != 120 {
			t.Fatalf("sealed %d rows: %v", n, err)
		}
		if again, err := d.Store.SealBare(t.Context(), d.Now()); err != nil || again != 0 {
			t.Errorf("sealed %d rows again: %v", again, err)
		}
		bare := laidOpen(t, dsn)
		for _, was := range all {
			now, err := d.Store.Complaint(t.Context(), store.Everything(), was.ID)
			if err != nil || string(now.ConsumerName) != string(was.ConsumerName) || string(now.ConsumerPhone) != string(was.ConsumerPhone) || now.Version != was.Version {
				t.Fatalf("after sealing: %+v, %v", now, err)
			}
			stored := ok2(t)(bare.Store.Complaint(t.Context(), store.Everything(), was.ID))
			if !strings.HasPrefix(string(stored.ConsumerPhone), "a2.") || !strings.HasPrefix(string(stored.ConsumerName), "a2.") || stored.PhoneIndex == "" {
				t.Fatalf("stored as %q, %q", string(stored.ConsumerPhone), string(stored.ConsumerName))
			}
		}
		found, err := d.Store.ComplaintsByPhone(t.Context(), store.Everything(), "139-0000-0007")
		if err != nil || len(found) != 1 || found[0].ID != all[7].ID {
			t.Errorf("a look-up finds %d: %v", len(found), err)
		}
		if file, embedded := strings.CutPrefix(dsn, "sqlite:"); embedded {
			for _, part := range []string{file, file + "-wal"} {
				if text, err := os.ReadFile(part); err == nil && strings.Contains(string(text), "13900000007") {
					t.Errorf("%s still holds a number in clear", part)
				}
			}
		}
	})
}

// Whoever can write in the database must not make the program show one person's
// data as another's, nor his own text as somebody's.
func TestValuesMovedInTheDatabaseDoNotOpen(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		desk := officer(model.RoleComplaints)
		first := ok2(t)(d.RegisterComplaint(t.Context(), by(desk, 0), lostParcel("")))
		second := ok2(t)(d.RegisterComplaint(t.Context(), by(desk, 0), lostParcel("")))
		bare := laidOpen(t, dsn)
		stored := ok2(t)(bare.Store.Complaint(t.Context(), store.Everything(), first.ID))
		other := ok2(t)(bare.Store.Complaint(t.Context(), store.Everything(), second.ID))
		if string(stored.ConsumerPhone) == string(other.ConsumerPhone) {
			t.Error("the same number is stored the same twice")
		}
		for name, change := range map[string]func(*model.Complaint){
			"another row's":    func(c *model.Complaint) { c.ConsumerPhone = other.ConsumerPhone },
			"another column's": func(c *model.Complaint) { c.ConsumerPhone = model.Phone(stored.ConsumerName) },
			"in clear":         func(c *model.Complaint) { c.ConsumerPhone = "13900000000" },
		} {
			moved := ok2(t)(bare.Store.Complaint(t.Context(), store.Everything(), first.ID))
			change(&moved)
			err := bare.Store.Tx(t.Context(), model.Stamp{Act: "test", At: d.Now()}, func(tx *store.Tx) error {
				_, err := tx.ChangeComplaint(t.Context(), moved)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.Store.Complaint(t.Context(), store.Everything(), first.ID); err == nil || model.KindOf(err) != "" {
				t.Errorf("%s: %v, want an internal failure", name, err)
			} else if strings.Contains(err.Error(), "13900000000") {
				t.Errorf("the failure tells the value: %v", err)
			}
		}
		if again := ok2(t)(d.Store.Complaint(t.Context(), store.Everything(), second.ID)); string(again.ConsumerPhone) != "13987654321" {
			t.Error("the other row does not open any more")
		}
	})
}

// Rotation goes on under servers: one that still seals with the former key, and
// one that has read the new file, both read and write all the while.
func TestRotationUnderServers(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		former, fresh := seal.Key{1}, seal.Key{2}
		all := bareComplaints(t, dsn, 110)
		early, _ := openDesk(t, dsn) // holds the new key already, and seals with the former
		early.SealWith(FixedKeys(former, fresh))
		if err := early.Store.NoteKeys(t.Context(), early.Now()); err != nil {
			t.Fatal(err)
		}
		if _, err := early.Store.SealBare(t.Context(), early.Now()); err != nil {
			t.Fatal(err)
		}
		secret := early.Keys.Seal("JBSWY3DPEHPK3PXP", aboutFactor("u1"))
		err := early.Store.Tx(t.Context(), model.Stamp{Act: "test", At: early.Now()}, func(tx *store.Tx) error {
			return tx.SetSecondFactor(t.Context(), model.SecondFactor{UserID: "u1", Sealed: secret})
		})
		if err != nil {
			t.Fatal(err)
		}
		late, clock := openDesk(t, dsn)
		clock.moveTo("2026-03-10")
		ring := seal.NewRing(seal.SM4, fresh, former)
		late.SealWith(Keys{func(bool) seal.Ring { return ring }})
		if err := late.Store.NoteKeys(t.Context(), late.Now()); err != nil {
			t.Fatal(err)
		}
		stopped := make(chan error, 1)
		ctx, stop := context.WithCancel(t.Context())
		const busy = 40 // rows that change all the while, and may have to wait for the next run
		go func() { stopped <- readAndWrite(ctx, early, all[:busy]) }()
		if n, err := late.Store.Reseal(t.Context(), late.Now()); err != nil || n < int64(len(all)-busy) {
			t.Errorf("sealed %d rows anew: %v", n, err)
		}
		stop()
		if err := <-stopped; err != nil {
			t.Errorf("a server failed during the rotation: %v", err)
		}
		if _, err := late.Store.Reseal(t.Context(), late.Now()); err != nil {
			t.Error(err)
		}
		if waiting, err := late.Store.WaitForReseal(t.Context()); err != nil || waiting != 0 {
			t.Errorf("%d rows wait: %v", waiting, err)
		}
		late.SealWith(FixedKeys(fresh)) // the other profile, and without the former key
		for _, was := range all {
			now := ok2(t)(late.Store.Complaint(t.Context(), store.Everything(), was.ID))
			if string(now.ConsumerName) != string(was.ConsumerName) {
				t.Fatalf("after rotation %q", string(now.ConsumerName))
			}
			if found, err := late.Store.ComplaintsByPhone(t.Context(), store.Everything(), now.ConsumerPhone); err != nil || len(found) == 0 {
				t.Fatalf("a look-up after rotation finds nothing: %v", err)
			}
		}
		factor, err := late.Store.SecondFactor(t.Context(), "u1")
		ok(t, factor, err)
		if text, err := late.Keys.Open(factor.Sealed, aboutFactor("u1")); err != nil || text != "JBSWY3DPEHPK3PXP" {
			t.Errorf("a one-time secret opens as %q, %v", text, err)
		}
	})
}

func readAndWrite(ctx context.Context, d *Desk, all []model.Complaint) error {
	for n := 0; ctx.Err() == nil; n++ {
		was := all[n%len(all)]
		err := d.Store.Tx(context.WithoutCancel(ctx), model.Stamp{Act: "test", At: d.Now()}, func(tx *store.Tx) error {
			now, err := tx.Complaint(ctx, store.Everything(), was.ID)
			if err != nil {
				return err
			}
			if string(now.ConsumerName) != string(was.ConsumerName) {
				return fmt.Errorf("%s has another name", was.ID)
			}
			now.Claim = fmt.Sprintf("第%d次", n)
			_, err = tx.ChangeComplaint(ctx, now)
			return err
		})
		if err != nil && ctx.Err() == nil {
			return err
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

func TestADatabaseKnowsItsKeys(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		starting := func(keys ...seal.Key) func() error {
			d, _ := openDesk(t, dsn)
			d.SealWith(FixedKeys(keys...))
			return func() error { return d.Store.NoteKeys(t.Context(), d.Now()) }
		}
		note := func(keys ...seal.Key) error { return starting(keys...)() }
		starts := make(chan error, 2)
		for _, start := range []func() error{starting(seal.Key{1}), starting(seal.Key{2})} {
			go func() { starts <- start() }()
		}
		first, second := <-starts, <-starts
		if (first == nil) == (second == nil) {
			t.Fatalf("two that start with different keys: %v, %v; want one refused", first, second)
		}
		mine, other := seal.Key{1}, seal.Key{2}
		if note(mine) != nil {
			mine, other = other, mine
		}
		for name, keys := range map[string][]seal.Key{"another key": {other}, "a third": {{3}}} {
			err := note(keys...)
			if model.KindOf(err) != model.Malformed || !strings.Contains(model.DetailOf(err), mine.ID()) {
				t.Errorf("%s: %v, want a refusal that names %s", name, err, mine.ID())
			}
		}
		if err := note(other, mine); err != nil {
			t.Errorf("the next key with the former: %v", err)
		}
		if err := note(mine); model.KindOf(err) != model.Malformed {
			t.Errorf("without the key that came after: %v", err)
		}
		d, _ := openDesk(t, dsn)
		err := d.Store.Tx(t.Context(), model.Stamp{Act: "key:retire", At: d.Now()}, func(tx *store.Tx) error {
			return tx.RetireKey(t.Context(), mine.ID())
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := note(other); err != nil {
			t.Errorf("without a retired key: %v", err)
		}
		if err := note(mine, other); model.KindOf(err) != model.Malformed {
			t.Errorf("sealing with a retired key: %v", err)
		}
	})
}

// A repeat that comes after a rotation is still the same request.
func TestARepeatAfterRotationGetsTheFirstReply(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		desk := officer(model.RoleComplaints)
		asked := keyed(desk, 0, "once")
		asked.BodyHash = d.Keys.Digests("idempotency", []byte("{}"))[0]
		first := ok2(t)(d.RegisterComplaint(t.Context(), asked, lostParcel("")))
		d.SealWith(FixedKeys(seal.Key{2}, seal.Key{1}))
		digests := d.Keys.Digests("idempotency", []byte("{}"))
		asked.BodyHash, asked.FormerHashes = digests[0], digests[1:]
		again := ok2(t)(d.RegisterComplaint(t.Context(), asked, lostParcel("")))
		if again.ID != first.ID {
			t.Error("the repeat made another record")
		}
		digests = d.Keys.Digests("idempotency", []byte("{ }"))
		asked.BodyHash, asked.FormerHashes = digests[0], digests[1:]
		_, err := d.RegisterComplaint(t.Context(), asked, lostParcel(""))
		wantRefusal(t, err, model.Invalid, "idempotency.other_request")
	})
}
