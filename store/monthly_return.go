package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var monthlyReturns = register(noun{
	name: "monthly-returns", table: "monthly_returns", search: "search_text",
	reach:   reach{area: "area_code", firm: "enterprise_id"},
	filters: map[string]string{"enterprise_id": "enterprise_id", "month": "month", "status": "status", "area_code": "area_code"},
	having: map[string]string{
		"late":    "monthly_returns.late AND ? <> ''",
		"in_time": "monthly_returns.owed AND NOT monthly_returns.late AND monthly_returns.first_submitted_on IS NOT NULL AND ? <> ''",
		"overdue": owesFirst + " AND " + returnOverdue, "due": owesFirst + " AND NOT " + returnOverdue,
		"unheard": "monthly_returns.first_submitted_on IS NULL AND monthly_returns.owed AND monthly_returns.status <> 'waived' AND ? <> ''",
	},
	sorts: map[string]string{"month": "month", "submitted_on": "submitted_on", "created_at": "created_at"},
})

// owesFirst are returns that were never handed in, and returnOverdue those whose term was over before the day.
const (
	owesFirst     = "monthly_returns.owed AND monthly_returns.first_submitted_on IS NULL AND monthly_returns.status IN ('awaited', 'draft')"
	returnOverdue = "EXISTS (SELECT 1 FROM clocks AS c WHERE c.noun = 'monthly-returns' AND c.record_id = monthly_returns.id AND c.rule = 'return.file' AND c.status = 'running' AND c.due_on < ?)"
)

var returnVersions = register(noun{name: "monthly-return-versions", table: "monthly_return_versions"})

// MonthlyReturns lists monthly returns.
func (r Reader) MonthlyReturns(ctx context.Context, scope Scope, q Query) (model.Page[model.MonthlyReturn], error) {
	return list[model.MonthlyReturn](ctx, r, monthlyReturns, scope, q)
}

// MonthlyReturn returns one monthly return within the scope.
func (r Reader) MonthlyReturn(ctx context.Context, scope Scope, id model.MonthlyReturnID) (model.MonthlyReturn, error) {
	return find[model.MonthlyReturn](ctx, r, monthlyReturns, scope, string(id))
}

// ReturnsBetween returns the monthly returns in scope from one month to another, both
// included, in the order of their enterprises' names and months.
func (r Reader) ReturnsBetween(ctx context.Context, scope Scope, from, to string) ([]model.MonthlyReturn, error) {
	rows := []model.MonthlyReturn{}
	err := monthlyReturns.visible(monthlyReturns.rows(r.db.WithContext(ctx)), scope).
		Select("id, enterprise_id, enterprise_name, area_code, month, pickups, deliveries, staff, incidents, complaints, status, owed, first_submitted_on, late, versions").
		Where("month >= ? AND month <= ?", from, to).Order("enterprise_name, enterprise_id, month").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("monthly returns of months: %w", err)
	}
	return rows, nil
}

// FirstReturnMonth is the first month for which returns were owed, "" when none were yet.
func (r Reader) FirstReturnMonth(ctx context.Context) (string, error) {
	var months []string
	err := r.db.WithContext(ctx).Table("monthly_returns").Where("owed").Order("month").Limit(1).Pluck("month", &months).Error
	if err != nil || len(months) == 0 {
		return "", err
	}
	return months[0], nil
}

// FiguresOf returns an enterprise's last accepted figures of the months, each where there are some.
func (r Reader) FiguresOf(ctx context.Context, id model.EnterpriseID, months ...string) (map[string]model.ReturnFigures, error) {
	rows, err := r.figures(ctx, Everything(), "monthly_returns.enterprise_id = ? AND monthly_returns.month IN ?", id, months)
	of := map[string]model.ReturnFigures{}
	for _, row := range rows {
		of[row.Month] = row.ReturnFigures
	}
	return of, err
}

// AcceptedFigures returns the last accepted figures in scope from one month to another,
// both included; of one enterprise, or of all when none is named.
func (r Reader) AcceptedFigures(ctx context.Context, scope Scope, firm model.EnterpriseID, from, to string) ([]model.MonthFigures, error) {
	if firm != "" {
		return r.figures(ctx, scope, "monthly_returns.month >= ? AND monthly_returns.month <= ? AND monthly_returns.enterprise_id = ?", from, to, firm)
	}
	return r.figures(ctx, scope, "monthly_returns.month >= ? AND monthly_returns.month <= ?", from, to)
}

func (r Reader) figures(ctx context.Context, scope Scope, condition string, args ...any) ([]model.MonthFigures, error) {
	rows := []model.MonthFigures{}
	err := monthlyReturns.visible(monthlyReturns.rows(r.db.WithContext(ctx)), scope).
		Joins("JOIN monthly_return_versions AS v ON v.return_id = monthly_returns.id AND v.number = monthly_returns.versions").
		Select("monthly_returns.enterprise_id, monthly_returns.month, v.areas, v.pickups, v.deliveries, v.staff, v.incidents, v.complaints").
		Where(condition, args...).Order("monthly_returns.month, monthly_returns.enterprise_id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("accepted figures: %w", err)
	}
	return rows, nil
}

// ReturnVersionsOf returns what was accepted of a monthly return, the newest first; the
// caller has checked that the return is in scope.
func (r Reader) ReturnVersionsOf(ctx context.Context, id model.MonthlyReturnID) ([]model.ReturnVersion, error) {
	rows := []model.ReturnVersion{}
	err := r.db.WithContext(ctx).Table("monthly_return_versions").Where("return_id = ?", id).Order("number DESC").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("versions of a monthly return: %w", err)
	}
	return rows, nil
}

// FiledAreas are the townships in which the enterprise had an end point filed on a day of the month.
func (r Reader) FiledAreas(ctx context.Context, id model.EnterpriseID, first, last model.Date) ([]string, error) {
	var codes []string
	err := r.db.WithContext(ctx).Table("endpoints").Where("enterprise_id = ? AND filed_on <= ? AND (ended_on IS NULL OR ended_on >= ?)", id, last, first).
		Order("area_code").Distinct().Pluck("area_code", &codes).Error
	if err != nil {
		return nil, fmt.Errorf("areas of filed end points: %w", err)
	}
	return codes, nil
}

// AddMonthlyReturn creates a return; a month that has one is a Conflict on /month.
func (tx *Tx) AddMonthlyReturn(ctx context.Context, m *model.MonthlyReturn) error {
	m.SearchText = model.FoldForSearch(m.EnterpriseName)
	const reason, detail = "monthly_return.month_taken", "这家企业这个月的业务月报已经建好，请在列表中打开它填报"
	return insert(ctx, tx, monthlyReturns, string(m.ID), m, &model.Error{Kind: model.Conflict, Reason: reason, Detail: detail,
		Fields: []model.FieldError{{Pointer: "/month", Reason: reason, Detail: detail}}})
}

// ChangeMonthlyReturn replaces what may change of a return, if it still has its version.
func (tx *Tx) ChangeMonthlyReturn(ctx context.Context, m model.MonthlyReturn) (model.MonthlyReturn, error) {
	return update[model.MonthlyReturn](ctx, tx, monthlyReturns, string(m.ID), m.Version, map[string]any{
		"areas": m.Areas, "pickups": m.Pickups, "deliveries": m.Deliveries, "staff": m.Staff, "incidents": m.Incidents, "complaints": m.Complaints,
		"explanation": m.Explanation, "status": m.Status, "owed": m.Owed, "first_submitted_on": m.FirstSubmittedOn, "submitted_on": m.SubmittedOn,
		"rounds": m.Rounds, "late": m.Late, "decided_on": m.DecidedOn, "decided_reason": m.DecidedReason, "waive_basis": m.WaiveBasis, "correction_reason": m.CorrectionReason,
		"versions": m.Versions, "checks": m.Checks, "entered_by": m.EnteredBy,
	}, nil)
}

// AddReturnVersion keeps figures that were accepted.
func (tx *Tx) AddReturnVersion(ctx context.Context, v *model.ReturnVersion) error {
	return insert(ctx, tx, returnVersions, v.ID, v, Stale())
}
