package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// AuditAsked narrows the audit trail: columns by their values, an act by its present
// name, the first and the last day in Shanghai, and whether everyday acts are left out.
type AuditAsked struct {
	Filter        map[string]string
	Act           string
	From, To      model.Date
	LeaveEveryday bool
}

// everyday are acts that change nothing for anybody else, and of which there are many:
// reading marks, sessions and tokens that say they are still used, work of the clock.
var everyday = []string{
	"notification:mark", "session:touch", "token:touch", "limit:spend", "job:run", "job:housekeeping",
	"delivery:sweep", "delivery:note-channels", "delivery:set-aside", "term:remind",
}

// narrow puts what is asked into a query. Who asks for one act or one record gets all of it.
func (a AuditAsked) narrow(d *Desk, q store.Query) store.Query {
	q.Filter = map[string]string{}
	for name, value := range a.Filter {
		q.Filter[name] = value
	}
	if !a.From.IsZero() {
		q.Filter["from"] = store.StartOfDay(a.From)
	}
	if !a.To.IsZero() {
		q.Filter["before"] = store.StartOfDay(a.To.AddDays(1))
	}
	switch {
	case a.Act != "":
		q.Trail.Acts = d.Access.Words.Stamped(a.Act)
	case a.LeaveEveryday && a.Filter["record_id"] == "":
		q.Trail.Without = everyday
	}
	return q
}

// note is what the trail keeps of a question.
func (a AuditAsked) note() map[string]string {
	asked := map[string]string{}
	for name, value := range a.Filter {
		if value != "" {
			asked[name] = value
		}
	}
	for name, day := range map[string]model.Date{"from": a.From, "to": a.To} {
		if !day.IsZero() {
			asked[name] = day.String()
		}
	}
	if a.Act != "" {
		asked["act"] = a.Act
	}
	if a.LeaveEveryday {
		asked["everyday"] = "不含"
	}
	return asked
}

// AuditTrail lists the audit trail in words.
func (d *Desk) AuditTrail(ctx context.Context, actor model.Actor, asked AuditAsked, q store.Query) (model.Page[model.AuditLine], error) {
	page := model.Page[model.AuditLine]{Items: []model.AuditLine{}}
	scope, err := d.Scope(actor, "audit:read")
	if err != nil {
		return page, err
	}
	rows, err := d.Store.AuditEntries(ctx, scope, asked.narrow(d, q))
	if err != nil {
		return page, err
	}
	page.Next, page.Total, page.Beyond = rows.Next, rows.Total, rows.Beyond
	speaker := d.auditSpeaker(ctx, actor, scope)
	for _, row := range rows.Items {
		page.Items = append(page.Items, speaker.line(row))
	}
	return page, speaker.err
}

// ExportAudit gives each audit row of what is asked, in words and newest first, to a file,
// and writes down who took them out and with which filter. It holds a page of them at a time.
func (d *Desk) ExportAudit(ctx context.Context, call model.Call, asked AuditAsked, each func(model.AuditLine) error) error {
	scope, err := d.Scope(call.Actor, "audit:export")
	if err != nil {
		return err
	}
	rows, speaker := 0, d.auditSpeaker(ctx, call.Actor, scope)
	err = d.Store.AuditExport(ctx, scope, asked.narrow(d, store.Query{}), func(page []model.AuditEntry) error {
		rows += len(page)
		for _, row := range page {
			if err := each(speaker.line(row)); err != nil {
				return err
			}
		}
		return speaker.err
	})
	if err != nil {
		return err
	}
	stamp := model.Stamp{Call: call, Act: "audit:export", At: d.now()}
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		return tx.NoteAct(ctx, "audit-entries", "", map[string]any{"filter": asked.note(), "rows": rows})
	})
}
