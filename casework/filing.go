package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
)

// Filing returns what the public may know of the filing with the serial, and what it is worth today.
func (d *Desk) Filing(ctx context.Context, serial model.Serial) (model.FilingView, error) {
	filing, err := d.Store.Filing(ctx, serial)
	if err != nil {
		return model.FilingView{}, err
	}
	return d.viewOf(filing), nil
}

// Filings returns a page of what was filed, each with what it is worth today.
func (d *Desk) Filings(ctx context.Context, search, area string, page int) ([]model.FilingView, int64, error) {
	filings, total, err := d.Store.Filings(ctx, search, area, page)
	views := make([]model.FilingView, len(filings))
	for i, filing := range filings {
		views[i] = d.viewOf(filing)
	}
	return views, total, err
}

func (d *Desk) viewOf(f model.Filing) model.FilingView {
	view := model.FilingView{Filing: f, Basis: policy.FilingBasis}
	view.Standing, view.Reason = policy.StandingOf(f, d.Today())
	return view
}
