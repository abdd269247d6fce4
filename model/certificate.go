package model

import "time"

// Certificate is an officer's enforcement certificate (执法证), a part of the
// officer's account that is kept apart from how the account signs in. Without a
// day in SuspendedOn it is not suspended.
type Certificate struct {
	ID          UserID    `json:"id" gorm:"column:id"`
	DisplayName string    `json:"display_name" gorm:"column:display_name"`
	UnitID      UnitID    `json:"unit_id" gorm:"column:unit_id"`
	AreaCode    string    `json:"area_code" gorm:"column:area_code"`
	Disabled    bool      `json:"disabled" gorm:"column:disabled"`
	Number      string    `json:"certificate_no" gorm:"column:certificate_no"`
	Issuer      string    `json:"issuer" gorm:"column:certificate_issuer"`
	From        Date      `json:"from" gorm:"column:certificate_from"`
	Expires     Date      `json:"expires" gorm:"column:certificate_expires"`
	SuspendedOn Date      `json:"suspended_on" gorm:"column:certificate_suspended_on"`
	Version     int64     `json:"version" gorm:"column:version"`
	UpdatedAt   time.Time `json:"updated_at" gorm:"column:updated_at;autoUpdateTime:false"`
}

// Certificate is the part of the account that says whether its holder may inspect.
func (u User) Certificate() Certificate {
	return Certificate{
		ID: u.ID, DisplayName: u.DisplayName, UnitID: u.UnitID, AreaCode: u.AreaCode, Disabled: u.Disabled, Number: u.CertificateNo,
		Issuer: u.CertificateIssuer, From: u.CertificateFrom, Expires: u.CertificateExpires, SuspendedOn: u.CertificateStopped,
		Version: u.Version, UpdatedAt: u.UpdatedAt,
	}
}
