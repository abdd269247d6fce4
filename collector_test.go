package main

import (
	"runtime/debug"
	"testing"
)

// What the operator set in the environment stands.
func TestGarbageIsCollectedSeldomUnlessToldOtherwise(t *testing.T) {
	percent, size := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	t.Cleanup(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(size)
	})
	for given, want := range map[string]int{"": seldom, "100": 100} {
		t.Setenv("GOGC", given)
		t.Setenv("GOMEMLIMIT", "1GiB")
		debug.SetGCPercent(100)
		collectSeldom()
		if got := debug.SetGCPercent(100); got != want {
			t.Errorf("with GOGC=%q it is %d", given, got)
		}
		if got := debug.SetMemoryLimit(-1); got != size {
			t.Errorf("a size that is set became %d", got)
		}
	}
}
