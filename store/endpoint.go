package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

var endpoints = register(noun{
	name: "endpoints", table: "endpoints", label: "name", search: "search_text", grams: endPointGrams,
	others: []otherwise{
		inArea("endpoints.area_code"), entitled("endpoints.status", model.EndPointStatusTitles), ofFirmCoded("endpoints.enterprise_id"),
	},
	reach:   reach{area: "area_code", firm: "enterprise_id"},
	filters: map[string]string{"status": "status", "kind": "kind", "enterprise_id": "enterprise_id", "area_code": "area_code"},
	having: map[string]string{
		"change_pending": "endpoints.change_submitted_on IS NOT NULL AND ? <> ''", "brand": "INSTR(endpoints.brands, ?) > 0", "overdue_on": overdueOn,
		"moved": movedAway, "filed_late": "endpoints.late_filed = (? = 'yes')", "placed": "(CASE WHEN " + unplaced + " THEN 'no' ELSE 'yes' END) = ?",
		"import_no": broughtBy("endpoints"),
	},
	sealed: []sealedColumn{personNameIn("manager_name"), idNumberIn("manager_id"), phoneIn("manager_phone")},
	sorts:  map[string]string{"name": "name", "opened_on": "opened_on", "created_at": "created_at", "updated_at": "updated_at", "submitted_on": "submitted_on", "change_submitted_on": "change_submitted_on"},
})

// movedAway are the end points in whose place another stands in the state; the index of moves
// finds those others, not that of states.
const movedAway = "endpoints.id IN (SELECT s.moved_from FROM endpoints AS s WHERE s.moved_from > '' AND CASE s.status WHEN ? THEN 1 ELSE 0 END = 1)"

// endPointText is what an end point is found by: all of it may be known to the public once it is filed.
func (tx *Tx) endPointText(ctx context.Context, e model.EndPoint) (string, error) {
	if tx.areas == nil {
		areas, err := tx.AreasByCode(ctx)
		if err != nil {
			return "", err
		}
		tx.areas = areas
	}
	return model.FoldForSearch(e.Name, e.EnterpriseName, strings.Join(e.Brands, "|"), e.Address, string(e.LocalSerial), e.NationalReceiptNo,
		e.Kind.Title(), tx.areas[e.AreaCode].Name, model.Digits(string(e.LocalSerial)), model.Digits(e.NationalReceiptNo), model.Digits(e.ServicePhone)), nil
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
	text, err := tx.endPointText(ctx, *e)
	if err != nil {
		return err
	}
	e.SearchText, e.Premises = text, premisesOf(*e)
	return insert(ctx, tx, endpoints, string(e.ID), e, nil)
}

// ChangeEndPoint replaces what may change of an end point, if it still has its
// version; a taken serial is a Conflict.
func (tx *Tx) ChangeEndPoint(ctx context.Context, e model.EndPoint) (model.EndPoint, error) {
	text, err := tx.endPointText(ctx, e)
	if err != nil {
		return e, err
	}
	return update[model.EndPoint](ctx, tx, endpoints, string(e.ID), e.Version, map[string]any{
		"name": e.Name, "kind": e.Kind, "brands": e.Brands, "services": e.Services, "scope": e.Scope, "branch_id": e.BranchID,
		"change_submitted_on": e.ChangeSubmittedOn, "checks": e.Checks, "entered_by": e.EnteredBy, "premises": premisesOf(e), "premises_claim": e.PremisesClaim,
		"area_code": e.AreaCode, "address": e.Address,
		"longitude_micro": e.LongitudeMicro, "latitude_micro": e.LatitudeMicro, "opened_on": e.OpenedOn,
		"manager_name": string(e.ManagerName), "manager_id": string(e.ManagerID), "manager_phone": string(e.ManagerPhone),
		"service_phone": e.ServicePhone, "camera_count": e.Cameras, "floor_space": e.FloorArea,
		"status": e.Status, "first_submitted_on": e.FirstSubmittedOn, "submitted_on": e.SubmittedOn,
		"late_filed": e.FiledLate, "correction_text": e.CorrectionText,
		"correction_requested_on": e.CorrectionRequestedOn, "filed_on": e.FiledOn, "valid_until": e.ValidUntil,
		"local_serial": e.LocalSerial, "national_receipt_no": e.NationalReceiptNo,
		"ended_on": e.EndedOn, "end_reason": e.EndReason, "lapse_cause": e.LapseCause, "search_text": text,
	}, endPointTaken(e))
}

// endPointTaken is what a unique key says: only a filing that is handed in can meet
// another at its premises, and only one that is accepted a serial.
func endPointTaken(e model.EndPoint) *model.Error {
	if e.Status == model.EndPointSubmitted {
		return PremisesTwice("本企业的另一个网点")
	}
	return serialTaken()
}

// PremisesTwice is the refusal to file the same premises twice for one opener.
func PremisesTwice(earlier string) *model.Error {
	const reason = "endpoint.premises_twice"
	detail := "同一场所已由" + earlier + "备案，不能重复备案；要增加品牌的，请变更原来的备案"
	return &model.Error{Kind: model.Conflict, Reason: reason, Detail: detail, Fields: []model.FieldError{{Pointer: "/address", Reason: reason, Detail: detail}}}
}

// premisesOf is the address in one spelling, within its township.
func premisesOf(e model.EndPoint) string {
	address := model.FoldForSearch(e.Address)
	if strings.Trim(address, "|") == "" {
		return ""
	}
	return e.AreaCode + strings.Trim(address, "|")
}

// ClaimOf is what keeps an opener from filing the premises of an end point twice.
func ClaimOf(e model.EndPoint) model.Serial {
	sum := sha256.Sum256([]byte(string(e.EnterpriseID) + "|" + premisesOf(e)))
	return model.Serial(hex.EncodeToString(sum[:]))
}

// NearLatitude and NearLongitude: coordinates within so many micro-degrees, about 10 metres, are the same premises.
const (
	NearLatitude  = 90
	NearLongitude = 103
)

// EndPointsAt returns the end points handed in or filed at the same premises as another,
// by address or by place, at most 20.
func (r Reader) EndPointsAt(ctx context.Context, e model.EndPoint) ([]model.EndPoint, error) {
	rows := []model.EndPoint{}
	err := r.db.WithContext(ctx).Table("endpoints").Select("id, enterprise_id, enterprise_name, name, brands, local_serial, status").Where("id <> ?", e.ID).
		Where("status IN ?", []model.EndPointStatus{model.EndPointSubmitted, model.EndPointCorrection, model.EndPointFiled}).Where(r.samePremises(ctx, e)).Order("id").Limit(20).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("end points at the same premises: %w", err)
	}
	return rows, nil
}

// samePremises is the condition that an end point stands where another does, by address or by place.
func (r Reader) samePremises(ctx context.Context, e model.EndPoint) *gorm.DB {
	same := r.db.WithContext(ctx).Where("premises = ? AND premises <> ''", premisesOf(e))
	if e.LatitudeMicro != nil && e.LongitudeMicro != nil {
		same = same.Or("latitude_micro BETWEEN ? AND ? AND longitude_micro BETWEEN ? AND ?", *e.LatitudeMicro-NearLatitude, *e.LatitudeMicro+NearLatitude,
			*e.LongitudeMicro-NearLongitude, *e.LongitudeMicro+NearLongitude)
	}
	return same
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

func (r Reader) lastSerial(ctx context.Context, series string) (model.Serial, error) {
	var row struct{ LocalSerial model.Serial }
	err := r.db.WithContext(ctx).Table("endpoints").Select("local_serial").
		Where("local_serial LIKE ?", series+"%").Order("LENGTH(local_serial) DESC, local_serial DESC").Take(&row).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return "", fmt.Errorf("last serial: %w", err)
	}
	return row.LocalSerial, nil
}
