package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type certificateList struct {
	Paging
	UnitID        string     `query:"unit_id" maxLength:"40"`
	ExpiresBefore model.Date `query:"expires_before" format:"date"`
	On            model.Date `query:"on" format:"date" doc:"the day to judge on, today when left out"`
	Quality       string     `query:"quality" enum:"certificate-missing,certificate-expired,certificate-gap,certificate-7-days,certificate-30-days,certificate-60-days,certificate-suspended" doc:"what a rule of data quality finds"`
}

func (a *API) listCertificates(ctx context.Context, call model.Call, in *certificateList) (*plain[model.Page[casework.CertificateLine]], error) {
	return body(a.Desk.Certificates(ctx, call.Actor, a.flawed(in.query(map[string]string{
		"unit_id": in.UnitID, "expires_before": in.ExpiresBefore.String(),
	}), in.Quality), in.On))
}

type certificateOn struct {
	ID string     `path:"id" maxLength:"36"`
	On model.Date `query:"on" format:"date" doc:"the day to judge on, today when left out"`
}

func (a *API) readCertificate(ctx context.Context, call model.Call, in *certificateOn) (*record[model.Card[casework.CertificateLine]], error) {
	card, err := a.Desk.CertificateCard(ctx, call.Actor, model.UserID(in.ID), in.On)
	return versioned(card, card.Record.Version, err)
}

type certificateRenewal struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Number  string     `json:"certificate_no" minLength:"1" maxLength:"40"`
		Issuer  string     `json:"issuer" minLength:"1" maxLength:"100"`
		From    model.Date `json:"from" format:"date" doc:"first day"`
		Expires model.Date `json:"expires" format:"date" doc:"last day"`
	}
}

func (a *API) renewCertificate(ctx context.Context, call model.Call, in *certificateRenewal) (*record[model.Certificate], error) {
	c, err := a.Desk.RenewCertificate(ctx, call, model.UserID(in.ID), casework.NewCertificate(in.Body))
	return versioned(c, c.Version, err)
}

func (a *API) suspendCertificate(ctx context.Context, call model.Call, in *withReason) (*record[model.Certificate], error) {
	c, err := a.Desk.SuspendCertificate(ctx, call, model.UserID(in.ID), in.Body.Reason)
	return versioned(c, c.Version, err)
}

func (a *API) restoreCertificate(ctx context.Context, call model.Call, in *withReason) (*record[model.Certificate], error) {
	c, err := a.Desk.RestoreCertificate(ctx, call, model.UserID(in.ID), in.Body.Reason)
	return versioned(c, c.Version, err)
}

type certificateVoiding struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Period model.CertificatePeriodID `json:"period" minLength:"1" maxLength:"36" doc:"id of the period entered in error"`
		Reason string                    `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) voidCertificate(ctx context.Context, call model.Call, in *certificateVoiding) (*record[model.Certificate], error) {
	c, err := a.Desk.VoidCertificate(ctx, call, model.UserID(in.ID), in.Body.Period, in.Body.Reason)
	return versioned(c, c.Version, err)
}
