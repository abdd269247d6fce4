package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"yijian/model"
)

const auditOrigin = "yijian/audit"

// AuditHeads is the file outside the database to which signed heads are
// appended, a line each: {"note": the signed note}.
type AuditHeads struct {
	File string
	Key  *AuditKey
}

type headLine struct {
	Note string `json:"note"`
}

// headText is what is signed: origin, size and hash as in a C2SP checkpoint, then the instant.
func headText(h model.AuditHead) string {
	text := fmt.Sprintf("%s\n%d\n%s\n%s\n", auditOrigin, h.Size, h.Root, h.At.UTC().Format(time.RFC3339))
	if h.Restored {
		text += "restored\n"
	}
	return text
}

func parseHead(text string) (model.AuditHead, error) {
	var h model.AuditHead
	lines := strings.Split(text, "\n")
	if len(lines) < 5 || lines[0] != auditOrigin {
		return h, errors.New("not the head of an audit log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return h, err
	}
	at, err := time.Parse(time.RFC3339, lines[3])
	if err != nil {
		return h, err
	}
	h = model.AuditHead{Size: size, Root: lines[2], At: at, Restored: lines[4] == "restored"}
	if headText(h) != text {
		return h, errors.New("not the head of an audit log")
	}
	return h, nil
}

// append signs the head and adds its line, which is on disk when it returns.
func (f AuditHeads) append(h model.AuditHead) error {
	signed, err := note.Sign(&note.Note{Text: headText(h)}, f.Key.signer)
	if err != nil {
		return fmt.Errorf("sign audit head: %w", err)
	}
	line, err := json.Marshal(headLine{string(signed)})
	if err != nil {
		return err
	}
	file, err := OpenOwn(f.File, os.O_APPEND|os.O_WRONLY, 0o640)
	if err != nil {
		return fmt.Errorf("audit heads: %w", err)
	}
	state, err := file.Stat()
	if err == nil {
		if _, err = file.Write(append(line, '\n')); err != nil {
			err = errors.Join(err, file.Truncate(state.Size())) // half a line would spoil the file
		}
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("audit heads: %w", err)
	}
	return nil
}

// Read returns every head of the file after checking its signature. Of lines
// about the same rows only the first is checked: the others say nothing new.
func (f AuditHeads) Read() ([]model.AuditHead, error) {
	text, err := os.ReadFile(f.File)
	if err != nil {
		return nil, fmt.Errorf("audit heads: %w", err)
	}
	var heads []model.AuditHead
	number := 0
	for line := range bytes.Lines(text) {
		number++
		var last *model.AuditHead
		if len(heads) > 0 {
			last = &heads[len(heads)-1]
		}
		head, err := f.read(line, last)
		if err != nil {
			return nil, model.Fail(model.Malformed, "audit.heads_malformed",
				fmt.Sprintf("audit heads %s line %d: %v", f.File, number, err))
		}
		heads = append(heads, head)
	}
	return heads, nil
}

func (f AuditHeads) read(line []byte, last *model.AuditHead) (model.AuditHead, error) {
	var l headLine
	if err := json.Unmarshal(line, &l); err != nil {
		return model.AuditHead{}, errors.New("unreadable")
	}
	if text, _, ok := strings.Cut(l.Note, "\n\n"); ok && last != nil {
		h, err := parseHead(text + "\n")
		if err == nil && h.Size == last.Size && h.Root == last.Root && !h.Restored {
			return h, nil
		}
	}
	opened, err := note.Open([]byte(l.Note), f.Key.trusted)
	if err != nil {
		return model.AuditHead{}, err
	}
	return parseHead(opened.Text)
}

// newest returns the last head of the file, the zero head when there is none.
func (f AuditHeads) newest() (model.AuditHead, error) {
	file, err := os.Open(f.File)
	if errors.Is(err, fs.ErrNotExist) {
		return model.AuditHead{}, nil
	}
	if err != nil {
		return model.AuditHead{}, fmt.Errorf("audit heads: %w", err)
	}
	defer func() { _ = file.Close() }()
	state, err := file.Stat()
	if err != nil {
		return model.AuditHead{}, fmt.Errorf("audit heads: %w", err)
	}
	const tail = 4096 // a line takes less than 400 bytes
	text := make([]byte, min(state.Size(), tail))
	if _, err := file.ReadAt(text, state.Size()-int64(len(text))); err != nil && !errors.Is(err, io.EOF) {
		return model.AuditHead{}, fmt.Errorf("audit heads: %w", err)
	}
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	if len(lines[len(lines)-1]) == 0 {
		return model.AuditHead{}, nil
	}
	head, err := f.read(lines[len(lines)-1], nil)
	if err != nil {
		return head, model.Fail(model.Malformed, "audit.heads_malformed", fmt.Sprintf("audit heads %s, last line: %v", f.File, err))
	}
	return head, nil
}

// WriteHead signs the log as it stands and appends the head to the file. It
// refuses, with a Conflict, to sign a log that no longer contains what the last
// head stands for.
func (s *Store) WriteHead(ctx context.Context, f AuditHeads, at time.Time) (model.AuditHead, error) {
	last, err := f.newest()
	if err != nil {
		return last, err
	}
	head, err := s.headNow(ctx, at)
	if err != nil {
		return last, err
	}
	if err := s.extends(ctx, last, head); err != nil {
		return last, err
	}
	return head, f.append(head)
}

// RestoredHead notes, signed, that a backup put the log back: heads of more rows
// than it has now no longer count.
func (s *Store) RestoredHead(ctx context.Context, f AuditHeads, at time.Time) (model.AuditHead, error) {
	head, err := s.headNow(ctx, at)
	if err != nil {
		return head, err
	}
	head.Restored = true
	return head, f.append(head)
}

func (s *Store) headNow(ctx context.Context, at time.Time) (model.AuditHead, error) {
	size, err := s.AuditSize(ctx)
	if err != nil {
		return model.AuditHead{}, err
	}
	root, err := s.auditRoot(ctx, size)
	return model.AuditHead{Size: size, Root: root.String(), At: at.UTC().Truncate(time.Second)}, err
}

// extends checks that the log of the new head contains the log of the old one.
func (s *Store) extends(ctx context.Context, old, fresh model.AuditHead) error {
	differs := func(err error) error {
		return model.Fail(model.Conflict, "audit.differs", fmt.Sprintf(
			"the audit log of %d rows does not contain the %d rows whose head was signed at %s: %v",
			fresh.Size, old.Size, old.At.Format(time.RFC3339), err))
	}
	if old.Size == 0 {
		return nil
	}
	if fresh.Size < old.Size {
		return differs(errors.New("rows are gone"))
	}
	oldRoot, err := tlog.ParseHash(old.Root)
	if err != nil {
		return differs(err)
	}
	freshRoot, err := tlog.ParseHash(fresh.Root)
	if err != nil {
		return differs(err)
	}
	proof, err := tlog.ProveTree(fresh.Size, old.Size, &hashCache{ctx: ctx, db: s.db})
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, fresh.Size, freshRoot, old.Size, oldRoot); err != nil {
		return differs(err)
	}
	return nil
}
