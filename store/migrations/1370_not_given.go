package migrations

import (
	"fmt"

	"gorm.io/gorm"
)

type endPointChange1370 struct {
	Changed string `gorm:"column:changed;size:4000;not null;default:''"`
}

type endPointChange1378 struct {
	Changed string `gorm:"column:changed;type:mediumtext;not null"`
}

type clock1371 struct {
	EndedBy string `gorm:"column:ended_by;size:80;not null;default:''"`
}

type endPoint1373 struct {
	CameraCount *int `gorm:"column:camera_count"`
	FloorSpace  *int `gorm:"column:floor_space"`
}

type endPoint1410 struct {
	LateFiled *bool `gorm:"column:late_filed"`
}

// endedByNotice says of the terms that a notice of correction ended that it did.
func endedByNotice(db *gorm.DB) error {
	err := db.Exec("UPDATE clocks SET ended_by = 'endpoint:request-correction' WHERE noun = 'endpoints' AND rule = 'endpoint.accept' AND round = 1 AND status = 'stopped'" +
		" AND ended_by = '' AND record_id IN (SELECT id FROM endpoints WHERE correction_requested_on IS NOT NULL)").Error
	if err != nil {
		return fmt.Errorf("terms that a notice ended: %w", err)
	}
	return nil
}

// numbersGiven copies what was counted. A form that was left empty had been kept as a zero.
func numbersGiven(db *gorm.DB) error {
	for was, is := range map[string]string{"cameras": "camera_count", "floor_area": "floor_space"} {
		if !db.Migrator().HasColumn("endpoints", was) {
			continue
		}
		if err := db.Exec("UPDATE endpoints SET " + is + " = " + was + " WHERE " + was + " > 0").Error; err != nil {
			return fmt.Errorf("fill endpoints.%s: %w", is, err)
		}
	}
	return nil
}

// lateSettled copies whether a filing was late from where it had been settled: when it was handed in.
func lateSettled(db *gorm.DB) error {
	if !db.Migrator().HasColumn("endpoints", "filed_late") {
		return nil
	}
	if err := db.Exec("UPDATE endpoints SET late_filed = filed_late WHERE first_submitted_on IS NOT NULL OR filed_late").Error; err != nil {
		return fmt.Errorf("fill endpoints.late_filed: %w", err)
	}
	return nil
}

var notGiven = []Step{
	{1370, "endpoint_changes.changed", addColumn("endpoint_changes", "Changed", &endPointChange1370{})},
	{1371, "clocks.ended_by", addColumn("clocks", "EndedBy", &clock1371{})},
	{1372, "terms ended by a notice of correction", endedByNotice},
	{1373, "endpoints.camera_count", addColumn("endpoints", "CameraCount", &endPoint1373{})},
	{1374, "endpoints.floor_space", addColumn("endpoints", "FloorSpace", &endPoint1373{})},
	{1375, "numbers given of end points", numbersGiven},
	{1376, "endpoints.cameras", dropColumn("endpoints", "cameras")},
	{1377, "endpoints.floor_area", dropColumn("endpoints", "floor_area")},
	{1378, "endpoint_changes.changed as long as it takes", widen("endpoint_changes", "Changed", &endPointChange1378{})},
	{1410, "endpoints.late_filed", addColumn("endpoints", "LateFiled", &endPoint1410{})},
	{1411, "lateness settled of end points", lateSettled},
	{1412, "endpoints.filed_late", dropColumn("endpoints", "filed_late")},
}
