package portal

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// bureau is a desk with its people and three enterprises, on a clock that runs and that the test moves on.
type bureau struct {
	*casework.Desk
	t                                        *testing.T
	moved                                    atomic.Int64 // nanoseconds by which the clock was moved on
	one, two, third, legal, chief, firm, job model.Actor
	fined, good, bad                         model.Enterprise
}

var pollDay = time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)

type plainHasher struct{}

func (plainHasher) Hash(_ context.Context, password string) (string, error) { return password, nil }
func (plainHasher) Verify(_ context.Context, hash, password string) (bool, error) {
	return hash == password, nil
}

func newBureau(t *testing.T, dsn string) *bureau {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	s, began := testdb.Migrated(t, dsn, store.Open), time.Now()
	b := &bureau{t: t, job: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}}
	desk, err := casework.NewDesk(s, func() time.Time { return pollDay.Add(time.Since(began) + time.Duration(b.moved.Load())) })
	if err != nil {
		t.Fatal(err)
	}
	desk.SealWith(casework.FixedKeys([32]byte{1}))
	b.Desk = desk
	b.fined, b.good, b.bad = b.enterprise(0, "演示受罚快递"), b.enterprise(1, "演示良好快递轮询K300"), b.enterprise(2, "演示不良快递轮询K301")
	b.enterprise(3, "演示其他快递")
	b.enterprise(4, "演示另一快递")
	b.one, b.two, b.third = b.person("one", model.RoleInspector, ""), b.person("two", model.RoleInspector, ""), b.person("third", model.RoleInspector, "")
	b.legal, b.chief, b.firm = b.person("legal", model.RoleLegal, ""), b.person("chief", model.RoleChief, ""), b.person("firm", model.RoleFirm, b.fined.ID)
	return b
}

// pass lets days go by.
func (b *bureau) pass(days int) { b.moved.Add(int64(days) * int64(24*time.Hour)) }

func (b *bureau) write(do func(ctx context.Context, tx *store.Tx) error) {
	b.t.Helper()
	ctx := context.Background()
	if err := b.Store.Tx(ctx, model.Stamp{Act: "test", At: b.Now()}, func(tx *store.Tx) error { return do(ctx, tx) }); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bureau) enterprise(n int, name string) model.Enterprise {
	b.t.Helper()
	codes := []string{dolphin, "91500156MA0000001X", "91500156MA0000002X", "91500156MA0000003X", "91500156MA0000004X"}
	e := model.Enterprise{
		ID: model.EnterpriseID(fmt.Sprintf("firm-%d", n)), USCC: codes[n], Name: name, Brand: "演示", AreaCode: "500156001", Address: "演示路1号", Representative: "演示某", ServicePhone: "023-77700000",
		Status: model.EnterpriseActive, Version: 1, CreatedAt: b.Now(), UpdatedAt: b.Now(),
	}
	b.write(func(ctx context.Context, tx *store.Tx) error { return tx.AddEnterprise(ctx, &e) })
	return e
}

func (b *bureau) person(name string, role model.Role, firm model.EnterpriseID) model.Actor {
	b.t.Helper()
	u := did(b.AddUser(b.t.Context(), model.Call{Actor: casework.Operator}, plainHasher{}, casework.Account{
		Name: name, DisplayName: "姓名" + name, AreaCode: "500156", EnterpriseID: firm, Roles: []model.Role{role}, Password: "long-enough-1",
	}))(b.t)
	b.write(func(ctx context.Context, tx *store.Tx) error {
		return tx.AddCertificatePeriod(ctx, &model.CertificatePeriod{
			ID: model.CertificatePeriodID(store.NewID()), UserID: u.ID, Number: "渝-" + name, Issuer: "演示", Expires: model.NewDate(2027, 12, 31), RecordedBy: "演示", Version: 1, CreatedAt: b.Now(), UpdatedAt: b.Now(),
		})
	})
	return model.Actor{UserID: u.ID, Name: u.DisplayName, Roles: []model.Role{role}, EnterpriseID: firm, AreaCode: "500156"}
}

// as is a call by the actor on a version of a record; 0 creates.
func as(actor model.Actor, version int64) model.Call {
	return model.Call{Actor: actor, Version: version, Route: "POST /test"}
}

// did is what an act made, which has to work.
func did[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// checked is an inspection of the enterprise today with the result, confirmed.
func (b *bureau) checked(e model.Enterprise, result casework.InspectionResult) {
	b.t.Helper()
	ctx, t := b.t.Context(), b.t
	result.InspectedOn = b.Today()
	i := did(b.PlanInspection(ctx, as(b.one, 0), e.ID, casework.InspectionPlan{
		Kind: model.InspectionDaily, Basis: "快递市场管理办法第四十二条", Drawn: true, PlannedOn: b.Today(), Officers: []model.UserID{b.one.UserID, b.two.UserID},
	}))(t)
	i = did(b.RecordInspection(ctx, as(b.one, i.Version), i.ID, result))(t)
	did(b.ConfirmInspection(ctx, as(b.legal, i.Version), i.ID))(t)
}

// penalised is a decided penalty whose document is called so.
func (b *bureau) penalised(document string) model.Penalty {
	b.t.Helper()
	ctx, t := b.t.Context(), b.t
	p := did(b.DraftPenalty(ctx, as(b.one, 0), b.fined.ID, casework.PenaltyFacts{
		DocumentNo: document, Facts: "未执行收寄验视制度", Basis: "快递暂行条例第四十三条", Kind: model.PenaltyFine, AmountFen: 10_000_000, PublicityClass: model.PublicityGeneral, Trigger: model.TriggerSafety,
	}))(t)
	p = did(b.ReviewPenalty(ctx, as(b.legal, p.Version), p.ID, true, ""))(t)
	return did(b.DecidePenalty(ctx, as(b.chief, p.Version), p.ID, b.Today()))(t)
}

// drafted is a publication that waits for its approval.
func (b *bureau) drafted(kind model.PublicationKind, subject string, facts casework.PublicationFacts) model.Publication {
	b.t.Helper()
	return b.cleared(b.one, did(b.DraftPublication(b.t.Context(), as(b.one, 0), kind, subject, facts))(b.t))
}

// cleared takes a publication through its reviews.
func (b *bureau) cleared(by model.Actor, p model.Publication) model.Publication {
	b.t.Helper()
	ctx, t, reviewer := b.t.Context(), b.t, b.legal
	if by.UserID == b.legal.UserID {
		reviewer = b.third
	}
	if p.Status == model.PublicationDraft {
		p = did(b.SubmitPublication(ctx, as(by, p.Version), p.ID))(t)
	}
	p = did(b.ClearSecrecy(ctx, as(reviewer, p.Version), p.ID, "不涉密"))(t)
	return did(b.ClearPersonal(ctx, as(reviewer, p.Version), p.ID, "不含个人信息"))(t)
}

// edition is one that puts the good enterprise on the red list and the bad one on the black list once it is approved.
func (b *bureau) edition() (edition model.Edition, red, black model.EditionEntry) {
	b.t.Helper()
	ctx, t := b.t.Context(), b.t
	grave := casework.InspectionResult{Units: 1, Result: model.ResultCorrected, Findings: []casework.FindingFacts{
		{Group: model.ItemAcceptance, Class: model.MostSerious, Text: "演示：未当面验视", Basis: "快递暂行条例"},
	}}
	for range 2 {
		b.checked(b.bad, grave)
		b.pass(2)
	}
	b.checked(b.good, casework.InspectionResult{Units: 10, Result: model.ResultClean})
	b.pass(1)
	edition = did(b.ProposeEdition(ctx, as(b.third, 0), b.Today()))(t)
	edition = did(b.ReviewEdition(ctx, as(b.legal, edition.Version), edition.ID, "程序合规"))(t)
	for _, e := range did(b.Store.EntriesOf(ctx, store.Everything(), edition.ID))(t) {
		for _, p := range did(b.Store.LivePublications(ctx, model.PublishedListEntry, string(e.ID)))(t) {
			b.cleared(b.legal, p)
		}
		switch e.EnterpriseID {
		case b.good.ID:
			red = e
		case b.bad.ID:
			black = did(b.NotifyEntry(ctx, as(b.one, e.Version), e.ID, b.Today()))(t)
		}
	}
	if red.List != model.RedList || black.List != model.BlackList {
		t.Fatalf("proposed %q and %q", red.List, black.List)
	}
	b.pass(15)
	return edition, red, black
}
