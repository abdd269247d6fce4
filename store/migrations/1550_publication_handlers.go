package migrations

import (
	"fmt"

	"gorm.io/gorm"
)

type publication1550 struct {
	Handlers string `gorm:"column:handlers;size:400;not null;default:''"`
}

var publicationHandlers = []Step{
	{1550, "publications.handlers", addColumn("publications", "Handlers", &publication1550{})},
	{1551, "handlers of publications", handlersOfPublications},
}

// handlersOfPublications fills in who drew up the penalties and was at the checks that publications tell.
func handlersOfPublications(db *gorm.DB) error {
	for kind, from := range map[string]string{"penalty": "drafters FROM penalties", "inspection_result": "officers FROM inspections"} {
		err := db.Exec("UPDATE publications SET handlers = COALESCE((SELECT "+from+" WHERE id = publications.subject_id), '') WHERE kind = ?", kind).Error
		if err != nil {
			return fmt.Errorf("handlers of publications: %w", err)
		}
	}
	return nil
}
