package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// The other layers of lists are others': the bureau only repeats what their makers decided.
var (
	_ = publish(publicationKind{
		kind: model.PublishedNational, title: "国家级严重失信主体名单（转载）", noun: "national-entries", read: "national-entry:read",
		columns: columnsOf("authority", "认定单位", "document_no", "认定文书", "listed_on", "列入日期", "reason", "列入事由", "source", "信息来源"),
		hint:    "转载认定单位的决定，本局不作认定", compose: composeNational,
	})
	_ = publish(publicationKind{
		kind: model.PublishedAssociation, title: "行业自律名单（转载）", noun: "association-entries", read: "association-entry:read",
		columns: columnsOf("submitter", "报送单位", "convention", "自律公约", "listed_on", "列入日期", "reason", "列入事由", "effect", "效力"),
		hint:    "转载报送单位依自律公约作出的名单，不产生行政效力", compose: composeAssociation,
	})
)

func composeNational(ctx context.Context, w work, scope store.Scope, p model.Publication) (composed, error) {
	e, err := w.NationalEntry(ctx, scope, model.NationalEntryID(p.SubjectID))
	if err := mayBePublic(err, e.Status == model.NationalActive, "national_entry.unknown", "没有找到这条在列的记录"); err != nil {
		return composed{}, err
	}
	c := composed{
		firm: model.Enterprise{ID: e.EnterpriseID}, name: e.Name, uscc: e.USCC, demo: e.Demo, topic: "national", source: e.Source + "（" + e.DocumentNo + "）",
		title: e.Name + "（国家级严重失信主体名单）", basis: "《国务院办公厅关于进一步完善失信约束制度构建诚信建设长效机制的指导意见》（国办发〔2020〕49号）", formed: p.FormedOn,
		fields: []model.PublicField{
			said("authority", e.Authority), said("document_no", e.DocumentNo), said("listed_on", e.ListedOn.Words()),
			said("reason", e.Reason), said("source", e.Source),
		},
	}
	if !e.EndsOn.IsZero() {
		c.ends = e.EndsOn.AddDays(1)
	}
	return c, nil
}

func composeAssociation(ctx context.Context, w work, scope store.Scope, p model.Publication) (composed, error) {
	e, err := w.AssociationEntry(ctx, scope, model.AssociationEntryID(p.SubjectID))
	if err := mayBePublic(err, e.Status == model.AssociationRecorded, "association_entry.unknown", "没有找到这条已登记备查的记录"); err != nil {
		return composed{}, err
	}
	firm, err := w.Enterprise(ctx, store.Everything(), e.EnterpriseID)
	if err != nil {
		return composed{}, err
	}
	c := composed{
		firm: firm, name: e.EnterpriseName, area: e.AreaCode, demo: e.Demo, topic: "association", source: e.SubmitterName,
		title: e.EnterpriseName + "（行业自律名单）", basis: e.Convention, formed: e.RecordedOn,
		fields: []model.PublicField{
			said("submitter", e.SubmitterName), said("convention", e.Convention), said("listed_on", e.ListedOn.Words()),
			said("reason", e.Reason), said("effect", e.Effect),
		},
	}
	if !e.EndsOn.IsZero() {
		c.ends = e.EndsOn.AddDays(1)
	}
	return c, nil
}
