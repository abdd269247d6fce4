package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"yijian/casework"
	"yijian/model"
	"yijian/policy/rulebook"
	"yijian/store"
)

// attachable is a kind of record that takes attachments, and who may add them in the demonstration.
type attachable struct {
	noun model.Noun
	note string
	by   []string
	ids  func(ctx context.Context, r store.Reader) ([]string, error)
}

var demoInspectors = []string{"inspector1", "inspector2", "inspector3", "inspector4", "inspector5", "inspector6"}

var attachables = []attachable{
	{"complaints", "演示：破损包裹照片", []string{"complaints"}, idsOf(store.Reader.Complaints, func(c model.Complaint) string { return string(c.ID) })},
	{"inspections", "演示：现场照片", demoInspectors, idsOf(store.Reader.Inspections, func(i model.Inspection) string { return string(i.ID) })},
	{"endpoints", "演示：门头照片", demoInspectors, idsOf(store.Reader.EndPoints, func(e model.EndPoint) string { return string(e.ID) })},
	{"task-reports", "演示：佐证照片", []string{"lead1", "lead2", "lead3", "lead4", "lead5"}, idsOf(store.Reader.TaskReports, func(r model.TaskReport) string { return string(r.ID) })},
	{"coordinations", "演示：场地照片", []string{"support1", "inspector1", "inspector2", "lead3"}, idsOf(store.Reader.Coordinations, func(c model.Coordination) string { return string(c.ID) })},
	{"task-comments", "演示：通行证照片", []string{"lead3"}, idsOf(store.Reader.TaskComments, func(c model.TaskComment) string { return string(c.ID) })},
	{"task-slips", "演示：整改台账照片", []string{"lead2", "lead4", "lead5"}, idsOf(store.Reader.TaskSlips, func(s model.TaskSlip) string { return string(s.ID) })},
	{"task-milestones", "演示：实施方案照片", []string{"lead3", "lead2", "lead1", "lead5"}, milestoneIDs},
	{"tasks", "演示：完工照片", []string{"lead2"}, idsOf(store.Reader.Tasks, func(t model.Task) string { return string(t.ID) })},
	{"penalties", "演示：证据照片", demoInspectors, idsOf(store.Reader.Penalties, func(p model.Penalty) string { return string(p.ID) })},
	{"edition-entries", "演示：送达回证", append([]string{"legal"}, demoInspectors...), idsOf(store.Reader.EditionEntries, func(e model.EditionEntry) string { return string(e.ID) })},
}

// milestoneIDs lists the milestones of the first page of tasks.
func milestoneIDs(ctx context.Context, r store.Reader) ([]string, error) {
	tasks, err := idsOf(store.Reader.Tasks, func(t model.Task) string { return string(t.ID) })(ctx, r)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, id := range tasks {
		milestones, err := r.MilestonesOfTasks(ctx, []model.TaskID{model.TaskID(id)})
		if err != nil {
			return nil, err
		}
		for _, m := range milestones[model.TaskID(id)] {
			ids = append(ids, string(m.ID))
		}
	}
	return ids, nil
}

// idsOf lists the first page of a kind of record.
func idsOf[T any](list func(store.Reader, context.Context, store.Scope, store.Query) (model.Page[T], error), id func(T) string) func(context.Context, store.Reader) ([]string, error) {
	return func(ctx context.Context, r store.Reader) ([]string, error) {
		page, err := list(r, ctx, store.Everything(), store.Query{Limit: 100})
		ids := make([]string, len(page.Items))
		for i, item := range page.Items {
			ids[i] = id(item)
		}
		return ids, err
	}
}

// attach gives a picture to one record of each kind whose state takes it.
func (s *stage) attach() error {
	picture, err := demoPicture()
	if err != nil {
		return err
	}
	for _, kind := range attachables {
		if err := s.attachTo(kind, picture); err != nil {
			return fmt.Errorf("attach to %s: %w", kind.noun, err)
		}
	}
	return nil
}

func (s *stage) attachTo(kind attachable, picture []byte) error {
	ids, err := kind.ids(s.ctx, s.desk.Store.Reader)
	if err != nil {
		return err
	}
	for _, id := range ids {
		for _, name := range kind.by {
			_, err := s.desk.AddAttachment(s.ctx, s.by(name, 0), kind.noun, id, casework.Upload{
				Name: "演示照片.jpg", Note: kind.note, Content: bytes.NewReader(picture), Size: int64(len(picture)),
			})
			if err == nil {
				return nil
			}
			switch model.KindOf(err) { // not this record, or not by this person
			case model.Conflict, model.Forbidden, model.NotFound, model.Invalid:
			default:
				return err
			}
		}
	}
	return nil
}

// demoPicture is a picture that nobody takes for a photograph.
func demoPicture() ([]byte, error) {
	picture := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for y := range 480 {
		for x := range 640 {
			shade := color.RGBA{R: 0x2f, G: 0x6f, B: 0xb0, A: 0xff}
			if (x+y)/40%2 == 0 {
				shade = color.RGBA{R: 0xe8, G: 0xee, B: 0xf6, A: 0xff}
			}
			picture.SetRGBA(x, y, shade)
		}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, picture, nil)
	return out.Bytes(), err
}

// consult lets the complaints desk see a consumer's number, and look complaints up by it.
func (s *stage) consult() error {
	page, err := s.desk.Store.Complaints(s.ctx, store.Everything(), store.Query{Limit: 100})
	if err != nil {
		return err
	}
	for _, c := range page.Items {
		if c.ConsumerPhone == "" {
			continue
		}
		_, err := s.desk.RevealComplaint(s.ctx, s.by("complaints", 0), casework.RevealOrder{
			ID: string(c.ID), Fields: []string{"consumer_phone"}, Purpose: model.PurposeContact, Note: "演示：回访核实",
		})
		if err != nil {
			return err
		}
		_, err = s.desk.LookUpComplaints(s.ctx, s.by("complaints", 0), c.ConsumerPhone)
		return err
	}
	return nil
}

// proposeTerm lets the lawyer propose a longer term, which the chief does not approve.
func (s *stage) proposeTerm() error {
	rule := rulebook.Deadlines()[0]
	rule.Value++
	rule.From = s.size.AsOf.AddMonths(1)
	text, err := s.desk.ProposeRules(s.ctx, s.by("legal", 0), casework.RuleProposal{
		Kind: model.TextOfDeadlines, Rule: &rule, Reason: "演示：试拟延长一日",
	})
	if err != nil {
		return err
	}
	_, err = s.desk.RefuseRules(s.ctx, s.by("chief", text.Version), text.ID, "演示：没有上位依据，不予批准")
	return err
}
