package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"

	"yijian/model"
)

// auditBatch is how many rows one transaction appends to the log.
const auditBatch = 500

type auditLogRow struct {
	Position int64  `gorm:"column:position"`
	EntryID  string `gorm:"column:entry_id"`
}

type auditLogHash struct {
	Position int64  `gorm:"column:position"`
	Hash     string `gorm:"column:hash"`
}

// auditLookBack is how much older than the newest row one may be that commits
// after it; what takes longer is found by a whole pass.
const auditLookBack = 5 * time.Minute

// SequenceAudit appends the audit rows of the last minutes that are committed and not
// yet in the log, in the order of their ids, and returns how many. Positions are
// unique keys: of servers that append at once, one does.
func (s *Store) SequenceAudit(ctx context.Context) (appended int, err error) {
	newest, err := s.Revision(ctx)
	if err != nil {
		return 0, err
	}
	return s.sequence(ctx, idRange{after: idBefore(newest, auditLookBack)})
}

// SequenceAuditFrom does the same for so many rows after the id, however old, and
// returns the id to go on from, or "" when no row follows: a whole pass over a long
// trail in pieces, each within the time that a query may take.
func (s *Store) SequenceAuditFrom(ctx context.Context, after string, rows int) (next string, appended int, err error) {
	if rows < 1 {
		return after, 0, fmt.Errorf("a piece of %d rows of the audit trail", rows)
	}
	var last []string
	err = s.db.WithContext(ctx).Table("audit_entries").Where("id > ?", after).Order("id").Offset(rows-1).Limit(1).Pluck("id", &last).Error
	if err != nil {
		return after, 0, fmt.Errorf("piece of the audit trail: %w", err)
	}
	piece := idRange{after: after}
	if len(last) > 0 {
		next, piece.upTo = last[0], last[0]
	}
	appended, err = s.sequence(ctx, piece)
	return next, appended, err
}

// idRange is the ids after one and up to another; "" is no bound.
type idRange struct{ after, upTo string }

func (s *Store) sequence(ctx context.Context, piece idRange) (appended int, err error) {
	for {
		waiting, err := s.waitingAudit(ctx, piece, 1)
		if err != nil || len(waiting) == 0 {
			return appended, err
		}
		n := 0
		err = s.Tx(ctx, model.Stamp{}, func(tx *Tx) error {
			n, err = tx.appendAudit(ctx, piece)
			return err
		})
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return appended, nil
		}
		if err != nil {
			return appended, fmt.Errorf("append to audit log: %w", err)
		}
		appended += n
	}
}

// waitingAudit returns the rows of the range that are not yet in the log, oldest first.
func (r Reader) waitingAudit(ctx context.Context, piece idRange, limit int) ([]model.AuditEntry, error) {
	rows := []model.AuditEntry{}
	db := r.db.WithContext(ctx).Table("audit_entries").Select("audit_entries.*").
		Joins("LEFT JOIN audit_log_rows ON audit_log_rows.entry_id = audit_entries.id").
		Where("audit_log_rows.entry_id IS NULL AND audit_entries.id > ?", piece.after)
	if piece.upTo != "" {
		db = db.Where("audit_entries.id <= ?", piece.upTo)
	}
	err := db.Order("audit_entries.id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("rows not in the audit log: %w", err)
	}
	return rows, nil
}

func (tx *Tx) appendAudit(ctx context.Context, piece idRange) (int, error) {
	rows, err := tx.waitingAudit(ctx, piece, auditBatch)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	size, err := tx.AuditSize(ctx)
	if err != nil {
		return 0, err
	}
	known := &hashCache{ctx: ctx, db: tx.db, fresh: map[int64]tlog.Hash{}}
	var places []auditLogRow
	var hashes []auditLogHash
	for i, row := range rows {
		position := size + int64(i)
		stored, err := tlog.StoredHashes(position, auditLeaf(auditValues(row)), known)
		if err != nil {
			return 0, err
		}
		first := tlog.StoredHashIndex(0, position)
		for j, hash := range stored {
			known.fresh[first+int64(j)] = hash
			hashes = append(hashes, auditLogHash{first + int64(j), hash.String()})
		}
		places = append(places, auditLogRow{position, row.ID})
	}
	if err := tx.db.WithContext(ctx).Table("audit_log_rows").CreateInBatches(places, 200).Error; err != nil {
		return 0, err
	}
	return len(rows), tx.db.WithContext(ctx).Table("audit_log_hashes").CreateInBatches(hashes, 200).Error
}

// AuditSize returns how many rows the log has.
func (r Reader) AuditSize(ctx context.Context) (int64, error) {
	var row struct{ Size int64 }
	err := r.db.WithContext(ctx).Table("audit_log_rows").Select("COALESCE(MAX(position) + 1, 0) AS size").Take(&row).Error
	if err != nil {
		return 0, fmt.Errorf("size of audit log: %w", err)
	}
	return row.Size, nil
}

// HasAuditLog reports whether the log has begun; a database without a schema has none.
func (r Reader) HasAuditLog(ctx context.Context) (bool, error) {
	if !r.db.WithContext(ctx).Migrator().HasTable("audit_log_rows") {
		return false, nil
	}
	size, err := r.AuditSize(ctx)
	return size > 0, err
}

// auditRoot returns the hash that stands for the first size rows of the log.
func (r Reader) auditRoot(ctx context.Context, size int64) (tlog.Hash, error) {
	root, err := tlog.TreeHash(size, &hashCache{ctx: ctx, db: r.db})
	if err != nil {
		return root, fmt.Errorf("root of audit log: %w", err)
	}
	return root, nil
}

// hashCache reads stored hashes, the fresh ones of an unfinished batch first.
type hashCache struct {
	ctx   context.Context
	db    *gorm.DB
	fresh map[int64]tlog.Hash
}

// ReadHashes returns the hashes at the positions, in their order.
func (c *hashCache) ReadHashes(positions []int64) ([]tlog.Hash, error) {
	var rows []auditLogHash
	wanted := make([]int64, 0, len(positions))
	for _, position := range positions {
		if _, ok := c.fresh[position]; !ok {
			wanted = append(wanted, position)
		}
	}
	if len(wanted) > 0 {
		err := c.db.WithContext(c.ctx).Table("audit_log_hashes").Where("position IN ?", wanted).Find(&rows).Error
		if err != nil {
			return nil, fmt.Errorf("read hashes of audit log: %w", err)
		}
	}
	read := map[int64]tlog.Hash{}
	for _, row := range rows {
		hash, err := tlog.ParseHash(row.Hash)
		if err != nil {
			return nil, fmt.Errorf("hash %d of the audit log is damaged", row.Position)
		}
		read[row.Position] = hash
	}
	hashes := make([]tlog.Hash, len(positions))
	for i, position := range positions {
		hash, ok := c.fresh[position]
		if !ok {
			hash, ok = read[position]
		}
		if !ok {
			return nil, fmt.Errorf("hash %d of the audit log is gone", position)
		}
		hashes[i] = hash
	}
	return hashes, nil
}
