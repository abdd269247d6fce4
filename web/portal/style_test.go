package portal

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// contrast is the contrast of two colours of six hexadecimal digits (WCAG 2.2).
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light := func(colour string) (sum float64) {
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			if v := float64(n) / 255; v <= 0.04045 {
				sum += weight * v / 12.92
			} else {
				sum += weight * math.Pow((v+0.055)/1.055, 2.4)
			}
		}
		return sum
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Who goes by keyboard sees where he is on every ground: the outer ring on light ones, the inner on dark ones (WCAG 2.4.11, 1.4.11).
func TestTheRingOfTheFocusIsSeenOnEveryGround(t *testing.T) {
	sheet := string(statics()["portal.css"].body)
	ring := regexp.MustCompile(`:focus-visible:not\(main\)\{outline:3px solid (#[0-9a-f]{6});outline-offset:2px;box-shadow:0 0 0 2px #fff\b`)
	found := ring.FindAllStringSubmatch(sheet, -1)
	if all := strings.Count(sheet, "outline:3px solid"); len(found) != 1 || all != 1 {
		t.Fatalf("%d rings of %d are of two colours", len(found), all)
	}
	grounds := map[string]string{"white": "#ffffff", "the note": "#efece2", "the demonstration's bar": "#3a3326"}
	for _, named := range regexp.MustCompile(`--([a-z]+):(#[0-9a-f]{6})`).FindAllStringSubmatch(sheet, -1) {
		grounds[named[1]] = named[2]
	}
	if len(grounds) < 11 {
		t.Fatalf("only %d grounds: %v", len(grounds), grounds)
	}
	for name, ground := range grounds {
		for _, one := range found {
			outer, inner := contrast(t, one[1], ground), contrast(t, "#ffffff", ground)
			if max(outer, inner) < 3 {
				t.Errorf("on %s the outer ring has %.2f and the inner %.2f", name, outer, inner)
			}
		}
	}
	if got := contrast(t, "#ffffff", "#000000"); got != 21 {
		t.Errorf("white on black has %.2f", got)
	}
}
