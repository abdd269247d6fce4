package jobs

import (
	"context"
	"log/slog"
	"time"

	"yijian/casework"
	"yijian/store"
)

// lookForImports is how soon a file that came in is checked, and an ordered promotion begun.
const lookForImports = time.Second

// StartImports checks and promotes files of records, one at a time, until the returned stop
// is called. Every server runs it; of an import only one of them has it in hand, and one
// that was killed leaves it to the next.
func StartImports(ctx context.Context, desk *casework.Desk, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done, server := make(chan struct{}), store.NewID()
	go func() {
		defer close(done)
		ticker := time.NewTicker(lookForImports)
		defer ticker.Stop()
		failure := ""
		for {
			failure = workOnImports(ctx, desk, log, server, failure)
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// workOnImports does what waits and returns the failure, which is told once.
func workOnImports(ctx context.Context, desk *casework.Desk, log *slog.Logger, server, was string) (failure string) {
	for ctx.Err() == nil {
		worked := false
		err := safely(func() (err error) {
			worked, err = desk.WorkOnImport(ctx, server)
			return err
		})
		if err != nil && ctx.Err() == nil {
			if failure = err.Error(); failure != was {
				log.Error("imports", "error", failure)
			}
			return failure
		}
		if !worked {
			return was
		}
		was = ""
	}
	return was
}
