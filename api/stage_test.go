package api

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
	"yijian/policy/access"
	"yijian/store"
)

// stageDay is the day on which the generated checks play, a Tuesday.
var stageDay = model.NewDate(2026, 3, 10)

const (
	stagePassword = "stage-only-2026"
	absentID      = "00000000-0000-7000-8000-000000000000"
)

// place is where a seeded row belongs.
type place struct {
	name string // goes into the canary of each row
	area string
	unit model.UnitID // leads the task
	firm model.Enterprise
}

// canary is text that only the place's row of the noun holds.
func (p place) canary(noun model.Noun) string { return "CANARY:" + string(noun) + ":" + p.name + ":" }

// stage is a site over a real database with two districts, three firms, an
// account per role, and triggers that count every changed row.
type stage struct {
	t          *testing.T
	api        *API
	site       http.Handler
	document   *huma.OpenAPI
	changes    *changeCounter
	places     map[string]place // own, neighbour, foreign
	people     map[model.Role]model.User
	colleague  model.User // a second inspector
	cookies    map[model.Role]*http.Cookie
	hash       string
	made       int
	voided     model.CertificatePeriodID // the id that the next seeded certificate takes
	targeted   model.TaskTargetID        // the id that the target of the next seeded task takes
	milestoned model.TaskMilestoneID     // and its milestone
	drafted    model.PlanDraftTaskID     // the task of the draft that is planted next
}

var stageUnits = map[model.Role]model.UnitID{
	model.RoleLead: "qu-jiaotongju", model.RoleSupport: "fengshan-jiedao", model.RoleSupervisor: "qu-shangwuwei",
}

func openStage(t *testing.T, dsn string) *stage {
	t.Helper()
	ctx := t.Context()
	opened := testdb.Migrated(t, dsn, store.Open)
	at := stageDay.Time().Add(time.Hour)
	desk, err := casework.NewDesk(opened, func() time.Time { return at })
	must(t, err)
	desk.Codes = TOTP{}
	desk.Blobs, err = store.OpenBlobs(ctx, t.TempDir(), store.BlobKeys{})
	must(t, err)
	desk.SealWith(casework.FixedKeys([32]byte{1}))
	desk.Rules = casework.Rules{Passwords: policy.NIST()} // the same password again, no second factor, any number of writes
	s := &stage{
		t: t, changes: countChanges(t, dsn), places: map[string]place{}, people: map[model.Role]model.User{},
		cookies: map[model.Role]*http.Cookie{},
	}
	must(t, desk.LoadReference(ctx))
	s.api = &API{
		Desk: desk, Store: opened, Spool: t.TempDir(), Hasher: newArgon2(2, argonCost{memory: 8, times: 1, threads: 1}), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Jobs: Jobs{List: func() []model.Job { return []model.Job{{Name: "stage", Title: "演练", Schedule: "0 0 1 1 *"}} }, Run: s.runJob, Rerun: s.rerunJob},
	}
	s.site = s.api.Handler(nil)
	s.document = s.api.openapi
	s.hash, err = s.api.Hasher.Hash(ctx, stagePassword)
	must(t, err)
	s.populate()
	return s
}

// populate adds the firms and the accounts.
func (s *stage) populate() {
	s.t.Helper()
	for _, p := range []place{
		{name: "own", area: "500156001", unit: stageUnits[model.RoleLead]},
		{name: "neighbour", area: "500156100", unit: "qu-jingxinwei"},
		{name: "foreign", area: "500102001", unit: "qu-shengtaihuanjingju"},
	} {
		s.write(func(ctx context.Context, tx *store.Tx) error {
			firm, _ := newEnterprise(s, p)
			p.firm = firm.Enterprise
			return addFirm(tx, ctx, &firm)
		})
		s.places[p.name] = p
	}
	for _, role := range access.AccountRoles {
		s.people[role] = s.addAccount(role)
		s.signIn(role)
	}
	s.colleague = s.addAccount(model.RoleInspector)
}

func (s *stage) newFirm(p place) model.Enterprise {
	n := s.next()
	return model.Enterprise{
		ID: model.EnterpriseID(store.NewID()), USCC: policy.NewUSCC(fmt.Sprintf("91500156MA%07d", n)),
		Name: fmt.Sprintf("演示快递%d有限公司", n), Brand: "演示", AreaCode: p.area, Address: p.canary("enterprises"),
		ServicePhone: "023-77700000", Status: model.EnterpriseActive, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}
}

func (s *stage) addAccount(role model.Role) model.User {
	s.t.Helper()
	u := model.User{
		ID: model.UserID(store.NewID()), Name: fmt.Sprintf("%s-%d", role, s.next()), DisplayName: string(role), PasswordHash: s.hash,
		UnitID: stageUnits[role], AreaCode: "500156", Roles: model.RoleSet{role}, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}
	if role == model.RoleFirm {
		u.EnterpriseID = s.places["own"].firm.ID
	}
	s.write(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.AddUser(ctx, &u); err != nil || role != model.RoleInspector {
			return err
		}
		return tx.AddCertificatePeriod(ctx, s.certificateOf(u.ID, model.NewDate(2028, 1, 1)))
	})
	return u
}

func (s *stage) certificateOf(id model.UserID, expires model.Date) *model.CertificatePeriod {
	return &model.CertificatePeriod{
		ID: model.CertificatePeriodID(store.NewID()), UserID: id, Number: "渝-1", Issuer: "演示", Expires: expires,
		RecordedBy: "演示", Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}
}

// signIn gives the role's account a session, as if it had signed in.
func (s *stage) signIn(role model.Role) {
	s.t.Helper()
	token := fmt.Sprintf("token-%s-%d", role, s.next())
	sum := sha256.Sum256([]byte(token))
	s.write(func(ctx context.Context, tx *store.Tx) error {
		return tx.AddSession(ctx, model.Session{
			ID: hex.EncodeToString(sum[:]), UserID: s.people[role].ID, CreatedAt: s.now(), SeenAt: s.now(), ExpiresAt: s.now().Add(time.Hour),
		})
	})
	s.cookies[role] = &http.Cookie{Name: sessionCookie, Value: token}
}

func (s *stage) write(do func(context.Context, *store.Tx) error) {
	s.t.Helper()
	ctx := s.t.Context()
	must(s.t, s.api.Store.Tx(ctx, model.Stamp{Act: "stage", At: s.now()}, func(tx *store.Tx) error { return do(ctx, tx) }))
}

// runJob stands in for the scheduled jobs, which this package may not import.
func (s *stage) runJob(ctx context.Context, call model.Call, name string, asOf model.Date) (model.JobRun, error) {
	var run model.JobRun
	var fields model.FieldErrors
	if name != "stage" {
		fields.Add("/job", "job.unknown", "没有这个定时任务")
	}
	if asOf.IsZero() || asOf.After(stageDay) {
		fields.Add("/as_of", "job.as_of", "截止日不能为空或晚于今天")
	}
	if err := fields.Err(); err != nil {
		return run, err
	}
	err := s.api.Store.Tx(ctx, model.Stamp{Call: call, Act: "job:run", At: s.now()}, func(tx *store.Tx) error {
		claimed, mine, err := tx.ClaimRun(ctx, name, asOf.Time().UTC(), asOf)
		if run = claimed; err != nil || !mine {
			return err
		}
		run, err = tx.FinishRun(ctx, run, model.JobDone, "完成")
		return err
	})
	return run, err
}

func (s *stage) now() time.Time { return s.api.Desk.Now().UTC().Truncate(time.Millisecond) }

func (s *stage) next() int { s.made++; return s.made }

// request is one HTTP request of the generated checks.
type request struct {
	role   model.Role // empty for the public
	method string
	path   string // below /api/v1
	key    string
	match  string
	body   []byte
	media  string
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (s *stage) send(q request) reply {
	r := httptest.NewRequest(q.method, prefix+q.path, bytes.NewReader(q.body))
	if len(q.body) > 0 {
		r.Header.Set("Content-Type", cmp.Or(q.media, "application/json"))
	}
	for name, value := range map[string]string{"Idempotency-Key": q.key, "If-Match": q.match} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	if cookie := s.cookies[q.role]; cookie != nil {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	s.site.ServeHTTP(w, r)
	return reply{w.Code, w.Header(), w.Body.Bytes()}
}

// version is the record's version, whoever may see it.
func (s *stage) version(noun model.Noun, id string) string {
	s.t.Helper()
	version, err := s.api.Store.VersionOf(s.t.Context(), noun, store.Everything(), id)
	must(s.t, err)
	return strconv.Quote(strconv.FormatInt(version, 10))
}

// code is the problem's stable code, empty for any other reply.
func (r reply) code() string {
	var p Problem
	if json.Unmarshal(r.body, &p) != nil {
		return ""
	}
	return p.Code
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
