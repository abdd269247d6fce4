package migrations

import (
	"encoding/json"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

type endPointText1552 struct {
	SearchText string `gorm:"column:search_text;size:2200;not null"`
}

// kinds1552 is how the kinds of end points were called when their titles came into the texts that are searched.
var kinds1552 = map[string]string{
	"own": "自营", "partner": "合作", "station": "综合服务站", "courier_post": "驿站", "village": "村级点", "campus": "校园点",
}

type endPointRow1552 struct {
	ID, Name, EnterpriseName, Brands, Address, Kind, AreaCode, ServicePhone, NationalReceiptNo string
	LocalSerial                                                                                *string
}

func (e endPointRow1552) text(areas map[string]string) string {
	var brands []string
	if json.Unmarshal([]byte(e.Brands), &brands) != nil {
		brands = nil
	}
	serial := ""
	if e.LocalSerial != nil {
		serial = *e.LocalSerial
	}
	digits := func(text string) string {
		return strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, text)
	}
	return fold1538(strings.Join([]string{
		e.Name, e.EnterpriseName, strings.Join(brands, "|"), e.Address, serial, e.NationalReceiptNo,
		kinds1552[e.Kind], areas[e.AreaCode], digits(serial), digits(e.NationalReceiptNo), digits(e.ServicePhone),
	}, "|"))
}

// retextEndPoints writes the texts of all end points in a table anew; taken again, it writes the same.
func retextEndPoints(table string) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		var known []struct{ Code, Name string }
		if err := db.Table("areas").Select("code, name").Find(&known).Error; err != nil {
			return fmt.Errorf("names of areas: %w", err)
		}
		areas := map[string]string{}
		for _, area := range known {
			areas[area.Code] = area.Name
		}
		for after := ""; ; {
			var rows []endPointRow1552
			err := db.Table(table).Select("id, name, enterprise_name, brands, address, kind, area_code, service_phone, national_receipt_no, local_serial").
				Where("id > ?", after).Order("id").Limit(gramRecords1380).Find(&rows).Error
			if err != nil {
				return fmt.Errorf("texts of %s: %w", table, err)
			}
			if len(rows) == 0 {
				return nil
			}
			after = rows[len(rows)-1].ID
			for _, row := range rows {
				if err := db.Table(table).Where("id = ?", row.ID).Update("search_text", row.text(areas)).Error; err != nil {
					return fmt.Errorf("text in %s: %w", table, err)
				}
			}
		}
	}
}

// A citizen finds an end point also by its kind, its township, and by its serial and telephone number however they are written.
var endPointTexts = []Step{
	{1552, "endpoints.search_text of all that is said of them", widen("endpoints", "SearchText", &endPointText1552{})},
	{1553, "waiting_endpoints.search_text likewise", widen("waiting_endpoints", "SearchText", &endPointText1552{})},
	{1554, "texts of end points", retextEndPoints("endpoints")},
	{1555, "texts of waiting end points", retextEndPoints("waiting_endpoints")},
	{1556, "grams of end points anew", fillGrams("endpoint_grams", "endpoints")},
	{1557, "grams of waiting end points", fillGrams("endpoint_grams", "waiting_endpoints")},
}
