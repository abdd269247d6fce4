package casework

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// Restoration is why an entry was wrong that let filings lapse, and on what that rests.
type Restoration struct {
	Basis  string
	Reason string
}

func (r *Restoration) check() error {
	r.Basis, r.Reason = strings.TrimSpace(r.Basis), strings.TrimSpace(r.Reason)
	if err := checkWords("/basis", r.Basis); err != nil {
		return err
	}
	return checkReason(r.Reason)
}

// RestoredFilings are the filings that hold again with an entry that is taken back, and those
// that lapsed with it and do not, each with the reason.
type RestoredFilings struct {
	Restored  []string `json:"restored_filings"`
	Remaining []string `json:"remaining_filings"`
	Unseen    int      `json:"unseen_filings,omitempty"` // so many more that were not looked at yet
}

// mostForeseen is how many lapsed filings are looked at before an entry is taken back,
// mostRestored how many with it: an act ends in seconds, and the nightly job goes on with the rest.
var mostForeseen, mostRestored = 100, 300

func (f *RestoredFilings) add(is *judgedLapse) {
	switch {
	case is == nil:
	case is.stays == "":
		f.Restored = append(f.Restored, policy.NamedFiling(is.Facts.EndPoint))
	default:
		f.Remaining = append(f.Remaining, policy.NamedFiling(is.Facts.EndPoint)+"："+is.stays)
	}
}

// restoreFilings lets the filings hold again that lapsed by an entry which the transaction has
// taken back; what is too many for one act is left to restoreOverlooked.
func (w work) restoreFilings(ctx context.Context, of store.LapsedOf) (RestoredFilings, error) {
	done := RestoredFilings{Restored: []string{}, Remaining: []string{}}
	ids, err := w.Lapsed(ctx, of)
	if err != nil {
		return done, err
	}
	done.Unseen = max(0, len(ids)-mostRestored)
	for _, id := range ids[:min(len(ids), mostRestored)] {
		is, err := w.restoreFiling(ctx, id)
		if err != nil {
			return done, err
		}
		done.add(is)
	}
	return done, nil
}

// foresee says what restoreFilings would do if the entry were taken back now, which without does to the facts.
func (d *Desk) foresee(ctx context.Context, of store.LapsedOf, without func(*policy.FilingFacts)) (*RestoredFilings, error) {
	seen := RestoredFilings{Restored: []string{}, Remaining: []string{}}
	ids, err := d.Store.Lapsed(ctx, of)
	if err != nil {
		return nil, err
	}
	seen.Unseen = max(0, len(ids)-mostForeseen)
	for _, id := range ids[:min(len(ids), mostForeseen)] {
		is, err := judgeLapse(ctx, d.Store.Reader, id, d.Today(), without)
		if err != nil {
			return nil, err
		}
		seen.add(is)
	}
	return &seen, nil
}

// judgedLapse is a filing that lapsed by an entry which is taken back; said begins what it says
// of that, stays is why it stays lapsed, by which cause, empty where it holds again.
type judgedLapse struct {
	Facts policy.FilingFacts
	said  string
	stays string
	cause model.LapseCause
}

// tookBack begins what a filing says when the entry is taken back by which it lapsed.
var tookBack = map[model.LapseCause]string{
	model.LapseBranchInvalid:  "分支机构的名录失效登记有误，已撤回",
	model.LapseLicenceEnded:   "许可证的终止或作废登记有误，已撤回",
	model.LapseLicenceExpired: "许可证的作废登记有误，已撤回",
	model.LapseOpenerClosed:   "企业的注销登记有误，已撤回",
}

// judgeLapse looks at a lapsed filing on the day, with what without does to the facts; it returns
// nil where the filing did not lapse by an entry that is taken back.
func judgeLapse(ctx context.Context, r store.Reader, id model.EndPointID, day model.Date, without func(*policy.FilingFacts)) (*judgedLapse, error) {
	e, err := r.EndPoint(ctx, store.Everything(), id)
	if err != nil {
		return nil, err
	}
	is := judgedLapse{Facts: policy.FilingFacts{EndPoint: e}, said: tookBack[e.LapseCause]}
	if err := loadOpener(ctx, r, &is.Facts); err != nil {
		return nil, err
	}
	if without != nil {
		without(&is.Facts)
	}
	if !policy.LapsedInError(is.Facts) {
		return nil, nil
	}
	if is.Facts.Near, err = r.EndPointsAt(ctx, e); err != nil {
		return nil, err
	}
	if is.cause, is.stays = policy.LapseOf(is.Facts, day); is.stays == "" {
		if own := is.Facts.OwnNear(); len(own) > 0 {
			is.cause, is.stays = model.LapsePremisesRefiled, "同一场所已有"+policy.NamedFiling(own[0])
		}
	}
	return &is, nil
}

// since is the first day, from that on which it lapsed, on which the filing holds no longer for the cause that remains.
func (is judgedLapse) since(today model.Date) model.Date {
	for day := is.Facts.EndPoint.EndedOn; day.Before(today); day = day.AddDays(1) {
		if cause, _ := policy.LapseOf(is.Facts, day); cause == is.cause {
			return day
		}
	}
	return today
}

// restoreFiling lets a filing hold again that lapsed by an entry which was taken back, and its
// clocks and its change go on; where it stays lapsed, it says why. It returns nil where it did
// not lapse by such an entry.
func (w work) restoreFiling(ctx context.Context, id model.EndPointID) (*judgedLapse, error) {
	is, err := judgeLapse(ctx, w.Reader, id, w.today(), nil)
	if err != nil || is == nil {
		return nil, err
	}
	e := is.Facts.EndPoint
	if e.LapseCause = is.cause; is.stays != "" {
		said := is.said + "；但" + is.stays
		lapsed(&e, said, is.since(w.today()))
		if e, err = w.ChangeEndPoint(ctx, e); err != nil {
			return nil, err
		}
		return is, w.tellOfLapse(ctx, model.EventEndPointLapsed, e, said)
	}
	e.Status, e.EndedOn, e.EndReason = model.EndPointFiled, model.Date{}, ""
	e.ValidUntil, e.PremisesClaim = is.Facts.End(w.today()), store.ClaimOf(e)
	if err := w.reopenChange(ctx, &e); err != nil {
		return nil, err
	}
	if !e.ChangeSubmittedOn.IsZero() {
		is.said += "；待审的变更继续审核"
	}
	if e, err = w.ChangeEndPoint(ctx, e); err != nil {
		if model.KindOf(err) == model.Conflict { // somebody files the premises anew at this moment
			err = store.Stale()
		}
		return nil, err
	}
	if err := w.resumeClocks(ctx, endPointClocks(e)); err != nil {
		return nil, err
	}
	return is, w.tellOfLapse(ctx, model.EventEndPointRestored, e, is.said)
}

// restoreOverlooked restores the filings that a settling in another transaction let lapse by
// an entry at the moment at which it was taken back.
func (d *Desk) restoreOverlooked(ctx context.Context, call model.Call) (restored int, failed error) {
	ids, err := d.Store.LapsedAndRestored(ctx)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		is, err := judgeLapse(ctx, d.Store.Reader, id, d.Today(), nil)
		held := false
		if is != nil {
			held, err = perform(ctx, d, call, order{permission: "endpoint:settle", reason: is.said}, func(w work) (bool, error) {
				is, err := w.restoreFiling(ctx, id) // another server may have been first
				return is != nil && is.stays == "", err
			})
		}
		switch {
		case model.KindOf(err) == model.Stale: // somebody else was there first
		case err != nil:
			failed = errors.Join(failed, fmt.Errorf("filing %s: %w", id, err))
		case held:
			restored++
		}
	}
	return restored, failed
}
