package api

import (
	"sync"
	"time"

	"yijian/model"
)

const readsPer = time.Minute

// reads counts what accounts, and clients without one, ask for in a minute. It
// counts on each server by itself: a row in the database for each read would
// cost more than most reads do.
type reads struct {
	sync.Mutex
	most  int64 // 0 sets no limit
	until time.Time
	of    map[string]int64
}

// spend counts one more read, and fails when that is one too many.
func (r *reads) spend(call model.Call, route Route, now time.Time) error {
	if r.most == 0 || route.Writes() {
		return nil
	}
	name := string(call.Actor.UserID)
	if name == "" {
		name = "address " + call.Address
	}
	r.Lock()
	defer r.Unlock()
	if !now.Before(r.until) { // one window for all, so that nothing is kept about anybody for longer
		r.of, r.until = map[string]int64{}, now.Add(readsPer)
	}
	if r.of[name]++; r.of[name] <= r.most {
		return nil
	}
	known := model.Fail(model.TooMany, "limit.reached", "查询太频繁，请稍后再试")
	known.Wait = r.until.Sub(now)
	return known
}
