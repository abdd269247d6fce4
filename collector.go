package main

import (
	"os"
	"runtime/debug"
)

const (
	// seldom is by how many percent the heap of a server may grow before its garbage is collected.
	seldom = 400
	// plenty is the size from which it is collected as often as it takes to stay below.
	plenty = 768 << 20
)

// collectSeldom has a server collect its garbage less often, since what it holds is little beside what a request
// leaves behind, and each collection holds up who is served just then; up to a size. GOGC and GOMEMLIMIT say
// otherwise where they are set.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(seldom)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(plenty)
	}
}
