package reports

import (
	"fmt"
	"strings"
	"testing"

	"github.com/skip2/go-qrcode"
)

func TestAQRCodeIsDrawnModuleByModule(t *testing.T) {
	const text = "https://yijian.example.cn/filings/500156-2026-0001"
	drawn, err := DrawQR(text)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qrcode.New(text, qrcode.High)
	if err != nil {
		t.Fatal(err)
	}
	want := code.Bitmap()
	got := make([][]bool, drawn.Side)
	for y := range got {
		got[y] = make([]bool, drawn.Side)
	}
	for _, stroke := range strings.Split(strings.TrimSuffix(drawn.Path, "z"), "z") {
		var x, y, width, back int
		if _, err := fmt.Sscanf(stroke, "M%d %dh%dv1h-%d", &x, &y, &width, &back); err != nil || width != back {
			t.Fatalf("stroke %q: %v", stroke, err)
		}
		for i := range width {
			got[y][x+i] = true
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error("the path draws other modules than the code has")
	}
	if _, err := DrawQR(strings.Repeat("长", 1000)); err == nil {
		t.Error("what no code can hold is drawn")
	}
}
