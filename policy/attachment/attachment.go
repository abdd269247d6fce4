// Package attachment decides which files may be attached to a record. It looks
// at the bytes and never at the name or at what the sender says they are: a
// picture comes out drawn anew, so that nothing but the picture is left of it; a
// document comes out as it was, when nothing in it acts by itself or hides
// something else, but for what its photographs tell of place and device. It keeps
// nothing and reads no more than it is given.
package attachment

import (
	"bytes"
	"io"

	"yijian/model"
)

// MaxSize is the most bytes of one file.
const MaxSize = 20 << 20

// Type is the media type of an accepted file.
type Type string

// The types that are accepted.
const (
	JPEG Type = "image/jpeg" // also what PNG and WebP become
	PDF  Type = "application/pdf"
	DOCX Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// Extension is how a file of the type is called.
func (t Type) Extension() string {
	return map[Type]string{JPEG: ".jpg", PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx"}[t]
}

// Accepted is a file as it may be kept; Thumbnail is a small JPEG, nil for documents.
type Accepted struct {
	Type      Type
	Content   []byte
	Thumbnail []byte
}

// Accept takes a file or says why not, in one sentence about the field /file.
// Its memory stays below 64 MB for whatever it is given.
func Accept(file io.ReaderAt, size int64) (Accepted, error) {
	if size <= 0 {
		return Accepted{}, refuse("empty", "文件是空的")
	}
	if size > MaxSize {
		return Accepted{}, refuse("too_large", "文件超过 20 MB，请压缩或分开上传")
	}
	content := make([]byte, size)
	if n, err := file.ReadAt(content, 0); int64(n) < size {
		return Accepted{}, err
	}
	switch head := content[:min(len(content), 16)]; {
	case isJPEG(head):
		return picture(content, jpegShape)
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return picture(content, pngShape)
	case isWebP(head):
		return webpPicture(content)
	case bytes.HasPrefix(head, []byte("%PDF-")):
		if err := checkPDF(content); err != nil {
			return Accepted{}, err
		}
		cleanPDF(content)
		return Accepted{Type: PDF, Content: content}, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		kind, err := checkOffice(content)
		if err != nil {
			return Accepted{}, err
		}
		cleaned, err := cleanOffice(content)
		return Accepted{Type: kind, Content: cleaned}, err
	default:
		return Accepted{}, refuse("type", refusedType(head))
	}
}

func refusedType(head []byte) string {
	switch {
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return "不支持 HEIC 照片和视频；请在手机相机设置中选“兼容性最佳”，或改存为 JPEG 后上传"
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return "旧版 Word、Excel 文件不能上传，请另存为 docx、xlsx 或 PDF"
	}
	return "只接受照片（JPEG、PNG、WebP）、PDF、docx 和 xlsx 文件"
}

func refuse(reason, detail string) error {
	var fields model.FieldErrors
	fields.Add("/file", "attachment."+reason, detail)
	return fields.Err()
}
