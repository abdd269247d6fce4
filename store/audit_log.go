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

// SequenceAudit appends committed audit rows that are not yet in the log, in the
// order of their ids, and returns how many: of the last minutes, or, in a whole
// pass, of all. Positions are unique keys: of servers that append at once, one does.
func (s *Store) SequenceAudit(ctx context.Context, whole bool) (appended int, err error) {
	after := ""
	if !whole {
		newest, err := s.Revision(ctx)
		if err != nil {
			return 0, err
		}
		after = idBefore(newest, auditLookBack)
	}
	for {
		waiting, err := s.waitingAudit(ctx, after, 1)
		if err != nil || len(waiting) == 0 {
			return appended, err
		}
		n := 0
		err = s.Tx(ctx, model.Stamp{}, func(tx *Tx) error {
			n, err = tx.appendAudit(ctx, after)
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

// waitingAudit returns the rows that are not yet in the log, oldest first.
func (r Reader) waitingAudit(ctx context.Context, after string, limit int) ([]model.AuditEntry, error) {
	rows := []model.AuditEntry{}
	err := r.db.WithContext(ctx).Table("audit_entries").Select("audit_entries.*").
		Joins("LEFT JOIN audit_log_rows ON audit_log_rows.entry_id = audit_entries.id").
		Where("audit_log_rows.entry_id IS NULL AND audit_entries.id > ?", after).
		Order("audit_entries.id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("rows not in the audit log: %w", err)
	}
	return rows, nil
}

func (tx *Tx) appendAudit(ctx context.Context, after string) (int, error) {
	rows, err := tx.waitingAudit(ctx, after, auditBatch)
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
