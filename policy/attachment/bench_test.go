package attachment

import "testing"

// BenchmarkPhotograph is what an ordinary photograph of a phone costs.
func BenchmarkPhotograph(b *testing.B) {
	content := jpegOf(b, photo(4000, 3000))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := accept(content); err != nil {
			b.Fatal(err)
		}
	}
}
