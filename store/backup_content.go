package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// backupContent opens a kept content; its bytes follow in base64, one JSON string a line.
type backupContent struct {
	Content string `json:"content"`
	Size    int64  `json:"size"`
}

// contentChunk is how many bytes of a content stand in a line.
const contentChunk = 48 << 10

// contents writes everything kept. What was kept after the database was read
// belongs to no row of the backup and does no harm; what is gone by now was given up.
func (l *lines) contents(ctx context.Context, blobs Blobs) (n int64, err error) {
	chunk := make([]byte, contentChunk)
	err = blobs.Each(ctx, func(blob Blob) error {
		content, err := blobs.Open(ctx, blob.Name)
		if errors.Is(err, ErrNoBlob) {
			return nil
		}
		if err != nil {
			return err
		}
		defer func() { _ = content.Close() }()
		n++
		if _, err := l.write(backupContent{blob.Name, blob.Size}); err != nil {
			return err
		}
		for whole := (&exactly{content, blob.Size}); ; {
			got, err := io.ReadFull(whole, chunk)
			if got > 0 {
				if _, err := l.write(base64.StdEncoding.EncodeToString(chunk[:got])); err != nil {
					return err
				}
			}
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("back up content %s: %w", blob.Name, err)
			}
		}
	})
	return n, err
}

// content puts one content back where contents are kept. Contents never change
// and nothing shows them without a row, so those of a backup that is refused
// further down are swept like any other content without a row.
func (r *restoring) content(ctx context.Context, opened backupContent, line []byte) error {
	if opened.Size < 0 {
		return badBackup("附件 %s 的大小不对", opened.Content)
	}
	r.hash.Write(line)
	if err := r.blobs.Put(ctx, opened.Content, &contentLines{r: r, left: opened.Size}, opened.Size); err != nil {
		return err
	}
	r.contents++
	return nil
}

// contentLines reads the lines after a content's opening as its bytes.
type contentLines struct {
	r    *restoring
	left int64
	read []byte
}

func (c *contentLines) Read(p []byte) (int, error) {
	if len(c.read) == 0 {
		if c.left == 0 {
			return 0, io.EOF
		}
		line, err := c.r.line()
		if err != nil {
			return 0, err
		}
		var text string
		if json.Unmarshal(line, &text) != nil {
			return 0, badBackup("附件内容不完整")
		}
		if c.read, err = base64.StdEncoding.DecodeString(text); err != nil || len(c.read) == 0 || int64(len(c.read)) > c.left {
			return 0, badBackup("附件内容不完整")
		}
		c.left -= int64(len(c.read))
		c.r.hash.Write(line)
	}
	n := copy(p, c.read)
	c.read = c.read[n:]
	return n, nil
}
