package api

import (
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

// strangers remembers when the log last told of a proxy that is not trusted.
type strangers struct {
	sync.Mutex
	told time.Time
}

const tellEvery = time.Hour

// watchProxies warns, once an hour, that a peer names clients and is not believed:
// all of them then share one client's limits, and the audit trail shows the peer.
func (a *API) watchProxies(c *gin.Context) {
	peer, named := c.RemoteIP(), c.GetHeader("X-Forwarded-For")
	if named == "" || named == peer || c.ClientIP() != peer {
		return
	}
	now := a.Desk.Now()
	a.strangers.Lock()
	due := a.strangers.told.IsZero() || now.Sub(a.strangers.told) >= tellEvery
	if due {
		a.strangers.told = now
	}
	a.strangers.Unlock()
	if due {
		a.Log.Warn("X-Forwarded-For of a peer that --trusted-proxies does not name: its clients count as one", "peer", peer)
	}
}
