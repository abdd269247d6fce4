package model

import "cmp"

// Filing is what the public may know of an end point that was filed: never who
// manages it. OpenerStatus is the enterprise's state today, LicenceNo its newest licence's number.
type Filing struct {
	ID                EndPointID       `gorm:"column:id"`
	LocalSerial       Serial           `gorm:"column:local_serial"`
	NationalReceiptNo string           `gorm:"column:national_receipt_no"`
	Name              string           `gorm:"column:name"`
	EnterpriseName    string           `gorm:"column:enterprise_name"`
	Kind              EndPointKind     `gorm:"column:kind"`
	Brands            WordList         `gorm:"column:brands"`
	Services          WordList         `gorm:"column:services"`
	Scope             WordList         `gorm:"column:scope"`
	LicenceNo         string           `gorm:"column:licence_no"`
	LongitudeMicro    *int64           `gorm:"column:longitude_micro"`
	LatitudeMicro     *int64           `gorm:"column:latitude_micro"`
	AreaCode          string           `gorm:"column:area_code"`
	Address           string           `gorm:"column:address"`
	ServicePhone      string           `gorm:"column:service_phone"`
	OpenedOn          Date             `gorm:"column:opened_on"`
	FiledOn           Date             `gorm:"column:filed_on"`
	ValidUntil        Date             `gorm:"column:valid_until"`
	EndedOn           Date             `gorm:"column:ended_on"`
	Status            EndPointStatus   `gorm:"column:status"`
	OpenerStatus      EnterpriseStatus `gorm:"column:opener_status"`
	Demo              bool             `gorm:"column:demo"`
	ChangedOn         Date             `gorm:"column:changed_on"` // when its last change was accepted; only of one that is asked for by its serial
	MovedTo           Serial           `gorm:"column:moved_to"`   // what is filed in its place elsewhere; likewise
	Premises          string           `gorm:"column:premises"`   // the address in one spelling, to tell what stands at the same one
}

// Station is by what the filing is one with others at its address: that address, else itself.
// One that is filed no longer is one with none.
func (f Filing) Station() string {
	if f.Status != EndPointFiled {
		return string(f.ID)
	}
	return cmp.Or(f.Premises, string(f.ID))
}

// Spot is where the end point is, if that is known.
func (f Filing) Spot() (Spot, bool) {
	if f.LongitudeMicro == nil || f.LatitudeMicro == nil {
		return Spot{}, false
	}
	return Spot{*f.LongitudeMicro, *f.LatitudeMicro}, true
}

// FilingStanding says whether a filing holds.
type FilingStanding string

// What a filing may be worth on a day.
const (
	FilingHolds     FilingStanding = "holds"     // 有效
	FilingExpired   FilingStanding = "expired"   // 已过有效期
	FilingOrphaned  FilingStanding = "orphaned"  // 开办企业已注销
	FilingCancelled FilingStanding = "cancelled" // 已注销
	FilingLapsed    FilingStanding = "lapsed"    // 随许可或名录失效
)

// FilingView is a filing with what it is worth today, why, and the rule behind it, and on a
// receipt the brands whose agreements are over.
type FilingView struct {
	Filing
	EndedBrands []string
	Standing    FilingStanding
	Reason      string
	Basis       Basis
}
