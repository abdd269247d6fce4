package store

import (
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"yijian/model"
)

// rowsDiffer walks the log and says what happened to the first row that is not
// what its stored hash, its seal or its place says.
func (c *auditCheck) rowsDiffer() string {
	isSealing := false
	for i, row := range c.rows {
		at := int64(i)
		switch {
		case row.position < at, row.position < 0:
			return fmt.Sprintf("place %d of the log was inserted", row.position)
		case row.position > at:
			return fmt.Sprintf("row %d of the log was deleted", i)
		case row.isGone:
			return fmt.Sprintf("row %d of the log (%s) was deleted from the audit trail", i, row.id)
		case row.leaf.String() != c.leafStored(at):
			return fmt.Sprintf("row %d of the log: %s %s", i, row.title, c.whatHappened(i))
		case row.stranger != "":
			return fmt.Sprintf("row %d of the log: %s has a seal of key %s, which the key file does not hold", i, row.title, row.stranger)
		case row.isBroken:
			return fmt.Sprintf("row %d of the log: %s was altered or inserted past the program: its seal does not hold", i, row.title)
		case isSealing && !row.isSealed:
			return fmt.Sprintf("row %d of the log: %s was inserted past the program: it has no seal", i, row.title)
		}
		isSealing = isSealing || row.isSealed
	}
	return ""
}

func (c *auditCheck) leafStored(position int64) string {
	return c.stored[tlog.StoredHashIndex(0, position)]
}

// whatHappened tells the kinds of tampering apart for a row that is not what the stored hash says.
func (c *auditCheck) whatHappened(i int) string {
	at := int64(i)
	place, elsewhere := c.leaves[c.leafStored(at)]
	switch {
	case c.leafStored(at) == "":
		return "was inserted: the log keeps no hash of it"
	case elsewhere && i+1 < len(c.rows) && c.rows[i+1].leaf.String() == c.leafStored(at):
		return "was inserted"
	case c.rows[i].leaf.String() == c.leafStored(at+1):
		return "was reordered, or the row before it deleted"
	case elsewhere:
		return fmt.Sprintf("was reordered: the row that belongs here is at %d", place)
	case c.rows[i].isSealed && !c.rows[i].isBroken:
		return "is not the one that was logged here: the row or its hash was replaced"
	}
	return "was altered"
}

// hashesDiffer compares the hashes above the rows, and finds what is left of rows cut off.
func (c *auditCheck) hashesDiffer() string {
	for i, hash := range c.fresh {
		if c.stored[int64(i)] != hash.String() {
			level, n := tlog.SplitStoredHashIndex(int64(i))
			return fmt.Sprintf("the hash over rows %d to %d of the log was altered or deleted", n<<level, (n+1)<<level-1)
		}
	}
	if len(c.stored) > len(c.fresh) {
		return fmt.Sprintf("the log was truncated: it has %d rows, but hashes of more", len(c.rows))
	}
	return ""
}

func (c *auditCheck) waitingDiffers() string { return c.foreign }

// headsDiffer compares the recomputed log with each head. A head of rows that a
// later restore took back no longer counts.
func (c *auditCheck) headsDiffer(heads []model.AuditHead) (difference string, givenUp int) {
	counts := make([]bool, len(heads))
	limit := int64(-1)
	for i := len(heads) - 1; i >= 0; i-- {
		counts[i] = limit < 0 || heads[i].Size <= limit
		if heads[i].Restored && (limit < 0 || heads[i].Size < limit) {
			limit = heads[i].Size
		}
	}
	var sound model.AuditHead
	for i, head := range heads {
		switch {
		case !counts[i]:
			givenUp++
		case head.Size > int64(len(c.rows)):
			return fmt.Sprintf("the log was truncated: row %d and later are gone, %d were signed at %s",
				len(c.rows), head.Size, head.At.Format(time.RFC3339)), givenUp
		case c.rootOf(head.Size) != head.Root:
			return fmt.Sprintf("a row between %d and %d of the log was altered, deleted, inserted or reordered: "+
				"the log is not the one signed at %s", min(sound.Size, head.Size), head.Size-1, head.At.Format(time.RFC3339)), givenUp
		default:
			sound = head
		}
	}
	return "", givenUp
}

func (c *auditCheck) rootOf(size int64) string {
	root, err := tlog.TreeHash(size, tlog.HashReaderFunc(c.readFresh))
	if err != nil {
		return ""
	}
	return root.String()
}
