package migrations

import (
	"fmt"
	"strings"
	"unicode"

	"gorm.io/gorm"
)

type gram1380 struct {
	Gram     string `gorm:"column:gram;primaryKey;size:4;not null"`
	RecordID string `gorm:"column:record_id;primaryKey;size:36;not null"`
}

// createGrams makes a table that is nothing but its key, which SQLite keeps once when told so.
func createGrams(table string) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		if db.Name() == "mysql" {
			return create(table, &gram1380{})(db)
		}
		return create(table, &gram1380{})(db.Set("gorm:table_options", " WITHOUT ROWID"))
	}
}

// grams1380 is how the grams of a text were made when the tables came.
func grams1380(text string) []string {
	grams, known := []string{}, map[string]bool{}
	add := func(gram []rune) {
		if g := string(gram); !known[g] {
			known[g], grams = true, append(grams, g)
		}
	}
	for _, field := range strings.Split(text, "|") {
		runes, latin := []rune(field), 0
		for i, r := range runes {
			if i > 0 {
				add(runes[i-1 : i+1])
			}
			if latin++; r > unicode.MaxASCII {
				latin = 0
			}
			if latin >= 4 {
				add(runes[i-3 : i+1])
			}
		}
	}
	return grams
}

const (
	gramRecords1380 = 200
	gramRows1380    = 1000
)

// fillGrams makes the grams of all records that are there, some at a time in the order of their
// ids; taken again, it finds those that are there and goes on.
func fillGrams(table, records string) func(*gorm.DB) error {
	insert := map[string]string{"mysql": "INSERT IGNORE INTO ", "sqlite": "INSERT OR IGNORE INTO "}
	return func(db *gorm.DB) error {
		for after := ""; ; {
			var rows []struct{ ID, SearchText string }
			err := db.Table(records).Select("id, search_text").Where("id > ?", after).Order("id").Limit(gramRecords1380).Find(&rows).Error
			if err != nil {
				return fmt.Errorf("texts of %s: %w", records, err)
			}
			if len(rows) == 0 {
				return nil
			}
			after = rows[len(rows)-1].ID
			var values []any
			for _, row := range rows {
				for _, gram := range grams1380(row.SearchText) {
					values = append(values, gram, row.ID)
				}
			}
			for len(values) > 0 {
				part := values[:min(len(values), 2*gramRows1380)]
				values = values[len(part):]
				places := strings.TrimSuffix(strings.Repeat("(?,?),", len(part)/2), ",")
				if err := db.Exec(insert[db.Name()]+table+" (gram, record_id) VALUES "+places, part...).Error; err != nil {
					return fmt.Errorf("grams of %s: %w", records, err)
				}
			}
		}
	}
}

var grams = []Step{
	{1380, "endpoint_grams", createGrams("endpoint_grams")},
	{1381, "enterprise_grams", createGrams("enterprise_grams")},
	{1382, "grams of end points", fillGrams("endpoint_grams", "endpoints")},
	{1383, "grams of enterprises", fillGrams("enterprise_grams", "enterprises")},
}
