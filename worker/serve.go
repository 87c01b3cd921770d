//go:build !js

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"ringfence/handlers"
)

// serve answers requests until it is told to stop, then lets the ones in
// flight finish.
func serve(ctx context.Context, args []string) error {
	h := &host{}
	set := flags("serve", h)
	port := set.Int("port", 8787, "port to listen on; 0 picks a free one")
	unset := set.String("unset", "", "with --dev: leave this secret out")
	noSeed := set.Bool("no-seed", false, "with --dev: load no demo data")
	if err := h.parse(set, args); err != nil {
		return err
	}
	if *unset != "" {
		h.env[*unset] = ""
	}
	if err := h.knowsTenants(ctx); err != nil {
		return err
	}
	app, err := h.app()
	if err != nil {
		return err
	}
	address := net.JoinHostPort(h.interfaceToUse(), strconv.Itoa(*port))
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	server := newServer(app)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	if err := h.announce(ctx, app, listener.Addr().(*net.TCPAddr).Port, *noSeed); err != nil {
		return err
	}
	go schedule(ctx, app)
	select {
	case err = <-served:
	case <-ctx.Done():
		err = drain(server)
	}
	return errors.Join(err, app.Store().Close())
}

// newServer bounds how long a client may take.
func newServer(app http.Handler) *http.Server {
	return &http.Server{Handler: front(app), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute}
}

// interfaceToUse: the local default is for this machine alone.
func (h *host) interfaceToUse() string {
	if h.dev {
		return "127.0.0.1"
	}
	return os.Getenv("LISTEN")
}

func drain(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return server.Shutdown(ctx)
}

// announce loads the demo data in the local default and says where to go.
func (h *host) announce(ctx context.Context, app *handlers.App, port int, noSeed bool) error {
	base := "http://localhost:" + strconv.Itoa(port)
	if h.dev && !noSeed {
		tenants, err := app.SeedDemo(ctx)
		if err != nil {
			return err
		}
		printDemo(tenants, port)
	}
	fmt.Println("ringfence ready on " + base)
	return nil
}

func printDemo(tenants []handlers.DemoTenant, port int) {
	fmt.Printf("\nadministrators also need a code: authenticator key %s\n", handlers.DemoTOTP)
	fmt.Printf("\n%-36s %-12s %s\n", "demo address", "window", "accounts (password "+handlers.DemoPassword+")")
	for _, t := range tenants {
		fmt.Printf("%-36s %-12s %s\n", "http://"+t.Slug+".localhost:"+strconv.Itoa(port), t.Status, "{admin,manager,hr,clinical,finance,readonly,employee}@"+t.Slug+".example")
	}
	fmt.Println()
}

// schedule does what cron does at the edge.
func schedule(ctx context.Context, app *handlers.App) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	night := nightAfter(time.Now())
	for {
		select {
		case at := <-tick.C:
			_ = app.Scheduled(ctx, due(at, &night), at) // it logs its own outcome
		case <-ctx.Done():
			return
		}
	}
}

// due is the work of the minute, or the nightly work from when night has come,
// which it moves to the next one.
func due(at time.Time, night *time.Time) string {
	if at.Before(*night) {
		return "* * * * *"
	}
	*night = nightAfter(at)
	return "17 2 * * *"
}

// nightAfter is the next time of the nightly work, 02:17 UTC.
func nightAfter(at time.Time) time.Time {
	at = at.UTC()
	night := time.Date(at.Year(), at.Month(), at.Day(), 2, 17, 0, 0, time.UTC)
	if !night.After(at) {
		night = night.AddDate(0, 0, 1)
	}
	return night
}
