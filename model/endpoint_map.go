package model

// EndPointSpot is an end point where it stands on the map. Overdue is whether a term on it has run out.
type EndPointSpot struct {
	ID             EndPointID     `json:"id" gorm:"column:id"`
	Name           string         `json:"name" gorm:"column:name"`
	EnterpriseID   EnterpriseID   `json:"enterprise_id" gorm:"column:enterprise_id"`
	EnterpriseName string         `json:"-" gorm:"column:enterprise_name"`
	Kind           EndPointKind   `json:"kind" gorm:"column:kind"`
	Status         EndPointStatus `json:"status" gorm:"column:status"`
	AreaCode       string         `json:"area_code" gorm:"column:area_code"`
	LongitudeMicro int64          `json:"longitude_micro" gorm:"column:longitude_micro"`
	LatitudeMicro  int64          `json:"latitude_micro" gorm:"column:latitude_micro"`
	FiledLate      bool           `json:"filed_late" gorm:"column:late_filed"`
	Overdue        bool           `json:"overdue" gorm:"column:overdue"`
}

// EndPointCount is how many end points there are: in all, filed, filed late, with a term on them that
// has run out, and without a place on the map.
type EndPointCount struct {
	Total    int64 `json:"total" gorm:"column:total"`
	Filed    int64 `json:"filed" gorm:"column:filed"`
	Late     int64 `json:"late" gorm:"column:late"`
	Overdue  int64 `json:"overdue" gorm:"column:overdue"`
	Unplaced int64 `json:"unplaced" gorm:"column:unplaced"`
}

// Plus is both together.
func (c EndPointCount) Plus(other EndPointCount) EndPointCount {
	return EndPointCount{
		c.Total + other.Total, c.Filed + other.Filed, c.Late + other.Late, c.Overdue + other.Overdue, c.Unplaced + other.Unplaced,
	}
}
