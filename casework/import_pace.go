package casework

import (
	"sync"
	"time"
)

const (
	// paceRows is how many rows a promotion needs at least to tell how fast this server is: of
	// fewer, most of the time is none of theirs.
	paceRows = 1000
	// pacesKept is how many promotions are remembered.
	pacesKept = 3
)

// importPace is for how long others waited for this server's last promotions, as measured.
type importPace struct {
	least int64 // rows of a promotion that is measured
	lock  sync.Mutex
	last  []promotionTook
}

type promotionTook struct {
	rows int64
	took time.Duration
}

// measured keeps what a promotion took.
func (p *importPace) measured(rows int64, took time.Duration) {
	if rows < p.least || took <= 0 {
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	p.last = append(p.last, promotionTook{rows, took})
	p.last = p.last[max(0, len(p.last)-pacesKept):]
}

// seconds is what so many rows would take at the pace of the last promotions, at least 1; 0 as
// long as none was measured.
func (p *importPace) seconds(rows int64) int64 {
	p.lock.Lock()
	defer p.lock.Unlock()
	var passed int64
	var took time.Duration
	for _, one := range p.last {
		passed, took = passed+one.rows, took+one.took
	}
	if passed == 0 {
		return 0
	}
	return max(1, int64(took.Seconds()*float64(rows)/float64(passed)+0.5))
}
