package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/model"
)

const (
	anyFile = "application/octet-stream"
	// uploadsAtOnce is how many files come in at the same moment, and of one account.
	uploadsAtOnce  = 64
	uploadsEach    = 4
	crowdWait      = 5 * time.Second
	uploadDeadline = 2 * time.Minute // a large file over a slow line takes longer than other requests may
)

// crowd counts what goes on at the same moment: files that come in, or files that are made.
type crowd struct {
	sync.Mutex
	all int
	of  map[model.UserID]int
}

func (c *crowd) enter(id model.UserID, most, each int) error {
	c.Lock()
	defer c.Unlock()
	if c.all >= most || c.of[id] >= each {
		busy := model.Fail(model.Unavailable, "file.busy", "同时传送的文件过多，请稍后再试")
		busy.Wait = crowdWait
		return busy
	}
	if c.of == nil {
		c.of = map[model.UserID]int{}
	}
	c.all++
	c.of[id]++
	return nil
}

func (c *crowd) leave(id model.UserID) {
	c.Lock()
	defer c.Unlock()
	c.all--
	if c.of[id]--; c.of[id] == 0 {
		delete(c.of, id)
	}
}

// spooled is a file that came in: on disk, without a name, so that nothing is left of it whatever happens.
type spooled struct {
	*os.File
	size int64
}

type spooledKey struct{}

func spooledOf(ctx context.Context) spooled {
	file, _ := ctx.Value(spooledKey{}).(spooled)
	return file
}

// spool is a new file on disk without a name.
func (a *API) spool() (*os.File, error) {
	file, err := os.CreateTemp(a.Spool, ".spool-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// takeIn reads the body into a file and notes the digest of everything that the
// request says; done forgets the file.
func (a *API) takeIn(g *gin.Context, r Route, call *model.Call) (done func(), err error) {
	if err := a.uploads.enter(call.Actor.UserID, uploadsAtOnce, uploadsEach); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			a.uploads.leave(call.Actor.UserID)
		}
	}()
	// A connection that cannot be given more time keeps what it has.
	line := http.NewResponseController(g.Writer)
	_ = line.SetReadDeadline(a.Desk.Now().Add(uploadDeadline))
	_ = line.SetWriteDeadline(a.Desk.Now().Add(uploadDeadline + actDeadline))
	file, err := a.spool()
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	counted := &counter{to: io.MultiWriter(file, sum)}
	if err := readUpTo(g, r.Limit, counted); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	said := g.Request.URL.Query().Encode()
	digests := a.Desk.Keys.Digests("idempotency", append(sum.Sum(nil), said...))
	call.BodyHash, call.FormerHashes = digests[0], digests[1:]
	g.Request = g.Request.WithContext(context.WithValue(g.Request.Context(), spooledKey{}, spooled{file, counted.n}))
	return func() {
		_ = file.Close()
		a.uploads.leave(call.Actor.UserID)
	}, nil
}

// counter counts what passes.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}
