package migrations

import (
	"fmt"
	"strings"

	"gorm.io/gorm"
)

type penalty1482 struct {
	DocumentKey *string `gorm:"column:document_key;size:80;uniqueIndex:penalties_document_key"`
}

type complaint1486 struct {
	ExternalKey string `gorm:"column:external_key;size:60;not null;default:'';index:complaints_external"`
}

var documentBrackets1482 = strings.NewReplacer("[", "〔", "]", "〕", "(", "〔", ")", "〕", "【", "〔", "】", "〕")

// documentKey1482 is what a number was known by when the keys came.
func documentKey1482(number string) string {
	narrow := strings.Map(func(r rune) rune {
		if r >= '\uff01' && r <= '\uff5e' {
			return r - 0xfee0
		}
		return r
	}, number)
	return documentBrackets1482.Replace(strings.Join(strings.Fields(narrow), ""))
}

// eachNumber1482 gives the numbers of a table, some at a time in the order of their ids, in a
// transaction each; taken again, it goes through all once more.
func eachNumber1482(db *gorm.DB, table, column string, keep func(tx *gorm.DB, id, number string) error) error {
	for after := ""; ; {
		var rows []struct{ ID, Number string }
		err := db.Table(table).Select("id, "+column+" AS number").Where("id > ? AND "+column+" <> ''", after).Order("id").Limit(200).Find(&rows).Error
		if err != nil {
			return fmt.Errorf("numbers of %s: %w", table, err)
		}
		if len(rows) == 0 {
			return nil
		}
		after = rows[len(rows)-1].ID
		err = db.Transaction(func(tx *gorm.DB) error {
			for _, row := range rows {
				if err := keep(tx, row.ID, row.Number); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("keys of %s: %w", table, err)
		}
	}
}

// fillPenaltyKeys gives each penalty its key. Of several that are the same document, written
// differently, the first has it and the others stay without, which the page of data quality reports.
func fillPenaltyKeys(db *gorm.DB) error {
	return eachNumber1482(db, "penalties", "document_no", func(tx *gorm.DB, id, number string) error {
		var taken int64
		key := documentKey1482(number)
		if err := tx.Table("penalties").Where("document_key = ?", key).Count(&taken).Error; err != nil || taken > 0 {
			return err
		}
		return tx.Table("penalties").Where("id = ?", id).UpdateColumn("document_key", key).Error
	})
}

func fillComplaintKeys(db *gorm.DB) error {
	return eachNumber1482(db, "complaints", "external_no", func(tx *gorm.DB, id, number string) error {
		return tx.Table("complaints").Where("id = ?", id).UpdateColumn("external_key", documentKey1482(number)).Error
	})
}

var documentKeys = []Step{
	{1482, "penalties.document_key", addColumn("penalties", "DocumentKey", &penalty1482{})},
	{1483, "penalties_document_key", addIndex("penalties", "penalties_document_key", &penalty1482{})},
	{1484, "keys of penalties", fillPenaltyKeys},
	{1485, "waiting_penalties.document_key", addColumn("waiting_penalties", "DocumentKey", &penalty1482{})},
	{1486, "complaints.external_key", addColumn("complaints", "ExternalKey", &complaint1486{})},
	{1487, "complaints_external", addIndex("complaints", "complaints_external", &complaint1486{})},
	{1488, "keys of complaints", fillComplaintKeys},
	{1489, "waiting_complaints.external_key", addColumn("waiting_complaints", "ExternalKey", &complaint1486{})},
}
