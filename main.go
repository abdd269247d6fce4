// Command yijian (驿鉴) is the supervision and credit-rating platform of a
// district's postal bureau: one binary with the server, its jobs and its tools.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // dates mean Shanghai, also where the machine has no zone files

	"yijian/model"
)

// Exit codes of every verb.
const (
	exitDone        = 0 // done, or what was checked holds
	exitRefused     = 1 // refused by a rule or the record's state, or differs
	exitUsage       = 2 // wrong command line, settings or input
	exitUnavailable = 3 // database, file or port cannot be reached
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run executes one command line and returns its exit code; errors take one line.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	return (&environment{ctx: ctx, out: out, errOut: errOut, now: time.Now}).run(args)
}

func (env *environment) run(args []string) int {
	if serves(args) {
		env.logRecords()
	}
	err := parseAndRun(env, args)
	if err == nil {
		return exitDone
	}
	code, message := codeOf(err), err.Error()
	var exit *exitError
	if errors.As(err, &exit) {
		code, message = exit.code, exit.message
	}
	switch {
	case message == "":
	case env.log != nil:
		env.log.Error("serve ended", "error", message)
	default:
		fmt.Fprintln(env.errOut, "yijian: "+message)
	}
	return code
}

// exitError carries a code of its own choice.
type exitError struct {
	code    int
	message string
}

func (e *exitError) Error() string { return e.message }

func usage(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Sprintf(format, args...)}
}

func unavailable(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{exitUnavailable, err.Error()}
}

func codeOf(err error) int {
	switch model.KindOf(err) {
	case model.Invalid, model.Malformed, model.TooLarge:
		return exitUsage
	case model.NotFound, model.Conflict, model.Forbidden, model.Stale, model.Unauthenticated:
		return exitRefused
	}
	return exitUnavailable
}
