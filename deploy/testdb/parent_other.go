//go:build !linux

package testdb

import "syscall"

// dieWithParent changes nothing: only Linux ties a child to its parent, so elsewhere a
// crashed test process leaves its server running.
func dieWithParent() *syscall.SysProcAttr { return nil }
