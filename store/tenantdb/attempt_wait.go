package tenantdb

import (
	"context"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
)

// How long one waits for a turn: the pauses double from the first to the
// longest, and there are so many of them. That is a quarter of a minute,
// as long as a password waits to be derived.
const (
	firstPause   = 50 * time.Millisecond
	longestPause = 400 * time.Millisecond
	mostPauses   = 40
)

// mostWaiting bounds those who wait in a process.
const mostWaiting = 256

// wait tries again until there is room, or until failures alone leave none.
// What waits holds no reservation, so however many wait, no more than the
// limit of wrong guesses is looked at. Errors: as Read.
func (a *Attempt) wait(ctx context.Context, stmts []db.Stmt) ([]db.Rows, error) {
	if waiting := a.h.gate.waiting.Add(1); waiting > mostWaiting {
		a.h.gate.waiting.Add(-1)
		return nil, domain.ErrBusy
	}
	defer a.h.gate.waiting.Add(-1)
	pause := firstPause
	for range mostPauses {
		if err := a.refuse(ctx); err != nil {
			return nil, err
		}
		if err := a.h.gate.pause(ctx, pause); err != nil {
			return nil, db.Cancelled(err)
		}
		pause = min(2*pause, longestPause)
		if rows, err := a.try(ctx, stmts); rows != nil || err != nil {
			return rows, err
		}
	}
	return nil, domain.ErrBusy
}

// Pause waits for d, or until the context ends, whose error it returns.
func Pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
