package tenantdb

import "context"

// Stats is what one request did, for the log.
type Stats struct {
	RoundTrips int64
	Security   string // the security event that somebody should look at, or ""
}

type statsKey struct{}

// WithStats returns a context whose work is noted.
func WithStats(ctx context.Context) (context.Context, *Stats) {
	stats := &Stats{}
	return context.WithValue(ctx, statsKey{}, stats), stats
}

// Note tells the log of a security event that the ledger has.
func Note(ctx context.Context, event string) {
	if stats, ok := ctx.Value(statsKey{}).(*Stats); ok {
		stats.Security = event
	}
}

// Count notes a round trip to a database.
func Count(ctx context.Context) {
	if stats, ok := ctx.Value(statsKey{}).(*Stats); ok {
		stats.RoundTrips++
	}
}
