package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yijian/model"
)

// ownerMark is where a place says whose it is; no name for content.
const ownerMark = ".database"

type databaseID struct {
	Number int64  `gorm:"column:number;primaryKey;autoIncrement:false"`
	ID     string `gorm:"column:id"`
}

// DatabaseID is by what places outside know this database, "" before its schema has room
// for one. Whoever asks first makes it; a restore makes another.
func (s *Store) DatabaseID(ctx context.Context) (string, error) {
	db := s.write.WithContext(ctx)
	if !db.Migrator().HasTable("database_ids") {
		return "", nil
	}
	var row databaseID
	err := db.Table("database_ids").Where("number = 1").Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		fresh := databaseID{1, NewID()}
		if err = db.Table("database_ids").Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err == nil {
			err = db.Table("database_ids").Where("number = 1").Take(&row).Error
		}
	}
	if err != nil {
		return "", fmt.Errorf("database id: %w", err)
	}
	return row.ID, nil
}

// MayTakeBlobs refuses a place that is neither free nor this database's, and marks nothing.
func (s *Store) MayTakeBlobs(ctx context.Context, blobs Blobs) error {
	_, err := s.ownMark(ctx, blobs)
	return err
}

// TakeBlobs makes a restored database another than the one its backup is of, and the
// place its own: whoever the place was of before has it no longer.
func (s *Store) TakeBlobs(ctx context.Context, blobs Blobs) error {
	fresh := databaseID{1, NewID()}
	err := s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		if err := db.Table("database_ids").Where("1 = 1").Delete(nil).Error; err != nil {
			return err
		}
		return db.Table("database_ids").Create(&fresh).Error
	})
	if err != nil {
		return fmt.Errorf("database id: %w", err)
	}
	return blobs.Own(ctx, fresh.ID)
}

func foreignPlace(owner, own string) *model.Error {
	if own == "" {
		own = "尚未编号的新数据库"
	}
	return model.Fail(model.Conflict, "attachment.foreign_place", fmt.Sprintf("附件存放处属于数据库 %s，不属于本数据库 %s", owner, own))
}
