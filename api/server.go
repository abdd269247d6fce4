package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// Handler builds the whole site: the API, whatever mount adds (the portal), and
// the console below /console/. It checks origins and sets the security headers.
func (a *API) Handler(console http.Handler, mounts ...func(*gin.Engine)) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.RemoteIPHeaders = []string{"X-Forwarded-For"}
	if err := engine.SetTrustedProxies(a.TrustedProxies); err != nil {
		a.Log.Error("trusted proxies", "error", err.Error())
		_ = engine.SetTrustedProxies(nil) // never fails for an empty list
	}
	engine.Use(securityHeaders)
	a.Mount(engine)
	for _, mount := range mounts {
		mount(engine)
	}
	if console != nil {
		engine.Any("/console/*path", gin.WrapH(console))
	}
	// Requests of other sites' pages may not write (CSRF); see net/http.CrossOriginProtection.
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"type":"about:blank","title":"Forbidden","status":403,"code":"origin.foreign","detail":"请求来自其他网站，已拒绝"}`))
	}))
	return guard.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("X-Forwarded-Prefix") // anybody may send it, and gin would redirect to below it
		engine.ServeHTTP(w, r)
	}))
}

const contentSecurity = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'"

func securityHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", contentSecurity)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Next()
}

// Server returns an HTTP server with every timeout set that logs its own troubles
// where everything else is logged. A request must have come
// in within 10 s; files, which come and go slowly, are given more once it is
// known who sends or fetches them.
func Server(addr string, handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Addr: addr, Handler: handler,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 90 * time.Second, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
