package migrations

import (
	"fmt"
	"strings"
	"unicode"

	"gorm.io/gorm"
)

// fold1538 is how texts were made comparable for a search when publications came to have grams.
func fold1538(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		}
		return unicode.ToLower(r)
	}, text)
}

// foldedGrams makes the grams of the publications, after it has folded the texts of list entries from before
// there were publications, which step 1505 left with full-width characters and blanks.
func foldedGrams(db *gorm.DB) error {
	for after := ""; ; {
		var rows []struct{ ID, SearchText string }
		err := db.Table("publications").Select("id, search_text").Where("kind = 'list_entry' AND id > ?", after).Order("id").Limit(gramRecords1380).Find(&rows).Error
		if err != nil {
			return fmt.Errorf("texts of entries: %w", err)
		}
		if len(rows) == 0 {
			return fillGrams("publication_grams", "publications")(db)
		}
		for _, row := range rows {
			after = row.ID
			if folded := fold1538(row.SearchText); folded != row.SearchText {
				if err := db.Table("publications").Where("id = ?", row.ID).Update("search_text", folded).Error; err != nil {
					return fmt.Errorf("text of an entry: %w", err)
				}
			}
		}
	}
}
