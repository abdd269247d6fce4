package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yijian/model"
)

// Facts of the past come in with an import, many at once. What is there already is found
// wherever it belongs: a number that is taken is taken.

// PastInspections returns the inspections that an import brought under the keys, by key.
func (r Reader) PastInspections(ctx context.Context, keys []string) (map[string]model.Inspection, error) {
	var rows []model.Inspection
	err := r.db.WithContext(ctx).Table("inspections").Where("history_key IN ?", keys).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("past inspections: %w", err)
	}
	found := map[string]model.Inspection{}
	for _, row := range rows {
		found[*row.HistoryKey] = row
	}
	return found, nil
}

// InspectionsNumbered returns the inspections that an import brought under the document numbers, by
// what those are known by, whatever their days, enterprises and places, the earliest first.
func (r Reader) InspectionsNumbered(ctx context.Context, numbers []string) (map[string][]model.Inspection, error) {
	found := map[string][]model.Inspection{}
	for piece := range slices.Chunk(numbers, 100) {
		either := r.db.WithContext(ctx)
		for n, number := range piece {
			if is := []any{number + "|", number + "}"}; n == 0 { // after the number comes "|", and "}" after that
				either = either.Where("history_key >= ? AND history_key < ?", is...)
			} else {
				either = either.Or("history_key >= ? AND history_key < ?", is...)
			}
		}
		var rows []model.Inspection
		if err := r.db.WithContext(ctx).Table("inspections").Where(either).Order("inspected_on, id").Find(&rows).Error; err != nil {
			return nil, fmt.Errorf("inspections numbered: %w", err)
		}
		for _, row := range rows {
			number := model.DocumentKey(row.DocumentNo)
			found[number] = append(found[number], row)
		}
	}
	return found, nil
}

// PastPenalties returns the penalties of the document numbers, by what those are known by.
func (r Reader) PastPenalties(ctx context.Context, keys []string) (map[string]model.Penalty, error) {
	var rows []model.Penalty
	err := r.db.WithContext(ctx).Table("penalties").Where("document_key IN ?", keys).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("past penalties: %w", err)
	}
	found := map[string]model.Penalty{}
	for _, row := range rows {
		found[*row.DocumentKey] = row
	}
	return found, nil
}

// PastComplaints returns the complaints to the bureau of the numbers, by what those are known by, without
// who complained. Of several with one number it is the one that an import brought.
func (r Reader) PastComplaints(ctx context.Context, keys []string) (map[string]model.Complaint, error) {
	var rows []model.Complaint
	err := r.db.WithContext(ctx).Table("complaints").Omit("consumer_name", "consumer_phone").
		Where("external_key IN ? AND kind = ?", keys, model.ComplaintToBureau).Order("import_no, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("past complaints: %w", err)
	}
	found := map[string]model.Complaint{}
	for _, row := range rows {
		found[row.ExternalKey] = row
	}
	return found, nil
}

// OwnVisits returns the inspections of the enterprises that were made and that no import brought.
func (r Reader) OwnVisits(ctx context.Context, firms []model.EnterpriseID) ([]model.Inspection, error) {
	var rows []model.Inspection
	err := r.db.WithContext(ctx).Table("inspections").Where("enterprise_id IN ? AND import_no = '' AND inspected_on IS NOT NULL", firms).
		Order("id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("own visits: %w", err)
	}
	return rows, nil
}

// FirstOwn is when the first record of a kind in the scope was entered that no import brought and
// that is not made up; found is false without any.
func (r Reader) FirstOwn(ctx context.Context, scope Scope, name model.Noun) (first time.Time, found bool, err error) {
	var rows []struct{ CreatedAt time.Time }
	err = scope.within(r.db.WithContext(ctx).Table(string(name)), reach{area: "area_code"}).Select("created_at").
		Where("import_no = '' AND demo = ?", false).Order("created_at").Limit(1).Find(&rows).Error
	if err != nil {
		return first, false, fmt.Errorf("first of %s: %w", name, err)
	}
	if len(rows) == 0 {
		return first, false, nil
	}
	return rows[0].CreatedAt, true, nil
}

func pastTaken() *model.Error {
	return model.Fail(model.Conflict, "history.taken", "有的历史记录刚由另一次导入入库，请重新检查")
}

// AddPastInspections creates inspections of the past; one that is there fails the whole.
func (tx *Tx) AddPastInspections(ctx context.Context, rows []*model.Inspection) error {
	for _, i := range rows {
		i.SearchText = inspectionText(*i)
	}
	return insertMany(ctx, tx, inspections, func(i *model.Inspection) string { return string(i.ID) }, rows, pastTaken())
}

// AddPastPenalties creates penalties of the past; a document number in use fails the whole.
func (tx *Tx) AddPastPenalties(ctx context.Context, rows []*model.Penalty) error {
	for _, p := range rows {
		p.SearchText = penaltyText(*p)
		keyPenalty(p)
	}
	return insertMany(ctx, tx, penalties, func(p *model.Penalty) string { return string(p.ID) }, rows, pastTaken())
}

// AddPastComplaints creates complaints of the past; one that is there fails the whole.
func (tx *Tx) AddPastComplaints(ctx context.Context, rows []*model.Complaint) error {
	for _, c := range rows {
		c.SearchText, c.ExternalKey = complaintText(*c), model.DocumentKey(c.ExternalNo)
	}
	return insertMany(ctx, tx, complaints, func(c *model.Complaint) string { return string(c.ID) }, rows, pastTaken())
}
