// Package api hears: it turns HTTP requests into acts and queries, and their
// outcome into replies. The table in routes.go is the whole surface; rules and
// SQL do not belong here.
package api

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// API serves /api/v1 and the health endpoints.
type API struct {
	Desk   *casework.Desk
	Store  *store.Store
	Hasher *Argon2
	Log    *slog.Logger
	// SecureCookies marks the session cookie Secure; set it whenever TLS ends in front of the server.
	SecureCookies bool
	// TrustedProxies are the addresses and networks whose X-Forwarded-For names the
	// client; without any, the client is who opened the connection.
	TrustedProxies []string
	Version        string
	// Settings are those that the server was started with.
	Settings []model.Setting
	// Jobs is the scheduled work.
	Jobs Jobs
	// Audit tells how the audit log stands; nil where none runs.
	Audit func() model.AuditState
	// Lost answers people who ask for a page that there is none of; nil where no pages are.
	Lost func(c *gin.Context, status int)
	// Outbox tells what waits to be sent; nil where nothing sends.
	Outbox func() model.OutboxState
	// Spool is the folder where a file that comes in waits, without a name; the system's own when empty.
	Spool   string
	uploads crowd
	files   crowd
	// ReadsPerMinute is how often an account may read on this server; 0 sets no limit.
	ReadsPerMinute int64
	reads          reads
	strangers      strangers
	metrics        *metrics
	openapi        *huma.OpenAPI
}

const (
	prefix      = "/api/v1"
	openapiPath = "/openapi"
	maxBody     = 1 << 20
	briefBody   = 16 << 10
)

// Mount adds every route to the engine and returns the OpenAPI document that describes them.
func (a *API) Mount(engine *gin.Engine) *huma.OpenAPI {
	a.metrics = newMetrics()
	a.reads.most, a.reads.share = a.ReadsPerMinute, a.Desk.CountReads
	a.metrics.watchAudit(a.auditState)
	a.metrics.watchOutbox(a.outboxState)
	a.metrics.watchCalendar(a.Desk)
	a.metrics.watchClocks(a.Desk)
	engine.HandleMethodNotAllowed = true
	engine.Use(a.observe, a.recover, a.watchProxies)
	engine.NoRoute(a.noRoute)
	engine.NoMethod(a.noMethod)
	read := []string{http.MethodGet, http.MethodHead}
	engine.Match(read, "/livez", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	engine.Match(read, "/readyz", a.ready)
	group := engine.Group(prefix, a.authenticate, a.countDescription)
	localise()
	h := humagin.NewWithGroup(engine, group, a.config())
	for _, r := range Routes() {
		r.register(a, h, r)
	}
	a.openapi = h.OpenAPI()
	group.GET("/docs", a.docs)
	return a.openapi
}

func (a *API) config() huma.Config {
	config := huma.DefaultConfig("驿鉴 API", a.Version)
	config.Info.Description = "Supervision and credit rating of express delivery in a district. Errors are RFC 9457 problems with a stable code."
	config.OpenAPIPath = openapiPath
	config.DocsPath, config.SchemasPath = "", ""
	config.CreateHooks = nil // no $schema links in replies
	config.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	config.Servers = []*huma.Server{{URL: prefix}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: sessionCookie},
		"token":   {Type: "http", Scheme: "bearer", Description: "a machine's token"},
	}
	return config
}

func (a *API) ready(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
	defer cancel()
	if err := a.Store.Ping(ctx); err != nil {
		c.String(http.StatusServiceUnavailable, "database unavailable\n")
		return
	}
	c.String(http.StatusOK, "ready\n")
}

// observe gives every request an id, counts it, and logs one line: the route, never the
// path, in which people mistype names and numbers, and neither bodies nor query strings.
func (a *API) observe(c *gin.Context) {
	id := rand.Text()
	c.Header("X-Request-Id", id)
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestIDKey{}, id))
	start := a.Desk.Now()
	c.Next()
	took := a.Desk.Now().Sub(start)
	a.metrics.note(c.Request.Method, c.FullPath(), c.Writer.Status(), took)
	a.Log.Info("request", "method", c.Request.Method, "route", cmp.Or(c.FullPath(), "none"),
		"status", c.Writer.Status(), "ms", took.Milliseconds(), "request_id", id)
}

func (a *API) recover(c *gin.Context) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // the very value, as net/http compares it
				panic(p) // a reply that broke off is to look broken off
			}
			a.Log.Error("panic", "request_id", requestID(c.Request.Context()), "panic", p)
			a.abort(c, http.StatusInternalServerError, internalProblem(c.Request.Context()))
		}
	}()
	c.Next()
}

// asksForPage reports whether a request is for a page of the site and not for the API,
// the console or data.
func (a *API) asksForPage(c *gin.Context) bool {
	path, accept := c.Request.URL.Path, c.GetHeader("Accept")
	for _, machine := range []string{"/api", "/console"} {
		if path == machine || strings.HasPrefix(path, machine+"/") {
			return false
		}
	}
	return a.Lost != nil && (strings.Contains(accept, "text/html") || !strings.Contains(accept, "json"))
}

func (a *API) noRoute(c *gin.Context) {
	if a.asksForPage(c) {
		a.Lost(c, http.StatusNotFound)
		return
	}
	a.abort(c, http.StatusNotFound, problemOf(c.Request.Context(), model.Fail(model.NotFound, "route.not_found", "没有这个地址")))
}

func (a *API) noMethod(c *gin.Context) {
	if a.asksForPage(c) {
		a.Lost(c, http.StatusMethodNotAllowed)
		return
	}
	p := problemOf(c.Request.Context(), model.Fail(model.Malformed, "method.not_allowed", "这个地址不支持该请求方法"))
	p.Status, p.Title = http.StatusMethodNotAllowed, http.StatusText(http.StatusMethodNotAllowed)
	a.abort(c, p.Status, p)
}

type requestIDKey struct{}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// Document returns the OpenAPI document without serving it.
func (a *API) Document() *huma.OpenAPI {
	gin.SetMode(gin.ReleaseMode)
	return a.Mount(gin.New())
}
