package api

import (
	"maps"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// newPublication is a notice that is public, about the place's enterprise.
func newPublication(s *stage, p place) (model.Publication, string) {
	id, at := store.NewID(), s.now()
	text := model.PublicText{
		Title: "关于演示的公告" + p.canary("publications"), Fields: []model.PublicField{{Name: "text", Label: "正文", Text: p.canary("publications")}},
	}
	return model.Publication{
		ID: model.PublicationID(id), Kind: model.PublishedNotice, SubjectID: id, EnterpriseID: p.firm.ID, EnterpriseName: p.firm.Name, USCC: p.firm.USCC,
		AreaCode: p.area, Title: text.Title, Basis: "演示条例第一条", Written: p.canary("publications"), Text: text, TextHash: casework.PublicTextHash(text),
		Masked: model.MaskedPieces{}, FormedOn: stageDay.AddDays(-2), EndsOn: stageDay.AddMonths(12), Status: model.PublicationPublished,
		Drafters: model.UserIDs{s.colleague.ID}, ApprovedBy: "somebody", PublishedOn: stageDay.AddDays(-1), PublishedAt: &at, Record: "{}", Edition: 1,
		Version: 1, CreatedAt: at, UpdatedAt: at,
	}, id
}

// writtenNotice is the text of a notice, and what else is said.
func writtenNotice(more fields) func(*stage) fields {
	return func(*stage) fields {
		all := fields{"title": "关于演示的通知", "written": "演示正文演示正文演示正文"}
		maps.Copy(all, more)
		return all
	}
}

func publicationIn(status model.PublicationStatus) func(*model.Publication) {
	return func(p *model.Publication) {
		p.Status, p.PublishedOn, p.PublishedAt, p.Record = status, model.Date{}, nil, ""
		p.EnterpriseID, p.EnterpriseName, p.USCC = "", "", "" // as a notice is drafted
		p.Basis = casework.OpenInformation
	}
}
