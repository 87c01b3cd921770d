package store

import "context"

// Stats counts one request's work.
type Stats struct{ RoundTrips int64 }

type statsKey struct{}

// WithStats returns a context whose database round trips are counted.
func WithStats(ctx context.Context) (context.Context, *Stats) {
	stats := &Stats{}
	return context.WithValue(ctx, statsKey{}, stats), stats
}

func count(ctx context.Context) {
	if stats, ok := ctx.Value(statsKey{}).(*Stats); ok {
		stats.RoundTrips++
	}
}
