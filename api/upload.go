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
	uploadWait     = 5 * time.Second
	uploadDeadline = 2 * time.Minute // a large file over a slow line takes longer than other requests may
)

// uploads counts the files that are coming in.
type uploads struct {
	sync.Mutex
	all int
	of  map[model.UserID]int
}

func (u *uploads) enter(id model.UserID) error {
	u.Lock()
	defer u.Unlock()
	if u.all >= uploadsAtOnce || u.of[id] >= uploadsEach {
		busy := model.Fail(model.Unavailable, "upload.busy", "同时上传的文件过多，请稍后再传")
		busy.Wait = uploadWait
		return busy
	}
	if u.of == nil {
		u.of = map[model.UserID]int{}
	}
	u.all++
	u.of[id]++
	return nil
}

func (u *uploads) leave(id model.UserID) {
	u.Lock()
	defer u.Unlock()
	u.all--
	if u.of[id]--; u.of[id] == 0 {
		delete(u.of, id)
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

// takeIn reads the body into a file and notes the digest of everything that the
// request says; done forgets the file.
func (a *API) takeIn(g *gin.Context, r Route, call *model.Call) (done func(), err error) {
	if err := a.uploads.enter(call.Actor.UserID); err != nil {
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
	file, err := os.CreateTemp(a.Spool, ".upload-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
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
