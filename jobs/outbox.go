package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

const (
	sendEvery = time.Second
	noteEvery = time.Minute
	// sendLease is longer than a try may take, so that nobody else takes up one that still runs.
	sendLease   = 3 * time.Minute
	sendWorkers = 4
	firstWait   = 30 * time.Second
	longestWait = time.Hour
)

// verdict is what a carrier says became of a try: sent, failed for good, waiting
// for another try, or unknown.
type verdict struct {
	status model.DeliveryStatus
	reason string
}

// passage is an open way to the receiver. Until send is called nothing has left.
type passage struct {
	send  func(ctx context.Context) verdict
	close func()
}

// carrier brings letters outside by one channel. Open fails with what became of the
// try when there is no way; nothing has left then.
type carrier interface {
	open(ctx context.Context, letter model.Letter) (passage, *verdict)
}

// Outbox sends what waits to be sent. Every server runs one; of a delivery only one
// of them has it in hand, and of one person's by one channel only the oldest is.
type Outbox struct {
	desk     *casework.Desk
	carriers map[model.Channel]carrier
	log      *slog.Logger
	wait     time.Duration // before the second try; doubles with each
	// between is called between every two durable steps; tests die there.
	between func(step string)
	// server is this server's name among those that note their channels; since is when it began to.
	server string
	since  time.Time
	noted  time.Time

	mutex   sync.Mutex
	state   model.OutboxState
	failure string
}

func newOutbox(desk *casework.Desk, carriers map[model.Channel]carrier, log *slog.Logger) *Outbox {
	return &Outbox{desk: desk, carriers: carriers, log: log, wait: firstWait, between: func(string) {}, server: store.NewID(), since: desk.Now()}
}

// StartOutbox begins at once and ends when the returned stop is called, which lets
// the tries that run come to their end: cut off, nobody would know what arrived.
func StartOutbox(desk *casework.Desk, senders Senders, log *slog.Logger) (outbox *Outbox, stop func(), err error) {
	carriers, err := senders.carriers(desk.Now)
	if err != nil {
		return nil, nil, err
	}
	outbox = newOutbox(desk, carriers, log)
	ending, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(sendEvery)
		defer ticker.Stop()
		for {
			outbox.pass(context.Background(), ending)
			select {
			case <-ending:
				return
			case <-ticker.C:
			}
		}
	}()
	return outbox, func() {
		close(ending)
		<-done
	}, nil
}

// State tells what waits.
func (o *Outbox) State() model.OutboxState {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.state
}

// pass sends until nothing is due or the server ends, and notes how the outbox stands.
func (o *Outbox) pass(ctx context.Context, ending <-chan struct{}) {
	err := safely(func() error { return o.work(ctx, ending) })
	o.mutex.Lock()
	defer o.mutex.Unlock()
	was := o.failure
	o.failure = ""
	if err != nil {
		o.failure = err.Error()
	}
	if o.failure != was && err != nil {
		o.log.Error("outbox", "error", o.failure)
	}
}

func (o *Outbox) work(ctx context.Context, ending <-chan struct{}) error {
	channels := o.channels()
	if err := o.note(ctx, channels); err != nil {
		return err
	}
	if err := o.desk.TellLocked(ctx); err != nil {
		return err
	}
	if err := o.desk.SweepDeliveries(ctx); err != nil {
		return err
	}
	if err := o.desk.SetAsideDeliveries(ctx, o.since); err != nil {
		return err
	}
	for {
		due, err := o.desk.DueDeliveries(ctx, channels, sendWorkers*8)
		if err != nil || len(due) == 0 {
			return o.look(ctx, err)
		}
		if err := o.deliverAll(ctx, due, ending); err != nil {
			return o.look(ctx, err)
		}
		select {
		case <-ending:
			return nil
		default:
		}
	}
}

// note tells the other servers which channels this one has, once a minute.
func (o *Outbox) note(ctx context.Context, channels []model.Channel) error {
	now := o.desk.Now()
	if len(channels) == 0 || now.Sub(o.noted) < noteEvery {
		return nil
	}
	if err := o.desk.NoteChannels(ctx, o.server, channels); err != nil {
		return err
	}
	o.noted = now
	return nil
}

func (o *Outbox) channels() []model.Channel {
	channels := []model.Channel{}
	for channel := range o.carriers {
		channels = append(channels, channel)
	}
	slices.Sort(channels)
	return channels
}

// look notes how the outbox stands, beside the error there was before.
func (o *Outbox) look(ctx context.Context, before error) error {
	state, err := o.desk.Store.OutboxState(ctx, o.desk.Now())
	if err != nil {
		return err
	}
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.state = state
	return before
}

// deliverAll tries the deliveries, a few at a time, and returns the first error of the database.
func (o *Outbox) deliverAll(ctx context.Context, due []model.Delivery, ending <-chan struct{}) error {
	queue := make(chan model.Delivery, len(due))
	for _, d := range due {
		queue <- d
	}
	close(queue)
	errs := make(chan error, len(due))
	var running sync.WaitGroup
	for range min(sendWorkers, len(due)) {
		running.Go(func() {
			for d := range queue {
				select {
				case <-ending:
					return
				default:
				}
				if err := safely(func() error { return o.deliver(ctx, d) }); err != nil {
					errs <- fmt.Errorf("delivery %s: %w", d.ID, err)
				}
			}
		})
	}
	running.Wait()
	close(errs)
	return <-errs
}

// deliver makes one try. Its durable steps are the claim, the note that something
// may leave from now on, and the outcome; whoever dies between them leaves a
// delivery from which the sweep can tell what may have happened.
func (o *Outbox) deliver(ctx context.Context, d model.Delivery) error {
	token, started := store.NewID(), o.desk.Now()
	mine, err := o.desk.ClaimDelivery(ctx, d, casework.Lease{Token: token, For: sendLease})
	if err != nil || !mine {
		return err
	}
	d.Attempts++
	o.between("claimed")
	letter, err := o.desk.Letter(ctx, d)
	if err != nil {
		return err
	}
	finish := func(v verdict) error {
		return o.desk.FinishDelivery(ctx, d.ID, token, o.outcome(d, v, letter.Shown, started))
	}
	if letter.To == "" {
		return finish(verdict{model.DeliveryFailed, "收件人已没有登记这种地址"})
	}
	way, failed := o.carriers[d.Channel].open(ctx, letter)
	if failed != nil {
		return finish(*failed)
	}
	defer way.close()
	o.between("opened")
	if mine, err = o.desk.StartSending(ctx, d.ID, token); err != nil || !mine {
		return err
	}
	o.between("marked")
	v := way.send(ctx)
	o.between("sent")
	if err := finish(v); err != nil {
		return err
	}
	o.between("noted")
	return nil
}

// outcome turns a verdict into what is noted: another try comes after a pause that
// doubles each time and varies by a fifth, until there were as many as there may be.
func (o *Outbox) outcome(d model.Delivery, v verdict, shown string, started time.Time) casework.Outcome {
	out := casework.Outcome{Status: v.status, Reason: v.reason, Address: shown, Started: started}
	if v.status != model.DeliveryWaiting {
		return out
	}
	if d.Attempts >= casework.MostAttempts {
		out.Status = model.DeliveryFailed
		return out
	}
	pause := min(o.wait<<(d.Attempts-1), longestWait)
	out.Wait = pause - pause/10 + rand.N(pause/5+1) //nolint:gosec // spreads load, protects nothing
	return out
}
