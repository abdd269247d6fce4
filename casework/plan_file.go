package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"time"

	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

// TakeInPlan makes the file of a plan a draft. What could not be taken over is told on the draft's
// page, with where it stands in the file, until somebody enters it; milestones of no task are left out.
func (d *Desk) TakeInPlan(ctx context.Context, call model.Call, file model.PlanFile, name string) (model.PlanDraft, error) {
	return perform(ctx, d, call, order{permission: "plan-draft:create", act: "plan-draft:take-in"}, func(w work) (model.PlanDraft, error) {
		r, err := readPlanFile(ctx, w.Reader, file, w.today())
		if err != nil {
			return model.PlanDraft{}, err
		}
		origin := model.OriginWorkbook
		if file.Format != "xlsx" {
			origin = model.OriginDocument
		}
		r.draft.OriginName = cut(name, 200)
		return w.keepDraft(ctx, w.newDraft(call.Actor, origin), r.draft, r.tasks)
	})
}

// keepDraft keeps the tasks and what the head says as a new draft; without a supervising unit it is the actor's.
func (w work) keepDraft(ctx context.Context, draft, head model.PlanDraft, tasks []model.PlanDraftTask) (model.PlanDraft, error) {
	PlanHead{head.DocumentNo, head.Title, head.AnnexTitle, head.Issuer, head.Dated, head.Goal, head.DueOn, head.SupervisingUnit}.enter(&draft)
	draft.OriginName, draft.TextHash, draft.Flaws, draft.Cells, draft.TaskCount = head.OriginName, head.TextHash, head.Flaws, head.Cells, len(tasks)
	if err := w.AddPlanDraft(ctx, &draft); err != nil {
		return draft, err
	}
	for _, t := range tasks {
		t.DraftID, t.Version, t.CreatedAt, t.UpdatedAt = draft.ID, 1, w.now, w.now
		if err := w.AddPlanDraftTask(ctx, &t); err != nil {
			return draft, err
		}
	}
	return draft, nil
}

func readPlanFile(ctx context.Context, r store.Reader, file model.PlanFile, today model.Date) (*planReading, error) {
	names, err := catalogueOf(ctx, r)
	if err != nil {
		return nil, err
	}
	if file.Format == "xlsx" {
		return readPlanRows(file.Rows, names, today)
	}
	return readPlanDocument(file, names)
}

var planLineNo = regexp.MustCompile(`^第(\d+)行：`)

// nearText says the place of a refusal in a Word document, which has no lines, by the words that stand there.
func nearText(text, refusal string) string {
	found := planLineNo.FindStringSubmatch(refusal)
	if found == nil {
		return refusal
	}
	lines := strings.Split(text, "\n")
	number, _ := strconv.Atoi(found[1])
	for at := min(number, len(lines)); at > 0; at-- {
		if words := trimmed(inOne(lines[at-1], " ")); words != "" {
			return "“" + cut(words, 30) + "”处：" + strings.TrimPrefix(refusal, found[0])
		}
	}
	return refusal
}

// readPlanDocument takes a document laid out like the district's as a draft, as an import would.
func readPlanDocument(file model.PlanFile, names *reference.Catalogue) (*planReading, error) {
	parsed, err := ParsePlanText(file.Text, names)
	if err != nil {
		refusal := refusalOf(err)
		if file.Format == "docx" {
			refusal = nearText(file.Text, refusal)
		}
		return nil, planFileRefused("plan.document", refusal)
	}
	sum := sha256.Sum256([]byte(file.Text))
	r := &planReading{}
	r.draft = model.PlanDraft{
		DocumentNo: parsed.DocumentNo, Title: parsed.Title, AnnexTitle: parsed.AnnexTitle, Issuer: parsed.Issuer, Dated: parsed.Dated, Goal: parsed.Goal,
		DueOn: model.NewDate(parsed.GoalYear, time.December, 31), SupervisingUnit: parsed.SupervisingUnit, TextHash: hex.EncodeToString(sum[:]), TaskCount: len(parsed.Items),
	}
	for _, item := range parsed.Items {
		r.tasks = append(r.tasks, model.PlanDraftTask{
			ID: model.PlanDraftTaskID(store.NewID()), Number: item.Number, GroupTitle: item.Group, Name: item.Name, Content: item.Content,
			Lead: item.Lead, LeadText: item.LeadText, Support: item.Support, Responsible: item.Body.Responsible,
			BodyGroup: item.Body.Section, BodyTitle: item.Body.Title, BodyContent: item.Body.Content, BodyLead: item.Body.Lead, BodyLeadText: item.Body.LeadText,
			Rhythm: model.RhythmMonthly, Milestones: model.PlanSteps{},
		})
	}
	for _, doubt := range parsed.Doubts {
		r.draft.Flaws = append(r.draft.Flaws, model.PlanFlaw{Field: "document", Detail: doubt.Detail, Doubt: true, Line: doubt.Line})
	}
	return r, nil
}
