package store

import (
	"context"

	"yijian/model"
)

// A firm learns of an inspection once it is confirmed.
var inspections = register(noun{
	name: "inspections", table: "inspections", search: "search_text",
	reach: reach{area: "area_code", firm: "status IN ('confirmed','published') AND enterprise_id"},
	filters: map[string]string{
		"status": "status", "kind": "kind", "result": "result", "enterprise_id": "enterprise_id", "endpoint_id": "endpoint_id", "import_no": "import_no",
	},
	having: map[string]string{
		"officer": "INSTR(inspections.officers, ?) > 0", "open": "INSTR(inspections.findings, ?) > 0",
		"unpublicised": "inspections.import_no = '' AND inspections.status = ?" +
			" AND NOT EXISTS (SELECT 1 FROM publications AS n WHERE n.kind = 'inspection_result' AND n.subject_id = inspections.id AND n.status <> 'discarded')",
		"brought_open": "inspections.import_no <> '' AND INSTR(inspections.findings, ?) > 0",
		"from":         "COALESCE(inspections.inspected_on, inspections.planned_on) >= ?",
		"to":           "COALESCE(inspections.inspected_on, inspections.planned_on) <= ?",
	},
	sorts: map[string]string{"planned_on": "planned_on", "inspected_on": "inspected_on", "created_at": "created_at", "enterprise_name": "enterprise_name"},
})

func inspectionText(i model.Inspection) string {
	return model.FoldForSearch(i.EnterpriseName, i.Basis)
}

// Inspections lists inspections.
func (r Reader) Inspections(ctx context.Context, scope Scope, q Query) (model.Page[model.Inspection], error) {
	return list[model.Inspection](ctx, r, inspections, scope, q)
}

// Inspection returns one inspection within the scope.
func (r Reader) Inspection(ctx context.Context, scope Scope, id model.InspectionID) (model.Inspection, error) {
	return find[model.Inspection](ctx, r, inspections, scope, string(id))
}

// AddInspection plans an inspection.
func (tx *Tx) AddInspection(ctx context.Context, i *model.Inspection) error {
	i.SearchText = inspectionText(*i)
	return insert(ctx, tx, inspections, string(i.ID), i, nil)
}

// ChangeInspection writes everything that may change of an inspection, if it still has its version.
func (tx *Tx) ChangeInspection(ctx context.Context, i model.Inspection) (model.Inspection, error) {
	return update[model.Inspection](ctx, tx, inspections, string(i.ID), i.Version, map[string]any{
		"endpoint_id": i.EndpointID, "kind": i.Kind, "basis": i.Basis, "drawn": i.Drawn,
		"planned_on": i.PlannedOn, "inspected_on": i.InspectedOn, "officers": i.Officers, "units": i.Units,
		"result": i.Result, "auxiliary": i.Auxiliary, "findings": i.Findings, "status": i.Status,
		"recorded_by": i.RecordedBy, "confirmed_by": i.ConfirmedBy, "published_on": i.PublishedOn,
		"search_text": inspectionText(i),
	}, nil)
}
