package migrations

import "gorm.io/gorm"

type penalty1501 struct {
	NumberKey string `gorm:"column:number_key;size:80;not null;default:'';index:penalties_number"`
}

// fillPenaltyNumbers says of each penalty what its number is known by, also where another has the key.
func fillPenaltyNumbers(db *gorm.DB) error {
	return eachNumber1482(db, "penalties", "document_no", func(tx *gorm.DB, id, number string) error {
		return tx.Table("penalties").Where("id = ?", id).UpdateColumn("number_key", documentKey1482(number)).Error
	})
}

var penaltyNumbers = []Step{
	{1501, "penalties.number_key", addColumn("penalties", "NumberKey", &penalty1501{})},
	{1502, "penalties_number", addIndex("penalties", "penalties_number", &penalty1501{})},
	{1503, "numbers of penalties", fillPenaltyNumbers},
	{1504, "waiting_penalties.number_key", addColumn("waiting_penalties", "NumberKey", &penalty1501{})},
}
