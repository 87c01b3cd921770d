package main

import (
	"context"
	"log"
	"strings"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare/cron"

	"ringfence/handlers"
	"ringfence/store/db"
	"ringfence/store/db/durable"
	"ringfence/store/db/libsql"
	"ringfence/store/password"
	"ringfence/worker/edge"
)

// main is the edge host: worker/shim starts it, once for each instance of its
// pool, and hands it requests.
func main() {
	log.SetFlags(0)
	log.SetOutput(edge.LogWriter{})
	b := edge.New()
	password.Derive = b.Derive
	app, err := handlers.New(handlers.Config{
		Env: edge.Getenv, Open: open(b), Files: b.Files(), Shared: edge.Shared{}, Version: edge.Getenv("VERSION"), GitSHA: edge.Getenv("GIT_SHA"), Host: "edge", LogWriter: edge.LogWriter{},
	})
	if err != nil {
		log.Fatalf("worker: %v", err)
	}
	cron.ScheduleTaskNonBlock(func(ctx context.Context) error { return scheduled(ctx, app) })
	workers.Ready()
	b.Serve(app)
}

// open returns what opens a database by its reference: "durable:name", or the
// address of a libSQL server.
func open(b *edge.Bridge) func(ref, region string) (db.DB, error) {
	return func(ref, region string) (db.DB, error) {
		if name, ok := strings.CutPrefix(ref, "durable:"); ok {
			return durable.New(b.Batch(name, region)), nil
		}
		return libsql.Open(ref, edge.Getenv("LIBSQL_TOKEN"))
	}
}

// scheduled runs what is due. An error ends the instance, so that the platform
// counts the run as failed.
func scheduled(ctx context.Context, app *handlers.App) error {
	event, err := cron.NewEvent(ctx)
	if err != nil {
		return err
	}
	return app.Scheduled(ctx, event.Cron, event.ScheduledTime)
}
