package portal

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// What the acts of the test publish, by how the names in it begin.
const (
	finesNamed   = "轮询K0" // numbers of penalties' documents, which stand in titles
	casesNamed   = "轮询K1" // in the words of penalties
	noticesNamed = "轮询K2" // titles of notices
	entriesNamed = "轮询K3" // names of enterprises on the lists
)

// followed are the polls of what the acts do, and the acts' own notes.
type followed struct {
	*bureau
	ledger  *ledger
	pollers []*poller
	rounds  []atomic.Int64 // of each poller
	seen    []sync.Map     // by poller: form and the names that it showed
	mu      sync.Mutex
	pages   []polledOne // of publications that are or were public
}

// polledOne is what is public of one publication, since then.
type polledOne struct {
	polled
	since time.Time
}

// forms are all that a poller reads: of what became public just now only where its server must have it.
func (f *followed) forms(p *poller) []polled {
	past := "/open/publications.json?as_of=" + url.QueryEscape(f.Now().Add(-time.Second).Format(time.RFC3339))
	ask := "?q=" + url.QueryEscape("轮询")
	forms := []polled{
		{"/", false, ""}, {"/penalties", true, finesNamed}, {"/penalties", true, casesNamed}, {"/penalties" + ask, true, finesNamed}, {"/notices", true, noticesNamed}, {"/notices" + ask, true, noticesNamed},
		{"/lists/red", true, "轮询K300"}, {"/lists/black", true, "轮询K301"}, {"/lists/black" + ask, true, "轮询K301"},
		{firmPath + f.fined.USCC, true, finesNamed}, {firmPath + f.fined.USCC, true, casesNamed}, {firmPath + f.good.USCC, true, "轮询K300"}, {firmPath + f.bad.USCC, true, "轮询K301"},
		{"/open/publications.json", true, ""}, {"/open/publications.json?kind=penalty", true, casesNamed}, {"/open/publications.csv?kind=penalty", true, casesNamed}, {"/open/publications.csv?kind=notice", true, noticesNamed},
		{"/open/publications.csv?kind=list_entry", true, entriesNamed}, {"/open/feed.atom", true, ""}, {past, false, ""},
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range f.pages {
		if time.Since(one.since) > p.slack {
			forms = append(forms, one.polled)
		}
	}
	return forms
}

// run polls every form in turn, until stop.
func (f *followed) run(i int, stop *atomic.Bool) {
	for p := f.pollers[i]; !stop.Load() && !f.t.Failed(); f.rounds[i].Add(1) {
		for _, at := range f.forms(p) {
			p.poll(f.t, f.ledger, at)
			form, _, _ := strings.Cut(at.path, "as_of=")
			for _, name := range pollMark.FindAllString(p.bodies[at.path], -1) {
				f.seen[i].Store(form+" "+name, true)
			}
			if form != at.path { // each instant is asked for once
				delete(p.bodies, at.path)
				delete(p.tags, at.path)
			}
		}
	}
}

// act does something by which the names come and leave, and lets every poller read everything twice since then.
func (f *followed) act(comes, leaves []string, do func()) {
	f.t.Helper()
	note := func(names []string, set func(*known)) {
		for _, name := range names {
			f.ledger.note(name, set)
		}
	}
	note(comes, func(k *known) { k.coming = time.Now() })
	note(leaves, func(k *known) { k.leaving = time.Now() })
	do()
	note(comes, func(k *known) { k.came = time.Now() })
	note(leaves, func(k *known) { k.left = time.Now() })
	f.read()
}

// read waits until every poller has read everything twice.
func (f *followed) read() {
	f.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for i := range f.rounds {
		for from := f.rounds[i].Load(); f.rounds[i].Load() < from+2 && !f.t.Failed(); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				f.t.Fatal("a poller reads no more")
			}
		}
	}
}

// settle lets the other server see what was done, and hold it against that.
func (f *followed) settle() {
	time.Sleep(grace + askEvery)
	f.read()
}

// approve makes a publication public, whose page and record are read from then on.
func (f *followed) approve(p model.Publication, name string, comes, leaves []string) model.Publication {
	f.t.Helper()
	f.act(comes, leaves, func() { p = did(f.ApprovePublication(f.t.Context(), as(f.chief, p.Version), p.ID))(f.t) })
	f.watch(p.ID, name)
	return p
}

// watch reads the page and the record of a publication from now on.
func (f *followed) watch(id model.PublicationID, name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, path := range []string{publicationPath + string(id), openPath + publicationPath + string(id) + ".json"} {
		f.pages = append(f.pages, polledOne{polled{path, true, name}, time.Now()})
	}
}

// TestPollersSeeWhatTheDeskDoes follows the acts by which something becomes public and leaves on every form in which the
// public may read it, at the server at which they are done and at another one over the same database.
func TestPollersSeeWhatTheDeskDoes(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		b := newBureau(t, dsn)
		other, err := store.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = other.Close() })
		edition, red, black := b.edition()
		f := &followed{bureau: b, ledger: &ledger{of: map[string]*known{}}, rounds: make([]atomic.Int64, 2), seen: make([]sync.Map, 2)}
		for i, s := range []*store.Store{b.Store, other} {
			f.pollers = append(f.pollers, &poller{site: pollServer(t, s, b.Now), slack: time.Duration(i) * (grace + askEvery/2), tags: map[string]string{}, bodies: map[string]string{}})
		}
		var running sync.WaitGroup
		var stop atomic.Bool
		for i := range f.pollers {
			running.Go(func() { f.run(i, &stop) })
		}
		func() {
			defer running.Wait()
			defer stop.Store(true)
			f.penalties()
			f.notices()
			f.lists(edition, red, black)
			f.terms(red)
			f.settle()
		}()
		f.wereSeen()
		for _, p := range f.pollers {
			t.Logf("%d polls, %d not modified", p.asked.Load(), p.saved.Load())
		}
	})
}

// penalties are published, corrected, objected to and withdrawn, by themselves and with the decision under them.
func (f *followed) penalties() {
	f.t.Helper()
	ctx, t := f.t.Context(), f.t
	const many = 5
	var penalties [many]model.Penalty
	var shown [many]model.Publication
	title := func(i int) string { return fmt.Sprintf("%s%02d", finesNamed, i) }
	words := func(i int) string { return fmt.Sprintf("%s%02d", casesNamed, i) }
	for i := range many {
		penalties[i] = f.penalised("武邮罚〔2026〕" + title(i) + "号")
		p := f.drafted(model.PublishedPenalty, string(penalties[i].ID), casework.PublicationFacts{Written: words(i) + "违法事实：未当面验视"})
		shown[i] = f.approve(p, words(i), []string{title(i), words(i)}, nil)
	}
	f.settle()
	next := did(f.CorrectPublication(ctx, as(f.one, shown[0].Version), shown[0].ID, "写错", casework.PublicationFacts{Written: words(50) + "违法事实：未验视"}))(t)
	f.approve(f.cleared(f.one, next), words(50), []string{words(50)}, []string{words(0)})
	f.act(nil, []string{title(1), words(1)}, func() { did(f.WithdrawPublication(ctx, as(f.legal, shown[1].Version), shown[1].ID, "内容有误"))(t) })
	f.act(nil, []string{title(2), words(2)}, func() {
		did(f.WithdrawPenalty(ctx, as(f.chief, penalties[2].Version), penalties[2].ID, "复议决定撤销"))(t)
	})
	for i := 3; i < many; i++ { // an objection leaves it public, with a mark
		f.act(nil, nil, func() {
			shown[i] = did(f.ContestPublication(ctx, as(f.firm, shown[i].Version), shown[i].ID, "金额有误"))(t)
		})
	}
	f.act(nil, nil, func() {
		shown[3] = did(f.AnswerContest(ctx, as(f.third, shown[3].Version), shown[3].ID, "与决定书一致"))(t)
	})
	f.act(nil, []string{title(4), words(4)}, func() { did(f.WithdrawPublication(ctx, as(f.legal, shown[4].Version), shown[4].ID, "异议成立"))(t) })
}

// notices are published, one is corrected and one withdrawn.
func (f *followed) notices() {
	f.t.Helper()
	ctx, t := f.t.Context(), f.t
	facts := func(i int) (name string, facts casework.PublicationFacts) {
		name = fmt.Sprintf("%s%02d", noticesNamed, i)
		return name, casework.PublicationFacts{Title: name + "关于旺季服务的通知", Written: "请做好旺季服务保障工作。"}
	}
	var shown [3]model.Publication
	for i := range shown {
		name, said := facts(i)
		shown[i] = f.approve(f.drafted(model.PublishedNotice, "", said), name, []string{name}, nil)
	}
	f.settle()
	first, _ := facts(0)
	name, said := facts(50)
	next := did(f.CorrectPublication(ctx, as(f.one, shown[0].Version), shown[0].ID, "漏字", said))(t)
	f.approve(f.cleared(f.one, next), name, []string{name}, []string{first})
	second, _ := facts(1)
	f.act(nil, []string{second}, func() { did(f.WithdrawPublication(ctx, as(f.legal, shown[1].Version), shown[1].ID, "内容有误"))(t) })
}

// lists come with the approval of their edition, and an entry is taken back.
func (f *followed) lists(edition model.Edition, red, black model.EditionEntry) {
	f.t.Helper()
	ctx, t := f.t.Context(), f.t
	edition = did(f.Store.Edition(ctx, store.Everything(), edition.ID))(t)
	f.act([]string{"轮询K300", "轮询K301"}, nil, func() {
		if outcome := did(f.ApproveEdition(ctx, as(f.chief, edition.Version), edition.ID))(t); outcome.Published != 2 {
			t.Errorf("the edition: %+v", outcome)
		}
	})
	for name, e := range map[string]model.EditionEntry{"轮询K300": red, "轮询K301": black} {
		live := did(f.Store.LivePublications(ctx, model.PublishedListEntry, string(e.ID)))(t)
		f.watch(live[0].ID, name)
	}
	f.settle()
	f.act(nil, []string{"轮询K301"}, func() {
		e := did(f.Store.EditionEntry(ctx, store.Everything(), black.ID))(t)
		did(f.WithdrawEntry(ctx, as(f.chief, e.Version), e.ID, "演示：复议撤销"))(t)
	})
}

// terms end with their day, and the job of the night notes it.
func (f *followed) terms(red model.EditionEntry) {
	f.t.Helper()
	ctx, t := f.t.Context(), f.t
	f.settle()
	f.act(nil, []string{finesNamed + "00", finesNamed + "03", casesNamed + "50", casesNamed + "03", "轮询K300"}, func() { f.pass(400) })
	f.act(nil, nil, func() {
		entries, notices := did(f.EndTerms(ctx, as(f.job, 0), f.Today()))(t), did(f.EndPublications(ctx, as(f.job, 0), f.Today()))(t)
		if entries != 1 || notices != 2 {
			t.Errorf("ended %d entries and %d others", entries, notices)
		}
	})
	if e := did(f.Store.EditionEntry(context.WithoutCancel(ctx), store.Everything(), red.ID))(t); e.Status != model.EntryEnded {
		t.Errorf("the entry is %s", e.Status)
	}
}

// wereSeen fails where a form never showed what it is there for: then its polls said nothing.
func (f *followed) wereSeen() {
	f.t.Helper()
	for i, p := range f.pollers {
		shown := map[string]bool{}
		f.seen[i].Range(func(key, _ any) bool {
			form, name, _ := strings.Cut(fmt.Sprint(key), " ")
			for n := range name {
				shown[form+" "+name[:n]] = true
			}
			shown[form+" "+name] = true
			return true
		})
		for _, at := range f.forms(p) {
			form, _, _ := strings.Cut(at.path, "as_of=")
			kinds := []string{at.of}
			if at.of == "" {
				kinds = []string{finesNamed, noticesNamed, entriesNamed}
			}
			for _, kind := range kinds {
				if !shown[form+" "+kind] {
					f.t.Errorf("poller %d never saw %s at %s", i, kind, form)
				}
			}
		}
	}
}
