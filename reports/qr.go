package reports

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"
)

// QRCode is a text as a picture that telephones read: the path of an SVG of Side × Side modules.
type QRCode struct {
	Side int
	Path string
}

// DrawQR returns the text as a QR code that survives a quarter of it worn off;
// more than some 1,200 characters are an error.
func DrawQR(text string) (QRCode, error) {
	code, err := qrcode.New(text, qrcode.High)
	if err != nil {
		return QRCode{}, fmt.Errorf("draw %d characters as a QR code: %w", len(text), err)
	}
	modules := code.Bitmap()
	var path strings.Builder
	for y, row := range modules {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if x > start {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", start, y, x-start, x-start)
			}
		}
	}
	return QRCode{Side: len(modules), Path: path.String()}, nil
}
