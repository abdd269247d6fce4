package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// The whole register is read where a file of records is checked against it. What is
// outside the reader's scope counts too: a code that is taken is taken.

// RegisterFirms returns every enterprise.
func (r Reader) RegisterFirms(ctx context.Context, scope Scope) ([]model.Enterprise, error) {
	var rows []model.Enterprise
	err := enterprises.visible(r.db.WithContext(ctx).Table("enterprises"), scope).Order("enterprises.id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("enterprises of the register: %w", err)
	}
	return rows, nil
}

// RegisterLicences returns every licence, each enterprise's in the order of their first days.
func (r Reader) RegisterLicences(ctx context.Context, scope Scope) ([]model.HeldLicence, error) {
	var rows []model.HeldLicence
	err := licences.visible(licences.rows(r.db.WithContext(ctx)), scope).Order("enterprise_id, valid_from, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("licences of the register: %w", err)
	}
	return rows, nil
}

// RegisterBranches returns every branch.
func (r Reader) RegisterBranches(ctx context.Context, scope Scope) ([]model.Branch, error) {
	var rows []model.Branch
	err := branches.visible(r.db.WithContext(ctx).Table("branches"), scope).Order("branches.id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("branches of the register: %w", err)
	}
	return rows, openAll(ctx, r, branches, rows)
}

// pieceOfRegister is how many end points are read at once.
const pieceOfRegister = 1000

// RegisterEndPoints gives every end point in the order of its id, a piece at a time, as
// bare as telling them apart needs: without checks, personal data and search text.
func (r Reader) RegisterEndPoints(ctx context.Context, scope Scope, each func([]model.EndPoint)) error {
	const columns = "id, enterprise_id, enterprise_name, name, area_code, address, premises, latitude_micro, longitude_micro, status, local_serial, national_receipt_no, version"
	return r.eachEndPoint(ctx, scope, columns, func(rows []model.EndPoint) error {
		each(rows)
		return nil
	})
}

// WholeEndPoints gives every end point within the scope with all it has, a piece at a time.
func (r Reader) WholeEndPoints(ctx context.Context, scope Scope, each func([]model.EndPoint) error) error {
	return r.eachEndPoint(ctx, scope, "*", func(rows []model.EndPoint) error {
		if err := openAll(ctx, r, endpoints, rows); err != nil {
			return err
		}
		return each(rows)
	})
}

func (r Reader) eachEndPoint(ctx context.Context, scope Scope, columns string, each func([]model.EndPoint) error) error {
	for last := ""; ; {
		var rows []model.EndPoint
		err := endpoints.visible(r.db.WithContext(ctx).Table("endpoints"), scope).Select(columns).Where("endpoints.id > ?", last).
			Order("endpoints.id").Limit(pieceOfRegister).Find(&rows).Error
		if err != nil {
			return fmt.Errorf("end points of the register: %w", err)
		}
		if len(rows) == 0 {
			return nil
		}
		if err := each(rows); err != nil {
			return err
		}
		last = string(rows[len(rows)-1].ID)
	}
}

// EndPointsByID returns the end points of the ids by their ids.
func (r Reader) EndPointsByID(ctx context.Context, scope Scope, ids []model.EndPointID) (map[model.EndPointID]model.EndPoint, error) {
	found := map[model.EndPointID]model.EndPoint{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []model.EndPoint
	err := endpoints.visible(r.db.WithContext(ctx).Table("endpoints"), scope).Where("endpoints.id IN ?", ids).Find(&rows).Error
	if err == nil {
		err = openAll(ctx, r, endpoints, rows)
	}
	if err != nil {
		return nil, fmt.Errorf("end points by id: %w", err)
	}
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, nil
}

// AddEndPoints creates many end points; one that takes a serial or the premises of its
// opener's other filing fails the whole.
func (tx *Tx) AddEndPoints(ctx context.Context, rows []*model.EndPoint) error {
	for _, e := range rows {
		text, err := tx.endPointText(ctx, *e)
		if err != nil {
			return err
		}
		e.SearchText, e.Premises = text, premisesOf(*e)
	}
	return insertMany(ctx, tx, endpoints, func(e *model.EndPoint) string { return string(e.ID) }, rows,
		model.Fail(model.Conflict, "endpoint.taken", "有网点的本地备案号或者场所刚被另一件备案占用，请重新检查"))
}

// LastSerial is the newest serial of the series, empty where there is none.
func (r Reader) LastSerial(ctx context.Context, series string) (model.Serial, error) {
	return r.lastSerial(ctx, series)
}

// PremisesOf is the address of an end point in one spelling, within its township.
func PremisesOf(e model.EndPoint) string { return premisesOf(e) }
