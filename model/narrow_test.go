package model

import "testing"

func TestNarrow(t *testing.T) {
	if got := Narrow("１３８ＡＢ－（重庆）　x"); got != "138AB-(重庆) x" {
		t.Errorf("%q", got)
	}
}
