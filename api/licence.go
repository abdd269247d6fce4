package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type licenceList struct {
	Paging
	EnterpriseID  string     `query:"enterprise_id" maxLength:"36"`
	ImportNo      string     `query:"import_no" maxLength:"40" doc:"number of an import: what it brought"`
	Kind          string     `query:"kind" enum:"first,renewal,change"`
	Ending        string     `query:"ending" enum:"cancelled,revoked,withdrawn"`
	ExpiresBefore model.Date `query:"expires_before" format:"date" doc:"the newest licences of their holders that last less long"`
	On            model.Date `query:"on" format:"date" doc:"the day to judge on, today when left out"`
}

func (a *API) listLicences(ctx context.Context, call model.Call, in *licenceList) (*plain[model.Page[casework.LicenceLine]], error) {
	return body(a.Desk.Licences(ctx, call.Actor, in.query(map[string]string{
		"enterprise_id": in.EnterpriseID, "kind": in.Kind, "ending": in.Ending, "expires_before": in.ExpiresBefore.String(), "import_no": in.ImportNo,
	}), in.On))
}

type licenceOn struct {
	ID string     `path:"id" maxLength:"36"`
	On model.Date `query:"on" format:"date" doc:"the day to judge on, today when left out"`
}

func (a *API) readLicence(ctx context.Context, call model.Call, in *licenceOn) (*record[model.Card[casework.LicenceFile]], error) {
	card, err := a.Desk.LicenceCard(ctx, call.Actor, model.LicenceID(in.ID), in.On)
	return versioned(card, card.Record.Version, err)
}

type licenceEntry struct {
	Body struct {
		EnterpriseID model.EnterpriseID `json:"enterprise_id" minLength:"1" maxLength:"36" doc:"企业"`
		Kind         model.LicenceKind  `json:"kind" enum:"first,renewal,change" doc:"许可事项"`
		Number       string             `json:"number" minLength:"1" maxLength:"40" doc:"许可证号"`
		Scope        []string           `json:"scope" minItems:"1" maxItems:"3" enum:"province,national,international" doc:"业务范围"`
		Areas        []string           `json:"areas" minItems:"1" maxItems:"40" pattern:"^[1-9][0-9]{5}([0-9]{3})?$" doc:"地域范围：区划代码，全国为 100000"`
		DocumentNo   string             `json:"document_no" maxLength:"100" doc:"许可决定文号"`
		IssuedOn     model.Date         `json:"issued_on" format:"date" doc:"发证日期"`
		From         model.Date         `json:"from" format:"date" doc:"有效期自"`
		Expires      model.Date         `json:"expires" format:"date" doc:"有效期至"`
		Reason       string             `json:"reason" maxLength:"400" doc:"说明"`
		GapReason    string             `json:"gap_reason,omitempty" maxLength:"60" doc:"许可中断的说明：不自原证到期次日起的延续、变更才填写"`
	}
}

func (a *API) registerLicence(ctx context.Context, call model.Call, in *licenceEntry) (*created[casework.LicenceLine], error) {
	line, err := a.Desk.RegisterLicence(ctx, call, casework.NewLicence(in.Body))
	return made("licences", string(line.ID), line, err)
}

type licenceEnding struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Ending     model.LicenceEnding `json:"ending" enum:"cancelled,revoked,withdrawn" doc:"终止方式"`
		On         model.Date          `json:"on" format:"date" doc:"自哪天起终止"`
		DocumentNo string              `json:"document_no" minLength:"1" maxLength:"100" doc:"决定文号"`
		Reason     string              `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) endLicence(ctx context.Context, call model.Call, in *licenceEnding) (*record[casework.LicenceLine], error) {
	line, err := a.Desk.EndLicence(ctx, call, model.LicenceID(in.ID), casework.LicenceEnd(in.Body))
	return versioned(line, line.Version, err)
}

func (a *API) restoreLicence(ctx context.Context, call model.Call, in *restoration) (*record[casework.RestoredLicence], error) {
	restored, err := a.Desk.RestoreLicence(ctx, call, model.LicenceID(in.ID), casework.Restoration(in.Body))
	return versioned(restored, restored.Version, err)
}

func (a *API) voidLicence(ctx context.Context, call model.Call, in *withReason) (*record[casework.LicenceLine], error) {
	line, err := a.Desk.VoidLicence(ctx, call, model.LicenceID(in.ID), in.Body.Reason)
	return versioned(line, line.Version, err)
}
