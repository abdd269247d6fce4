package model

import "testing"

func TestSerialsCountWithinTheirSeries(t *testing.T) {
	const series = "500156-2026-"
	for number, want := range map[int]Serial{1: "500156-2026-0001", 9999: "500156-2026-9999", 10000: "500156-2026-10000"} {
		got := NewSerial(series, number)
		if got != want || got.Number(series) != number {
			t.Errorf("%d gives %s and back %d", number, got, got.Number(series))
		}
	}
	for _, foreign := range []Serial{"", "500156-2025-0007", "500156-2026-x"} {
		if n := foreign.Number(series); n != 0 {
			t.Errorf("%q is number %d of a series it is not in", foreign, n)
		}
	}
}

func TestNoSerialIsStoredAsNull(t *testing.T) {
	if v, err := Serial("").Value(); v != nil || err != nil {
		t.Errorf("no serial is stored as %v (%v)", v, err)
	}
	s := Serial("old")
	if err := s.Scan(nil); err != nil || s != "" {
		t.Errorf("NULL is read as %q (%v)", s, err)
	}
	if err := s.Scan([]byte("500156-2026-0001")); err != nil || s != "500156-2026-0001" {
		t.Errorf("read %q (%v)", s, err)
	}
	if err := s.Scan(7); err == nil {
		t.Error("a number was read as a serial")
	}
}

func TestWordListKeepsOrderAndEmptiness(t *testing.T) {
	for _, words := range []WordList{{}, {"顺达"}, {"韵\"达", "顺达"}} {
		stored, err := words.Value()
		if err != nil {
			t.Fatal(err)
		}
		var back WordList
		if err := back.Scan([]byte(stored.(string))); err != nil || len(back) != len(words) {
			t.Fatalf("%v came back as %v (%v)", words, back, err)
		}
		for i := range words {
			if back[i] != words[i] {
				t.Errorf("%v came back as %v", words, back)
			}
		}
	}
	if stored, _ := WordList(nil).Value(); stored != "[]" {
		t.Errorf("nothing is stored as %v", stored)
	}
}
