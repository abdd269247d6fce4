package store

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"yijian/model"
)

// auditColumns are the columns of an audit row in the order of its canonical
// bytes; the seal, which covers the others, is last.
var auditColumns = []string{
	"id", "at", "user_id", "user_name", "on_behalf", "act", "noun", "record_id",
	"before_json", "after_json", "reason", "request_id", "address", "seal",
}

// auditValues are the row's values in the order of auditColumns.
func auditValues(e model.AuditEntry) []string {
	return []string{
		e.ID, auditInstant(e.At), string(e.UserID), e.UserName, e.OnBehalf, e.Act, string(e.Noun), e.RecordID,
		e.Before, e.After, e.Reason, e.RequestID, e.Address, e.Seal,
	}
}

func auditInstant(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// canonicalAudit writes each value with its name and length, so that no two rows share their bytes.
func canonicalAudit(values []string) []byte {
	var b bytes.Buffer
	b.WriteString("yijian/audit-row/1\n")
	for i, value := range values {
		fmt.Fprintf(&b, "%s %d\n%s\n", auditColumns[i], len(value), value)
	}
	return b.Bytes()
}

// auditLeaf is what the log hashes: the canonical bytes of the whole row.
func auditLeaf(values []string) []byte { return canonicalAudit(values) }

// sealedPart is what the seal signs: everything but itself.
func sealedPart(values []string) []byte { return canonicalAudit(values[:len(auditColumns)-1]) }

// seal signs the row, so that one written past the program is recognised even
// before it is in the log.
func (k *AuditKey) seal(e model.AuditEntry) (string, error) {
	signature, err := k.signer.Sign(sealedPart(auditValues(e)))
	if err != nil {
		return "", fmt.Errorf("seal audit row: %w", err)
	}
	return fmt.Sprintf("%08x:%s", k.signer.KeyHash(), base64.StdEncoding.EncodeToString(signature)), nil
}

// stranger names the key of a seal when it is not among the trusted ones.
func (k *AuditKey) stranger(seal string) string {
	hash, _, _ := strings.Cut(seal, ":")
	number, err := strconv.ParseUint(hash, 16, 32)
	if err != nil || k.trusts(uint32(number)) {
		return ""
	}
	return hash
}

// isSealed reports whether a trusted key sealed exactly these values.
func (k *AuditKey) isSealed(values []string) bool {
	hash, text, _ := strings.Cut(values[len(values)-1], ":")
	number, err := strconv.ParseUint(hash, 16, 32)
	if err != nil {
		return false
	}
	known, err := k.trusted.Verifier(auditKeyName, uint32(number))
	if err != nil {
		return false
	}
	signature, err := base64.StdEncoding.Strict().DecodeString(text)
	return err == nil && known.Verify(sealedPart(values), signature) &&
		text == base64.StdEncoding.EncodeToString(signature) && hash == fmt.Sprintf("%08x", number)
}
