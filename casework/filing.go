package casework

import (
	"context"
	"slices"

	"yijian/model"
	"yijian/policy"
)

// Filing returns what the public may know of the filing with the serial, and what it is worth today.
func (d *Desk) Filing(ctx context.Context, serial model.Serial) (model.FilingView, error) {
	filing, err := d.Store.Filing(ctx, serial)
	if err != nil {
		return model.FilingView{}, err
	}
	view := d.viewOf(filing)
	if view.Standing != model.FilingHolds {
		return view, nil
	}
	agreements, err := d.Store.BrandAgreementsOfFiler(ctx, serial)
	for _, a := range policy.BrandsEnded(agreements, filing.Brands, d.Today()) {
		view.EndedBrands = append(view.EndedBrands, a.Brand)
	}
	return view, err
}

// FilingsBeside returns what other openers have filed at the same premises and holds today.
func (d *Desk) FilingsBeside(ctx context.Context, here model.Filing) ([]model.FilingView, error) {
	filings, err := d.Store.FilingsBeside(ctx, here)
	return slices.DeleteFunc(d.viewsOf(filings), func(f model.FilingView) bool { return f.Standing != model.FilingHolds }), err
}

// FilingsFound is a page of what was filed, each with what it is worth today; where nothing
// was found, those that only resemble what was searched for.
type FilingsFound struct {
	Filings []model.FilingView
	Total   int64
	IsMore  bool // only the newest store.MostLookedAt that may hold the words were looked at
	Similar []model.FilingView
}

// Filings looks among what was filed.
func (d *Desk) Filings(ctx context.Context, search, area string, page int) (FilingsFound, error) {
	found, err := d.Store.Filings(ctx, SoughtOnSite(search), area, page)
	return FilingsFound{d.viewsOf(found.Filings), found.Total, found.IsMore, d.viewsOf(found.Similar)}, err
}

func (d *Desk) viewsOf(filings []model.Filing) []model.FilingView {
	views := make([]model.FilingView, len(filings))
	for i, filing := range filings {
		views[i] = d.viewOf(filing)
	}
	return views
}

func (d *Desk) viewOf(f model.Filing) model.FilingView {
	view := model.FilingView{Filing: f, Basis: policy.FilingBasis}
	view.Standing, view.Reason = policy.StandingOf(f, d.Today())
	return view
}
