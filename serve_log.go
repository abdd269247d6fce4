package main

import (
	"log/slog"
	"strings"
)

// logRecords makes everything that is said on errOut from now on one JSON record a
// line: what verbs print there, what libraries log, and why the program ends.
func (env *environment) logRecords() {
	env.log = slog.New(slog.NewJSONHandler(env.errOut, nil))
	slog.SetDefault(env.log)
	env.errOut = slog.NewLogLogger(env.log.Handler(), slog.LevelWarn).Writer()
}

// serves reports whether the command line is the server's.
func serves(args []string) bool {
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		if args[0] == "--config" && len(args) > 1 { // its value follows
			args = args[1:]
		}
		args = args[1:]
	}
	return len(args) > 0 && args[0] == "serve"
}
