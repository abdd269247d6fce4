package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
)

const (
	readsPer = time.Minute
	shares   = 20 // of the allowance, each counted in the database at once
)

// reads counts what accounts, and clients without one, ask for in a minute. Each
// server counts for itself and adds every twentieth of the allowance to the count
// in the database, where all servers count: a row for each read would cost more
// than most reads do.
type reads struct {
	sync.Mutex
	most int64 // 0 sets no limit
	// share adds to what all servers count, and fails with TooMany when that is too many.
	share func(ctx context.Context, name string, many, most int64) error
	until time.Time
	of    map[string]*readCount
}

// readCount is what one of them read in this minute, and how long it is to wait.
type readCount struct {
	here, unshared int64
	barred         time.Time
}

// spend counts one more read, and fails when that is one too many. A database
// that cannot count leaves the count of this server.
func (r *reads) spend(ctx context.Context, call model.Call, route Route, now time.Time) error {
	if route.Writes() {
		return nil
	}
	if call.Actor.UserID == "" {
		return r.spendOf(ctx, call.Address, now)
	}
	return r.spendAs(ctx, string(call.Actor.UserID), now)
}

// spendOf counts for a client without an account, whatever it reads.
func (r *reads) spendOf(ctx context.Context, address string, now time.Time) error {
	return r.spendAs(ctx, "address "+casework.ClientOf(address), now)
}

func (r *reads) spendAs(ctx context.Context, name string, now time.Time) error {
	if r.most == 0 {
		return nil
	}
	due, err := r.count(name, now)
	if err != nil || due == 0 || r.share == nil {
		return err
	}
	err = r.share(ctx, name, due, r.most)
	var known *model.Error
	if errors.As(err, &known) && known.Kind == model.TooMany {
		r.bar(name, now.Add(known.Wait))
		return err
	}
	return nil
}

// CountRead counts a read of a public page like one of the API by a client without an account.
func (a *API) CountRead(ctx context.Context, address string) error {
	return a.reads.spendOf(ctx, address, a.Desk.Now())
}

// countDescription counts a read of what describes the API, which is no route of the table.
func (a *API) countDescription(c *gin.Context) {
	if path := c.FullPath(); path != prefix+"/docs" && !strings.HasPrefix(path, prefix+openapiPath) {
		return
	}
	ctx := c.Request.Context()
	call := model.Call{Actor: actorOf(ctx), Address: c.ClientIP()}
	if err := a.reads.spend(ctx, call, Route{Method: http.MethodGet}, a.Desk.Now()); err != nil {
		p := a.problem(ctx, err)
		a.abort(c, p.Status, p)
	}
}

// count returns how many reads are due to be shared.
func (r *reads) count(name string, now time.Time) (due int64, err error) {
	r.Lock()
	defer r.Unlock()
	if !now.Before(r.until) { // one window for all, so that nothing is kept about anybody for longer
		r.of, r.until = map[string]*readCount{}, now.Add(readsPer)
	}
	c := r.of[name]
	if c == nil {
		c = &readCount{}
		r.of[name] = c
	}
	c.here++
	c.unshared++
	switch {
	case now.Before(c.barred):
		return 0, tooManyReads(c.barred.Sub(now))
	case c.here > r.most:
		return 0, tooManyReads(r.until.Sub(now))
	case c.unshared >= max(1, r.most/shares):
		due, c.unshared = c.unshared, 0
	}
	return due, nil
}

// bar keeps somebody out whom all servers together counted too often.
func (r *reads) bar(name string, until time.Time) {
	r.Lock()
	defer r.Unlock()
	if c := r.of[name]; c != nil {
		c.barred = until
	}
}

func tooManyReads(wait time.Duration) error {
	known := model.Fail(model.TooMany, "limit.reached", "查询太频繁，请稍后再试")
	known.Wait = wait
	return known
}
