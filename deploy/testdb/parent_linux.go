package testdb

import "syscall"

// dieWithParent lets the kernel kill the server when the test process dies in any way.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
