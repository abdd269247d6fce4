package casework

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// RevealOrder is what somebody asks to see in clear, and what for.
type RevealOrder struct {
	ID      string
	Fields  []string
	Purpose model.RevealPurpose
	Note    string
}

// subject is a record with personal data: its fields in clear, where it belongs, and its version.
type subject struct {
	values  map[string]string
	area    string
	version int64
}

// secrecy is what is personal in the records of a noun, and whose duty needs it.
type secrecy struct {
	noun   model.Noun
	reveal access.Permission
	fields []string
	read   func(ctx context.Context, r store.Reader, scope store.Scope, id string) (subject, error)
}

func complaintSecrecy() secrecy {
	return secrecy{"complaints", "complaint:reveal", []string{"consumer_name", "consumer_phone"},
		func(ctx context.Context, r store.Reader, scope store.Scope, id string) (subject, error) {
			c, err := r.Complaint(ctx, scope, model.ComplaintID(id))
			return subject{map[string]string{
				"consumer_name": string(c.ConsumerName), "consumer_phone": string(c.ConsumerPhone),
			}, c.AreaCode, c.Version}, err
		}}
}

func endPointSecrecy() secrecy {
	return secrecy{"endpoints", "endpoint:reveal", []string{"manager_name", "manager_id", "manager_phone"},
		func(ctx context.Context, r store.Reader, scope store.Scope, id string) (subject, error) {
			e, err := r.EndPoint(ctx, scope, model.EndPointID(id))
			return subject{map[string]string{
				"manager_name": string(e.ManagerName), "manager_id": string(e.ManagerID), "manager_phone": string(e.ManagerPhone),
			}, e.AreaCode, e.Version}, err
		}}
}

// RevealComplaint shows what is personal in a complaint, for a purpose.
func (d *Desk) RevealComplaint(ctx context.Context, call model.Call, asked RevealOrder) (model.Revealed, error) {
	return d.reveal(ctx, call, complaintSecrecy(), asked)
}

// RevealEndPoint shows what is personal in a filing, for a purpose.
func (d *Desk) RevealEndPoint(ctx context.Context, call model.Call, asked RevealOrder) (model.Revealed, error) {
	return d.reveal(ctx, call, endPointSecrecy(), asked)
}

// seen is the stored reply of a reveal: what was shown, not the data.
type seen struct {
	ID      model.ConsultationID `json:"id"`
	Version int64                `json:"version"`
}

// reveal keeps the consultation, counts it, and reads the data only then; a
// repeated request shows them again as long as the record has not moved on.
func (d *Desk) reveal(ctx context.Context, call model.Call, of secrecy, asked RevealOrder) (model.Revealed, error) {
	var shown model.Revealed
	asked.Fields = slices.Compact(slices.Sorted(slices.Values(asked.Fields)))
	quota := d.reveals(call.Actor)
	done, err := perform(ctx, d, call, order{permission: of.reveal, reason: asked.Note}, func(w work) (seen, error) {
		fields := asked.check(of)
		record, err := of.read(ctx, w.Reader, w.scope, asked.ID)
		if model.KindOf(err) == model.NotFound {
			fields.Add("/record_id", "record.not_found", "没有找到这条记录")
		} else if err != nil {
			return seen{}, err
		}
		if err := fields.Err(); err != nil {
			return seen{}, err
		}
		if err := w.consume(ctx, quota, "今天查看个人信息的次数已用完"); err != nil {
			return seen{}, err
		}
		c := w.consultation(call, model.Consultation{
			Kind: model.ConsultationReveal, Noun: of.noun, RecordID: asked.ID, AreaCode: record.area,
			Shown: asked.Fields, Purpose: asked.Purpose, Note: strings.TrimSpace(asked.Note),
		})
		return seen{c.ID, record.version}, w.AddConsultation(ctx, &c)
	})
	if err != nil {
		return shown, err
	}
	scope, err := d.Scope(call.Actor, of.reveal)
	if err != nil {
		return shown, err
	}
	record, err := of.read(ctx, d.Store.Reader, scope, asked.ID)
	if err != nil {
		return shown, err
	}
	if record.version != done.Version {
		return shown, store.Stale()
	}
	maps.DeleteFunc(record.values, func(name, _ string) bool { return !slices.Contains(asked.Fields, name) })
	left, err := d.left(ctx, quota)
	return model.Revealed{ID: done.ID, Values: record.values, Left: left, Most: quota.Most}, err
}

func (o RevealOrder) check(of secrecy) model.FieldErrors {
	var fields model.FieldErrors
	for i, name := range o.Fields {
		if !slices.Contains(of.fields, name) {
			fields.Add(fmt.Sprintf("/fields/%d", i), "reveal.field", "这一项不是受保护的个人信息")
		}
	}
	if len([]rune(strings.TrimSpace(o.Note))) < 2 {
		fields.Add("/note", "reason.missing", "请写明用途（2 至 200 字）")
	}
	return fields
}

func (w work) consultation(call model.Call, c model.Consultation) model.Consultation {
	c.ID, c.UserID, c.UserName = model.ConsultationID(store.NewID()), call.Actor.UserID, call.Actor.Name
	c.Version, c.CreatedAt, c.UpdatedAt = 1, w.now, w.now
	return c
}

// consume spends one of the allowance within the act, which fails when none is left.
func (w work) consume(ctx context.Context, a store.Allowance, what string) error {
	wait, err := w.Spend(ctx, a)
	if err == nil && wait > 0 {
		return tooMany(what, wait)
	}
	return err
}

// offer is what the actor may see in clear of the noun's records, nil for nothing.
func (d *Desk) offer(ctx context.Context, actor model.Actor, of secrecy) (*model.RevealOffer, error) {
	if _, err := d.Scope(actor, of.reveal); err != nil {
		return nil, nil //nolint:nilerr // who may not see them is offered nothing
	}
	quota := d.reveals(actor)
	left, err := d.left(ctx, quota)
	return &model.RevealOffer{Fields: of.fields, Left: left, Most: quota.Most}, err
}

// left is how many of the allowance remain, 0 also where there is no limit.
func (d *Desk) left(ctx context.Context, a store.Allowance) (int64, error) {
	spent, err := d.Store.Spent(ctx, a, d.now())
	return max(0, a.Most-spent), err
}

// daily is an allowance that is whole again at midnight in Shanghai.
func (d *Desk) daily(what string, actor model.Actor, most int64) store.Allowance {
	today := d.Today()
	next := today.AddDays(1)
	midnight := time.Date(next.Year(), next.Month(), next.Day(), 0, 0, 0, 0, model.Shanghai)
	return store.Allowance{Bucket: what + "/" + string(actor.UserID) + "/" + today.String(), Most: most, Per: midnight.Sub(d.now())}
}

// reveals is how many records an account may see in clear in a day.
func (d *Desk) reveals(actor model.Actor) store.Allowance {
	return d.daily("reveal", actor, d.Rules.Limits.Reveals)
}

// lookups is how many times an account may look records up by a person's number in a day.
func (d *Desk) lookups(actor model.Actor) store.Allowance {
	return d.daily("lookup", actor, d.Rules.Limits.Lookups)
}

// LookUpComplaints finds the complaints of the consumer with the phone number.
func (d *Desk) LookUpComplaints(ctx context.Context, call model.Call, phone model.Phone) (model.Page[model.Complaint], error) {
	var fields model.FieldErrors
	checkPhone(&fields, "/phone", string(phone))
	asked := model.Consultation{Noun: "complaints", Shown: model.WordList{"consumer_phone"}, Note: phone.String()}
	return lookUp(ctx, d, call, lookupOrder{"complaint:lookup", fields, asked}, func(w work) ([]model.Complaint, error) {
		return w.ComplaintsByPhone(ctx, w.scope, phone)
	})
}

// LookUpEndPoints finds the end points whose manager has the phone and the
// identity number; one of the two may be empty.
func (d *Desk) LookUpEndPoints(ctx context.Context, call model.Call, phone model.Phone, id model.IDNumber) (model.Page[model.EndPoint], error) {
	var fields model.FieldErrors
	checkPhone(&fields, "/phone", string(phone))
	asked := model.Consultation{Noun: "endpoints", Shown: model.WordList{}}
	var notes []string
	if phone != "" {
		asked.Shown, notes = append(asked.Shown, "manager_phone"), append(notes, phone.String())
	}
	if id != "" {
		asked.Shown, notes = append(asked.Shown, "manager_id"), append(notes, id.String())
	}
	if asked.Note = strings.Join(notes, " "); asked.Note == "" {
		fields.Add("/phone", "required", "请填写电话或身份证号")
	}
	return lookUp(ctx, d, call, lookupOrder{"endpoint:lookup", fields, asked}, func(w work) ([]model.EndPoint, error) {
		return w.EndPointsByPerson(ctx, w.scope, phone, id)
	})
}

type lookupOrder struct {
	permission access.Permission
	fields     model.FieldErrors
	asked      model.Consultation
}

// lookUp counts the question, keeps that it was asked, and answers it.
func lookUp[T any](ctx context.Context, d *Desk, call model.Call, o lookupOrder, find func(w work) ([]T, error)) (model.Page[T], error) {
	return perform(ctx, d, call, order{permission: o.permission}, func(w work) (model.Page[T], error) {
		page := model.Page[T]{Items: []T{}}
		if err := o.fields.Err(); err != nil {
			return page, err
		}
		if err := w.consume(ctx, d.lookups(call.Actor), "今天按号码查找的次数已用完"); err != nil {
			return page, err
		}
		found, err := find(w)
		if err != nil {
			return page, err
		}
		c := w.consultation(call, o.asked)
		c.Kind, c.AreaCode, c.Found = model.ConsultationLookup, call.Actor.AreaCode, int64(len(found))
		page.Items = found
		return page, w.AddConsultation(ctx, &c)
	})
}
