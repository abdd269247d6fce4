package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"yijian/model"
)

type callKey struct{}

func callOf(ctx context.Context) model.Call {
	call, _ := ctx.Value(callKey{}).(model.Call)
	return call
}

// actDeadline is how long an act or a query may take once its request has come in.
const actDeadline = 20 * time.Second

// deadline is longer for a file, which reads a list to its end.
func (r Route) deadline() time.Duration {
	if r.lists != "" {
		return fileDeadline
	}
	return actDeadline
}

// guard checks, in this order: sign-in, permission, scope, If-Match,
// Idempotency-Key. Shape and act follow. What lies outside the caller's scope
// answers exactly as if it did not exist.
func (a *API) guard(r Route) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		g := humagin.Unwrap(ctx)
		call, err := a.admit(g, r)
		if err == nil && r.upload {
			var done func()
			if done, err = a.takeIn(g, r, &call); err == nil {
				defer done()
			}
		}
		if err != nil {
			p := a.problem(ctx.Context(), err)
			a.abort(g, p.Status, p)
			return
		}
		known := context.WithValue(context.WithValue(g.Request.Context(), callKey{}, call), askedKey{}, g.Request.URL.Query())
		bounded, stop := context.WithTimeout(known, r.deadline())
		defer stop()
		g.Request = g.Request.WithContext(bounded)
		next(huma.WithContext(ctx, bounded))
	}
}

func (a *API) admit(g *gin.Context, r Route) (model.Call, error) {
	ctx := g.Request.Context()
	call := model.Call{
		Actor: actorOf(ctx), Route: r.Method + " " + r.Path, RequestID: requestID(ctx), Address: g.ClientIP(),
	}
	scope, err := a.Desk.Scope(call.Actor, r.Permission)
	if err != nil {
		return call, err
	}
	if err := a.reads.spend(ctx, call, r, a.Desk.Now()); err != nil {
		return call, err
	}
	var current int64
	if r.OnRecord() && r.Writes() { // a read finds its record within the scope by itself
		if current, err = a.Store.VersionOf(ctx, r.Noun(), scope, g.Param("id")); err != nil {
			return call, err
		}
		call.Route = r.Method + " " + strings.Replace(r.Path, "{id}", g.Param("id"), 1)
	}
	if !r.Writes() {
		return call, nil
	}
	if !r.upload {
		if err := a.readJSON(g, r, &call); err != nil {
			return call, err
		}
	}
	if r.keyless() {
		return call, nil
	}
	call.Key = g.GetHeader("Idempotency-Key")
	if r.OnRecord() {
		if err := a.checkVersion(ctx, g.GetHeader("If-Match"), current, &call); err != nil {
			return call, err
		}
	}
	if !isKey(call.Key) {
		return call, model.Fail(model.Malformed, "idempotency.key_missing", "请求头缺少 Idempotency-Key（1 至 100 个可见 ASCII 字符）")
	}
	return call, nil
}

// readJSON reads the body and notes its digest, which ties it to the Idempotency-Key.
func (a *API) readJSON(g *gin.Context, r Route, call *model.Call) error {
	raw, err := readBody(g, r.Limit)
	if err != nil {
		return err
	}
	// Keyed, because some bodies hold passwords and the digests stay for a week and in backups.
	digests := a.Desk.Keys.Digests("idempotency", raw)
	call.BodyHash, call.FormerHashes = digests[0], digests[1:]
	if r.bodyless {
		return onlyEmpty(raw)
	}
	return nil
}

// isKey admits what every database column keeps as it is: 1 to 100 visible ASCII characters.
func isKey(key string) bool {
	visible := func(r rune) bool { return r > ' ' && r <= '~' }
	return key != "" && len(key) <= 100 && strings.IndexFunc(key, func(r rune) bool { return !visible(r) }) < 0
}

// checkVersion refuses a change without or on an old version, except the repeat
// of a change that already has its reply.
func (a *API) checkVersion(ctx context.Context, header string, current int64, call *model.Call) error {
	if header == "" {
		return model.Fail(model.Unconditional, "record.version_missing", "请求头缺少 If-Match，请先读取记录")
	}
	version, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(header, "W/"), `"`), 10, 64)
	if err == nil && version == current {
		call.Version = version
		return nil
	}
	if call.Key != "" {
		finished, err := a.Store.FinishedClaim(ctx, *call)
		if err != nil || finished {
			call.Version = version
			return err
		}
	}
	return model.Fail(model.Stale, "record.stale", "这条记录已被他人修改，请重新载入后再改")
}

// readBody reads the whole body once and refuses JSON that does not mean exactly one thing.
func readBody(g *gin.Context, limit int64) ([]byte, error) {
	var whole bytes.Buffer
	if err := readUpTo(g, limit, &whole); err != nil {
		return nil, err
	}
	raw := whole.Bytes()
	g.Request.Body = io.NopCloser(bytes.NewReader(raw))
	if len(raw) == 0 {
		return raw, nil
	}
	return raw, strictJSON(raw)
}

// readUpTo copies the body; of one that is too long it reads nothing when its
// length was announced, and else no more than the limit.
func readUpTo(g *gin.Context, limit int64, to io.Writer) error {
	tooLarge := model.Fail(model.TooLarge, "body.too_large", "请求内容过大")
	if g.Request.ContentLength > limit {
		g.Header("Connection", "close") // the rest is not read
		return tooLarge
	}
	_, err := io.Copy(to, http.MaxBytesReader(g.Writer, g.Request.Body, limit))
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return tooLarge
	}
	if err != nil {
		return model.Fail(model.Malformed, "body.unreadable", "请求内容没有传完")
	}
	return nil
}

// onlyEmpty refuses what an act without fields would ignore.
func onlyEmpty(raw []byte) error {
	var sent map[string]json.RawMessage
	if len(raw) == 0 {
		return nil
	}
	if json.Unmarshal(raw, &sent) != nil {
		return model.Fail(model.Invalid, "fields.invalid", "这项操作不需要填写内容")
	}
	var fields model.FieldErrors
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		fields.Add("/"+name, "shape", "这项操作没有这个字段")
	}
	return fields.Err()
}
