package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/store"
)

// Tracked is what the holder of a tracking number is told of his complaint: how far it is, what is
// next and until when. It holds no name, number or text of anybody.
type Tracked struct {
	Kind    model.ComplaintKind
	State   string
	Steps   []TrackedStep
	Next    string
	Due     *model.DueView // of what is next, nil where nothing runs
	Refused string         // why it was not accepted
	Outcome string         // how it ended
}

// TrackedStep is something that was done, and when.
type TrackedStep struct {
	Title string
	On    model.Date
}

// trackingSlips are characters that no tracking number has, and what was meant.
var trackingSlips = strings.NewReplacer("0", "O", "1", "I", "8", "B", " ", "", "-", "", "　", "")

// trackingLetters are what tracking numbers are made of.
const trackingLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// TrackComplaint tells how far the complaint with the number is. Wrong numbers count against the
// client's allowance, right ones do not; every wrong one is answered alike.
func (d *Desk) TrackComplaint(ctx context.Context, address, number string) (Tracked, error) {
	a := store.Allowance{Bucket: "track/" + ClientOf(address), Most: d.Rules.Limits.Tracks, Per: tracksPer}
	if err := d.spend(ctx, a, "查询号不对的次数太多"); err != nil {
		return Tracked{}, err
	}
	number = trackingSlips.Replace(strings.ToUpper(strings.TrimSpace(number)))
	if number == "" || strings.Trim(number, trackingLetters) != "" {
		return Tracked{}, untracked()
	}
	c, err := d.Store.ComplaintByTracking(ctx, number)
	if model.KindOf(err) == model.NotFound {
		return Tracked{}, untracked()
	}
	if err != nil {
		return Tracked{}, err
	}
	stamp := model.Stamp{Act: "limit:spend", At: d.now()}
	if err := d.Store.Tx(ctx, stamp, func(tx *store.Tx) error { return tx.GiveBack(ctx, a) }); err != nil {
		return Tracked{}, err
	}
	return d.trackedOf(ctx, c)
}

func untracked() error {
	return model.Fail(model.NotFound, "complaint.tracking_unknown", "没有找到这个查询号")
}

func (d *Desk) trackedOf(ctx context.Context, c model.Complaint) (Tracked, error) {
	told := Tracked{Kind: c.Kind, State: complaintStates[c.Status]}
	terms, err := d.termsWith(ctx, d.Store.Reader, "complaints", string(c.ID))
	if err != nil {
		return told, err
	}
	done := func(title string, on model.Date) {
		if !on.IsZero() {
			told.Steps = append(told.Steps, TrackedStep{title, on})
		}
	}
	words := d.Access.Words
	done("管理局收到", c.ReceivedOn)
	done("受理", c.AcceptedOn)
	done("转企业核实处理", c.TransferredOn)
	done("企业向管理局答复", c.AnsweredOn)
	switch c.Status {
	case model.ComplaintRegistered:
		told.Next, told.Due = "管理局审查是否受理", terms.complaint(acceptComplaint.name, c, d.Today())
	case model.ComplaintRefused:
		done("决定不予受理", c.ClosedOn)
		told.Refused = words.Value("RefusalReason", string(c.RefusalReason))
	case model.ComplaintClosed:
		done("办结", c.ClosedOn)
		told.Outcome = words.Value("ComplaintOutcome", string(c.Outcome))
	default:
		told.Next, told.Due = "管理局答复您", terms.complaint(closeComplaint.name, c, d.Today())
		if c.Kind == model.ComplaintReport {
			told.Next = "管理局核查并处理"
		}
	}
	return told, nil
}
