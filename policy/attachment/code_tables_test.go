package attachment

import "encoding/binary"

type bitWriter struct {
	b []byte
	n uint
}

func (w *bitWriter) put(v uint32, n int) {
	for i := 0; i < n; i++ {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		w.b[len(w.b)-1] |= byte((v>>i)&1) << (w.n % 8)
		w.n++
	}
}

// lengthOrder is how VP8L lists the lengths of code lengths.
var lengthOrder = []int{17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}

// tree writes a normal tree whose lengths are a or b.
func (w *bitWriter) tree(lens []int, a, b int) {
	w.put(0, 1)
	w.put(15, 4)
	for _, o := range lengthOrder {
		if o == a || o == b {
			w.put(1, 3)
		} else {
			w.put(0, 3)
		}
	}
	w.put(0, 1)
	lo := min(a, b)
	for _, l := range lens {
		if l == lo {
			w.put(0, 1)
		} else {
			w.put(1, 1)
		}
	}
}

// flat is n lengths, those used being l.
func flat(n, used, l int) []int {
	s := make([]int, n)
	for i := range used {
		s[i] = l
	}
	return s
}

func (w *bitWriter) one() { w.put(1, 1); w.put(0, 1); w.put(0, 1); w.put(0, 1) }

// codeTables is a lossless WebP of 512 × 512 whose code tables take 157 MB.
func codeTables(groups int) []byte {
	w := &bitWriter{}
	w.put(0x2f, 8)
	const side = 512
	w.put(side-1, 14)
	w.put(side-1, 14)
	w.put(0, 1)
	w.put(0, 3)
	w.put(0, 1) // no transform
	w.put(1, 1)
	w.put(11, 4)
	w.put(1, 1) // meta
	w.put(1, 3) // bits 3 -> 64x64 tiles
	// meta image
	w.put(0, 1)
	w.tree(flat(280, 256, 8), 8, 0)
	w.tree(flat(256, 256, 8), 8, 0)
	w.one()
	w.one()
	w.one()
	for i := range 4096 {
		g := uint32(i % groups)
		for _, c := range []uint32{g & 255, g >> 8} { // green, red
			for k := 7; k >= 0; k-- {
				w.put(c>>k&1, 1)
			}
		}
	}
	lens := make([]int, 280+2048)
	for i := range lens {
		lens[i] = 12
		if i < 1768 {
			lens[i] = 11
		}
	}
	for range groups {
		w.tree(lens, 11, 12)
		for range 3 {
			w.tree(flat(256, 256, 8), 8, 0)
		}
		w.one()
	}
	w.put(0, 32)
	for range 200000 {
		w.put(0, 8)
	}
	body := w.b
	if len(body)%2 == 1 {
		body = append(body, 0)
	}
	out := []byte("RIFF")
	out = binary.LittleEndian.AppendUint32(out, uint32(12+len(body)))
	out = append(out, "WEBPVP8L"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(body)))
	return append(out, body...)
}
