package casework

import (
	"context"
	"time"

	"yijian/model"
)

// MarkedImport gives the rows of an import and what is wrong with them, for the marked copy. They
// may hold clear numbers and names, so only who brought the file gets them back.
func (d *Desk) MarkedImport(ctx context.Context, actor model.Actor, id model.ImportID) (i model.Import, faults []model.ImportFault, rows func(each func([]model.SheetRow) error) error, err error) {
	scope, err := d.Scope(actor, "import:read")
	if err != nil {
		return i, nil, nil, err
	}
	if i, err = d.Store.Import(ctx, scope, id); err != nil {
		return i, nil, nil, err
	}
	if i.UploadedBy != actor.UserID {
		return i, nil, nil, model.Fail(model.Forbidden, "import.not_yours", "副本里有上传文件的原文，只有上传的人"+i.UploadedByName+"可以下载")
	}
	if i.Status == model.ImportPromoted || i.Status == model.ImportDiscarded {
		return i, nil, nil, forgotten(i)
	}
	for _, warnings := range []bool{false, true} {
		some, err := d.Store.ImportFaults(ctx, id, warnings, 0, 2*mostFaults)
		if err != nil {
			return i, nil, nil, err
		}
		faults = append(faults, some...)
	}
	return i, faults, func(each func([]model.SheetRow) error) error { return d.Store.EachStaged(ctx, id, each) }, nil
}

// keepStaged is how long rows may be without their import: an upload takes minutes.
const keepStaged = time.Hour

// keepIdle is how long an import waits for somebody to mend or promote it.
const keepIdle = 30 * 24 * time.Hour

// AbandonImports discards the imports that nobody has touched for keepIdle, each with its
// audit row, and returns how many: their rows may hold personal data.
func (d *Desk) AbandonImports(ctx context.Context, call model.Call) (int, error) {
	o := order{permission: "job:housekeeping", act: "import:abandon", reason: "30 天没有人办理，自动放弃"}
	return perform(ctx, d, call, o, func(w work) (int, error) {
		idle, err := w.IdleImports(ctx, w.scope, w.now.Add(-keepIdle))
		if err != nil {
			return 0, err
		}
		for _, i := range idle {
			i.Status = model.ImportDiscarded
			if _, err := w.ChangeImport(ctx, i); err != nil {
				return 0, err
			}
			if err := w.ForgetStaged(ctx, i.ID); err != nil {
				return 0, err
			}
		}
		return len(idle), nil
	})
}
