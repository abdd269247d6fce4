package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

var endpoints = register(noun{
	name: "endpoints", table: "endpoints", search: "search_text",
	reach:   reach{area: "area_code", firm: "enterprise_id"},
	filters: map[string]string{"status": "status", "kind": "kind", "enterprise_id": "enterprise_id", "area_code": "area_code"},
	sealed:  []sealedColumn{personNameIn("manager_name"), idNumberIn("manager_id"), phoneIn("manager_phone")},
	sorts:   map[string]string{"name": "name", "opened_on": "opened_on", "created_at": "created_at", "updated_at": "updated_at", "submitted_on": "submitted_on"},
})

func endPointText(e model.EndPoint) string {
	return model.FoldForSearch(e.Name, e.EnterpriseName, strings.Join(e.Brands, "|"), e.Address,
		string(e.LocalSerial), e.NationalReceiptNo)
}

// EndPoints lists end points.
func (r Reader) EndPoints(ctx context.Context, scope Scope, q Query) (model.Page[model.EndPoint], error) {
	return list[model.EndPoint](ctx, r, endpoints, scope, q)
}

// EndPoint returns one end point within the scope.
func (r Reader) EndPoint(ctx context.Context, scope Scope, id model.EndPointID) (model.EndPoint, error) {
	return find[model.EndPoint](ctx, r, endpoints, scope, string(id))
}

// EndPointsByPerson returns the newest end points whose manager has the phone
// and the identity number, of which either may be empty, at most 100.
func (r Reader) EndPointsByPerson(ctx context.Context, scope Scope, phone model.Phone, id model.IDNumber) ([]model.EndPoint, error) {
	return lookUp[model.EndPoint](ctx, r, endpoints, scope, map[string]string{"manager_phone": string(phone), "manager_id": string(id)})
}

// AddEndPoint creates an end point.
func (tx *Tx) AddEndPoint(ctx context.Context, e *model.EndPoint) error {
	e.SearchText = endPointText(*e)
	return insert(ctx, tx, endpoints, string(e.ID), e, nil)
}

// ChangeEndPoint replaces what may change of an end point, if it still has its
// version; a taken serial is a Conflict.
func (tx *Tx) ChangeEndPoint(ctx context.Context, e model.EndPoint) (model.EndPoint, error) {
	return update[model.EndPoint](ctx, tx, endpoints, string(e.ID), e.Version, map[string]any{
		"name": e.Name, "kind": e.Kind, "brands": e.Brands, "services": e.Services,
		"area_code": e.AreaCode, "address": e.Address,
		"longitude_micro": e.LongitudeMicro, "latitude_micro": e.LatitudeMicro, "opened_on": e.OpenedOn,
		"manager_name": string(e.ManagerName), "manager_id": string(e.ManagerID), "manager_phone": string(e.ManagerPhone),
		"service_phone": e.ServicePhone, "cameras": e.Cameras, "floor_area": e.FloorArea,
		"status": e.Status, "first_submitted_on": e.FirstSubmittedOn, "submitted_on": e.SubmittedOn,
		"filed_late": e.FiledLate, "correction_text": e.CorrectionText,
		"correction_requested_on": e.CorrectionRequestedOn, "filed_on": e.FiledOn, "valid_until": e.ValidUntil,
		"local_serial": e.LocalSerial, "national_receipt_no": e.NationalReceiptNo,
		"ended_on": e.EndedOn, "end_reason": e.EndReason, "search_text": endPointText(e),
	}, serialTaken())
}

func serialTaken() *model.Error {
	return model.Fail(model.Conflict, "endpoint.serial_taken", "本地备案号已被使用，请重试")
}

const serialAttempts = 100

// FileEndPoint changes the end point and gives it the next free serial of the
// series. The unique key decides between two that file at once; the loser takes
// the number after.
func (tx *Tx) FileEndPoint(ctx context.Context, e model.EndPoint, series string) (model.EndPoint, error) {
	last, err := tx.lastSerial(ctx, series)
	if err != nil {
		return e, err
	}
	for attempt := 1; ; attempt++ {
		e.LocalSerial = model.NewSerial(series, last.Number(series)+attempt)
		filed, err := tx.ChangeEndPoint(ctx, e)
		if err == nil || attempt == serialAttempts || !isSerialTaken(err) {
			return filed, err
		}
	}
}

func isSerialTaken(err error) bool {
	var known *model.Error
	return errors.As(err, &known) && known.Reason == serialTaken().Reason
}

func (tx *Tx) lastSerial(ctx context.Context, series string) (model.Serial, error) {
	var row struct{ LocalSerial model.Serial }
	err := tx.db.WithContext(ctx).Table("endpoints").Select("local_serial").
		Where("local_serial LIKE ?", series+"%").Order("LENGTH(local_serial) DESC, local_serial DESC").Take(&row).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return "", fmt.Errorf("last serial: %w", err)
	}
	return row.LocalSerial, nil
}
