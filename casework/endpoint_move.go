package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// moveAct leads to a new filing at another place: by law no change of the old one, and no step of it.
const moveAct = "move"

func moveRefusal(old model.EndPoint, latter *model.MovedFiling) string {
	if isMoved(latter) {
		return movedAlready
	}
	return when(old.Status != model.EndPointFiled, "当前状态为“"+endPointStates[old.Status]+"”，不能迁址")
}

// moves lets a new filing take the place of one that the opener has filed elsewhere, of which
// it takes over what was sent back as a mask.
func (w work) moves(ctx context.Context, e *model.EndPoint, facts *EndPointFacts) error {
	if facts.MovedFrom == "" {
		return nil
	}
	old, err := w.EndPoint(ctx, w.scope, facts.MovedFrom)
	if model.KindOf(err) == model.NotFound || err == nil && old.EnterpriseID != e.EnterpriseID {
		return fieldRefused("/moved_from", "endpoint.moved_unknown", "这家企业没有这个网点")
	}
	if err != nil {
		return err
	}
	_, latter, err := movedFilings(ctx, w.Reader, store.Everything(), old)
	if err != nil {
		return err
	}
	if refusal := moveRefusal(old, latter); refusal != "" {
		return fieldRefused("/moved_from", "endpoint.moved_refused", refusal)
	}
	facts.keepMasked(old)
	e.MovedFrom = old.ID
	_, err = w.ChangeEndPoint(ctx, old) // its card names the new one: of two who move it at once one is refused
	return err
}

// isMoved holds for an end point whose successor is under way, filed, or lapsed with its opener.
func isMoved(latter *model.MovedFiling) bool {
	return latter != nil && latter.Status != model.EndPointCancelled
}

const movedAlready = "这个网点迁址的新备案已经建立，见【迁址】一栏"

// movedFilings are the end point in whose place this one stands, and the newest that stands in
// its place, as far as the reader may know of them.
func movedFilings(ctx context.Context, r store.Reader, scope store.Scope, e model.EndPoint) (from, to *model.MovedFiling, err error) {
	if e.MovedFrom != "" {
		if from, err = movedFiling(ctx, r, scope, e.MovedFrom); err != nil {
			return nil, nil, err
		}
	}
	ids, err := r.MovedTo(ctx, e.ID)
	if err != nil || len(ids) == 0 {
		return from, nil, err
	}
	to, err = movedFiling(ctx, r, scope, ids[0])
	return from, to, err
}

func movedFiling(ctx context.Context, r store.Reader, scope store.Scope, id model.EndPointID) (*model.MovedFiling, error) {
	e, err := r.EndPoint(ctx, scope, id)
	isHidden := model.KindOf(err) == model.NotFound
	if isHidden {
		e, err = r.EndPoint(ctx, store.Everything(), id)
	}
	switch {
	case model.KindOf(err) == model.NotFound || isHidden && e.LocalSerial == "":
		return nil, nil
	case err != nil:
		return nil, err
	case isHidden:
		e.ID = ""
	}
	return &model.MovedFiling{ID: e.ID, Name: e.Name, Address: e.Address, Status: e.Status, LocalSerial: e.LocalSerial, FiledOn: e.FiledOn}, nil
}

// movedWork is the filings that still stand although what took their place elsewhere is filed.
func movedWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	page, err := l.Store.EndPoints(ctx, scope, store.Query{
		Limit: store.MaxPage, Filter: map[string]string{"status": string(model.EndPointFiled), "moved": string(model.EndPointFiled)},
	})
	l.cut = page.Next != ""
	items := make([]model.WorkItem, len(page.Items))
	for i, e := range page.Items {
		items[i] = model.WorkItem{Noun: "endpoints", ID: string(e.ID), Title: "新地方已备案，注销迁址前的备案：" + e.Name, Act: cancelEndPoint.name}
	}
	return items, err
}
