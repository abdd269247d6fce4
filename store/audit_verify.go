package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"

	"yijian/model"
)

// VerifyAudit recomputes the log from the audit rows and compares it with the
// stored hashes, with every seal, and with the heads, which must have been read
// before. It reads one instant of the database, and Difference names the first
// row that was altered, deleted, inserted, reordered or cut off.
func (s *Store) VerifyAudit(ctx context.Context, key *AuditKey, heads []model.AuditHead) (found model.AuditFinding, err error) {
	err = s.db.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		check := &auditCheck{db: db, key: key}
		for _, step := range []func() error{check.readHashes, check.readRows, check.readWaiting} {
			if err := step(); err != nil {
				return err
			}
		}
		found = model.AuditFinding{Rows: int64(len(check.rows)), Heads: len(heads), Waiting: check.waiting}
		for _, step := range []func() string{check.rowsDiffer, check.hashesDiffer, check.waitingDiffers} {
			if found.Difference = step(); found.Difference != "" {
				return nil
			}
		}
		found.Difference, found.GivenUp = check.headsDiffer(heads)
		return nil
	}, &sql.TxOptions{Isolation: s.snapshotLevel(), ReadOnly: s.Dialect == "mysql"})
	return found, err
}

// checkedRow is one place of the log with the row it points to.
type checkedRow struct {
	position int64
	id       string
	leaf     tlog.Hash
	isGone   bool // no audit row has the id
	isSealed bool
	isBroken bool   // a value is missing, or the seal does not hold
	stranger string // the key of a seal that is not trusted here
	title    string
}

// auditCheck holds what a check has read.
type auditCheck struct {
	db      *gorm.DB
	key     *AuditKey
	stored  map[int64]string // hashes as kept
	rows    []checkedRow
	fresh   []tlog.Hash // hashes as recomputed
	leaves  map[string]int
	waiting int
	foreign string // the first row outside the log that the program did not write
}

func (c *auditCheck) readHashes() error {
	var rows []auditLogHash
	if err := c.db.Table("audit_log_hashes").Find(&rows).Error; err != nil {
		return fmt.Errorf("read hashes of audit log: %w", err)
	}
	c.stored = make(map[int64]string, len(rows))
	for _, row := range rows {
		c.stored[row.Position] = row.Hash
	}
	return nil
}

// readRows reads the log in its order, each place with its audit row.
func (c *auditCheck) readRows() error {
	c.leaves = map[string]int{}
	columns := "audit_entries." + strings.Join(auditColumns, ", audit_entries.")
	return c.scan("SELECT audit_log_rows.position, audit_log_rows.entry_id, "+columns+" FROM audit_log_rows "+
		"LEFT JOIN audit_entries ON audit_entries.id = audit_log_rows.entry_id ORDER BY audit_log_rows.position",
		func(values []any) error {
			position, ok := values[0].(int64)
			if !ok {
				return fmt.Errorf("position %v of the audit log is no number", values[0])
			}
			row := c.row(values[2:])
			row.position, row.id, row.isGone = position, textOf(values[1]), values[2] == nil
			n := int64(len(c.rows))
			hashes, err := tlog.StoredHashesForRecordHash(n, row.leaf, tlog.HashReaderFunc(c.readFresh))
			if err != nil {
				return err
			}
			c.fresh = append(c.fresh, hashes...)
			if _, known := c.leaves[row.leaf.String()]; !known {
				c.leaves[row.leaf.String()] = len(c.rows)
			}
			c.rows = append(c.rows, row)
			return nil
		})
}

// readWaiting judges the rows outside the log: sealed ones wait for it, others do not belong.
func (c *auditCheck) readWaiting() error {
	isSealing := false
	for _, row := range c.rows {
		isSealing = isSealing || row.isSealed
	}
	columns := "audit_entries." + strings.Join(auditColumns, ", audit_entries.")
	return c.scan("SELECT "+columns+" FROM audit_entries LEFT JOIN audit_log_rows "+
		"ON audit_log_rows.entry_id = audit_entries.id WHERE audit_log_rows.entry_id IS NULL ORDER BY audit_entries.id",
		func(values []any) error {
			row := c.row(values)
			isSealing = isSealing || row.isSealed
			c.waiting++
			if c.foreign == "" && (row.isBroken || isSealing && !row.isSealed) {
				c.foreign = fmt.Sprintf("%s, which is not yet in the log, was inserted or altered past the program", row.title)
			}
			return nil
		})
}

// scan calls found with the raw values of each row.
func (c *auditCheck) scan(query string, found func(values []any) error) error {
	rows, err := c.db.Raw(query).Rows()
	if err != nil {
		return fmt.Errorf("read audit log: %w", err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return fmt.Errorf("read audit log: %w", err)
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return fmt.Errorf("read audit log: %w", err)
		}
		if err := found(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// row judges one audit row by its values alone.
func (c *auditCheck) row(values []any) checkedRow {
	texts := make([]string, len(values))
	var row checkedRow
	for i, value := range values {
		texts[i] = textOf(value)
		row.isBroken = row.isBroken || value == nil
	}
	row.leaf = tlog.RecordHash(auditLeaf(texts))
	if texts[len(texts)-1] != "" {
		row.isSealed = true
		row.isBroken = row.isBroken || !c.key.isSealed(texts)
		row.stranger = c.key.stranger(texts[len(texts)-1])
	}
	row.title = fmt.Sprintf("row %s (%s, %s on %s/%s)", texts[0], texts[1], texts[5], texts[6], texts[7])
	return row
}

// textOf writes a raw value as the row's canonical bytes have it.
func textOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []byte:
		return string(v)
	case time.Time:
		return auditInstant(v)
	}
	return fmt.Sprint(value)
}

func (c *auditCheck) readFresh(positions []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(positions))
	for i, position := range positions {
		hashes[i] = c.fresh[position]
	}
	return hashes, nil
}
