package attachment

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

const (
	// maxPixels and maxDecoded bound what decoding takes, before it begins.
	maxPixels  = 26_000_000
	maxDecoded = 40 << 20
	// keptSide and thumbnailSide are the longest sides of what is kept.
	keptSide      = 2560
	thumbnailSide = 320

	keptQuality      = 85
	thumbnailQuality = 75
)

// shape is what a picture's header promises.
type shape struct {
	width, height int
	memory        int64 // of the decoded picture
	orientation   int   // as Exif counts, 1 to 8
	decode        func([]byte) (image.Image, error)
}

var damaged = "图片已损坏或不完整，请重新拍摄或导出"

func picture(content []byte, read func([]byte) (shape, bool)) (Accepted, error) {
	s, ok := read(content)
	if !ok || s.width < 1 || s.height < 1 {
		return Accepted{}, refuse("damaged", damaged)
	}
	if int64(s.width)*int64(s.height) > maxPixels || s.memory > maxDecoded {
		return Accepted{}, refuse("pixels", "图片像素过多，请用普通画质拍摄或缩小后上传")
	}
	decoded, err := s.decode(content)
	if err != nil || decoded.Bounds().Dx() != s.width || decoded.Bounds().Dy() != s.height {
		return Accepted{}, refuse("damaged", damaged)
	}
	source, ok := decoded.(image.RGBA64Image)
	if !ok {
		return Accepted{}, refuse("damaged", damaged)
	}
	kept := redraw(source, s.orientation, keptSide)
	var whole, small bytes.Buffer
	if err := jpeg.Encode(&whole, kept, &jpeg.Options{Quality: keptQuality}); err != nil {
		return Accepted{}, err
	}
	if err := jpeg.Encode(&small, redraw(kept, 1, thumbnailSide), &jpeg.Options{Quality: thumbnailQuality}); err != nil {
		return Accepted{}, err
	}
	return Accepted{JPEG, whole.Bytes(), small.Bytes()}, nil
}

func decodeJPEG(content []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(content)) }
func decodePNG(content []byte) (image.Image, error)  { return png.Decode(bytes.NewReader(content)) }
func decodeWebP(content []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(content)) }

func pngShape(content []byte) (shape, bool) {
	if len(content) < 33 || string(content[12:16]) != "IHDR" {
		return shape{}, false
	}
	width, height := binary.BigEndian.Uint32(content[16:]), binary.BigEndian.Uint32(content[20:])
	if width > maxPixels || height > maxPixels {
		return shape{width: maxPixels, height: maxPixels}, true
	}
	depth, interlaced := content[24], content[28] != 0
	each := map[byte]int64{0: 1, 2: 4, 3: 1, 4: 4, 6: 4}[content[25]]
	if depth == 16 {
		each *= 2
	}
	if each == 1 {
		each = 4 // a transparent colour makes a grey picture a coloured one
	}
	if interlaced {
		each *= 2
	}
	return shape{int(width), int(height), int64(width) * int64(height) * each, 1, decodePNG}, true
}

// webpPicture takes photographs only: the code tables of a lossless picture, or of
// lossless transparency, can take a hundred times what its size promises.
func webpPicture(content []byte) (Accepted, error) {
	lossless := bytes.Contains(content, []byte("VP8L"))
	const head = 8 // name and size, before the byte that tells how transparency is packed
	for rest := content; !lossless; {
		_, after, found := bytes.Cut(rest, []byte("ALPH"))
		if !found {
			return picture(content, webpShape)
		}
		lossless = len(after) > head-4 && after[head-4]&3 != 0
		rest = after
	}
	return Accepted{}, refuse("webp_lossless", "不支持无损或带压缩透明层的 WebP 图片，请改存为 JPEG 或 PNG 后上传")
}

func webpShape(content []byte) (shape, bool) {
	config, err := webp.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return shape{}, false
	}
	return shape{config.Width, config.Height, int64(config.Width) * int64(config.Height) * 5, 1, decodeWebP}, true
}

// redraw turns a picture upright and makes it no larger than most on its longer
// side. Each new pixel is the mean of those it covers, on white.
func redraw(source image.RGBA64Image, orientation, most int) *image.RGBA {
	at := turn{source.Bounds(), orientation}
	width, height := at.upright()
	toWidth, toHeight := width, height
	if longest := max(width, height); longest > most {
		toWidth, toHeight = max(1, width*most/longest), max(1, height*most/longest)
	}
	drawn := image.NewRGBA(image.Rect(0, 0, toWidth, toHeight))
	for y := range toHeight {
		top, bottom := y*height/toHeight, (y+1)*height/toHeight
		for x := range toWidth {
			covered := at.source(image.Rect(x*width/toWidth, top, (x+1)*width/toWidth, bottom))
			drawn.SetRGBA(x, y, mean(source, covered))
		}
	}
	return drawn
}

func mean(source image.RGBA64Image, covered image.Rectangle) color.RGBA {
	if stored, ok := source.(*image.YCbCr); ok { // what nearly every photograph is
		return meanYCbCr(stored, covered)
	}
	var red, green, blue, n uint64
	for y := covered.Min.Y; y < covered.Max.Y; y++ {
		for x := covered.Min.X; x < covered.Max.X; x++ {
			c := source.RGBA64At(x, y)
			white := uint64(0xffff - c.A) // colours are premultiplied
			red, green, blue, n = red+uint64(c.R)+white, green+uint64(c.G)+white, blue+uint64(c.B)+white, n+1
		}
	}
	n = max(n, 1) * 0x101
	eight := func(sum uint64) uint8 { return uint8(min(sum/n, 0xff)) }
	return color.RGBA{eight(red), eight(green), eight(blue), 0xff}
}

func meanYCbCr(source *image.YCbCr, covered image.Rectangle) color.RGBA {
	var luma, blue, red, n int
	for y := covered.Min.Y; y < covered.Max.Y; y++ {
		row := source.YOffset(covered.Min.X, y)
		for x := covered.Min.X; x < covered.Max.X; x++ {
			c := source.COffset(x, y)
			luma, blue, red, n = luma+int(source.Y[row+x-covered.Min.X]), blue+int(source.Cb[c]), red+int(source.Cr[c]), n+1
		}
	}
	n = max(n, 1)
	r, g, b := color.YCbCrToRGB(uint8(luma/n), uint8(blue/n), uint8(red/n))
	return color.RGBA{r, g, b, 0xff}
}

// turn relates an upright picture to its source.
type turn struct {
	bounds      image.Rectangle
	orientation int
}

func (t turn) upright() (width, height int) {
	if t.orientation >= 5 {
		return t.bounds.Dy(), t.bounds.Dx()
	}
	return t.bounds.Dx(), t.bounds.Dy()
}

// source is where a part of the upright picture comes from.
func (t turn) source(r image.Rectangle) image.Rectangle {
	w, h := t.bounds.Dx(), t.bounds.Dy()
	if t.orientation >= 5 { // rows were columns
		r = image.Rect(r.Min.Y, r.Min.X, r.Max.Y, r.Max.X)
	}
	switch t.orientation {
	case 2, 3, 7, 8: // from the right; 7 and 8 in the source's own axes
		r.Min.X, r.Max.X = w-r.Max.X, w-r.Min.X
	}
	switch t.orientation {
	case 3, 4, 6, 7: // from the bottom
		r.Min.Y, r.Max.Y = h-r.Max.Y, h-r.Min.Y
	}
	return r.Add(t.bounds.Min)
}
