package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// importDuties are those of whoever brought a file, to confirm its warnings or to mend it, and
// of the others, one of whom promotes it.
func importDuties() []workSource {
	kind := waiting[model.Import]{noun: "imports", sort: "created_at", list: store.Reader.Imports}
	confirm, promote, mend, again := kind, kind, kind, kind
	confirm.permission, confirm.act, confirm.title, confirm.in = confirmImport.permission, confirmImport.name, "确认批量导入的提醒", model.ImportChecked
	confirm.ask = func(_ context.Context, l *look, i model.Import) (asked, error) {
		return asked{i.UploadedBy == l.actor.UserID && i.Warnings > i.Confirmed, string(i.ID), importName(i), nil}, nil
	}
	promote.permission, promote.act, promote.title, promote.in = promoteImport.permission, promoteImport.name, "复核批量导入并入库", model.ImportChecked
	promote.ask = func(_ context.Context, l *look, i model.Import) (asked, error) {
		return asked{i.UploadedBy != l.actor.UserID && i.Warnings == i.Confirmed && l.mayPromote(l.actor, i) == nil, string(i.ID), importName(i), nil}, nil
	}
	mend.permission, mend.act, mend.title, mend.in = discardImport.permission, discardImport.name, "改正有错误的批量导入，或者放弃", model.ImportFaulty
	mend.ask = func(_ context.Context, l *look, i model.Import) (asked, error) {
		return asked{i.UploadedBy == l.actor.UserID, string(i.ID), importName(i), nil}, nil
	}
	again.permission, again.act, again.title, again.in = discardImport.permission, discardImport.name, "再试因系统出错停下的批量导入，或者放弃", model.ImportHalted
	again.ask = mend.ask
	return []workSource{confirm.source(), promote.source(), mend.source(), again.source()}
}

func importName(i model.Import) string { return i.Number + "（" + i.FileName + "）" }
