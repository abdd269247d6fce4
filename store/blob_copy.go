package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

// An id cannot tell a database from its copy (a dump loaded elsewhere, a copied file, a
// cloned machine), for the copy has it too, in the database as in any file beside it; nor
// can a file on each server, for a new server of the same database has none, and a cloned
// one has it. What tells them apart is what they do after they parted: each use of the
// place is counted, in the database and then in the mark, by steps that no two choose
// alike. A mark that is further on than the database has been moved by another.

// placeMark is what stands in the mark of a place: whose it is, how far that database had
// come when it last used it, and whether two of that id have.
type placeMark struct {
	id      string
	uses    int64
	copied  bool
	written bool
}

const copiedWord = "copied"

func parseMark(text string) (m placeMark, err error) {
	words := strings.Fields(text)
	if len(words) > 0 {
		m.id, m.written = words[0], true
	}
	if len(words) > 1 {
		if m.uses, err = strconv.ParseInt(words[1], 10, 64); err != nil {
			return m, fmt.Errorf("the mark of the place of contents is damaged: %q", text)
		}
	}
	m.copied = len(words) > 2 && words[2] == copiedWord
	return m, nil
}

func (m placeMark) String() string {
	text := m.id + " " + strconv.FormatInt(m.uses, 10)
	if m.copied {
		text += " " + copiedWord
	}
	return text
}

// ownMark reads the mark of a place that is free or this database's, and refuses another's.
func (s *Store) ownMark(ctx context.Context, blobs Blobs) (placeMark, error) {
	own, err := s.DatabaseID(ctx)
	if err != nil {
		return placeMark{}, err
	}
	text, err := blobs.Owner(ctx)
	if err != nil {
		return placeMark{}, err
	}
	mark, err := parseMark(text)
	if err == nil && mark.written && mark.id != own {
		err = foreignPlace(mark.id, own)
	}
	if !mark.written {
		mark.id = own
	}
	return mark, err
}

// UseBlobs counts a use of the place, before contents are put there and before any are
// removed, and claims a place that nobody claimed. It refuses another database's, and fails
// with IsCopiedPlace once a copy of this database has used the place, or this one has been
// put back to an earlier state other than by a restore: from then on neither of the two
// passes, until TakeBlobs says which has the place.
func (s *Store) UseBlobs(ctx context.Context, blobs Blobs) error {
	mark, err := s.ownMark(ctx, blobs) // before the database, which is ahead of its servers' marks
	if err != nil {
		return err
	}
	step := 1 + rand.Int64N(1<<32)
	var uses int64
	err = s.Tx(ctx, model.Stamp{}, func(tx *Tx) error {
		row := tx.db.WithContext(ctx).Table("database_ids").Where("number = 1")
		if err := row.Update("uses", gorm.Expr("uses + ?", step)).Error; err != nil {
			return err
		}
		return tx.db.WithContext(ctx).Table("database_ids").Where("number = 1").Pluck("uses", &uses).Error
	})
	if err != nil {
		return fmt.Errorf("count a use of the place of contents: %w", err)
	}
	switch {
	case mark.copied:
		return copiedPlace()
	case mark.uses > uses-step:
		mark.copied = true
		return errors.Join(copiedPlace(), blobs.Own(ctx, mark.String()))
	}
	mark.uses = uses
	if err := blobs.Own(ctx, mark.String()); err != nil || mark.written {
		return err
	}
	_, err = s.ownMark(ctx, blobs) // of two that claimed it at once, one
	return err
}

func copiedPlace() *model.Error {
	return model.Fail(model.Conflict, "attachment.copied_place", "附件存放处也由本数据库的一份副本使用，或者本数据库被换回了较早的内容，不再清理附件；"+
		"请让副本改用自己的存放处，再为正本运行 yijian migrate --take-attachments（docs/operating.md，Attachments）")
}

// IsCopiedPlace reports that a copy of the database has used the place as well.
func IsCopiedPlace(err error) bool {
	var known *model.Error
	return errors.As(err, &known) && known.Reason == "attachment.copied_place"
}
