// Package ops is how the application is looked after: whether it runs, what it
// can do (the OpenAPI document), what each problem means, and in the local
// default the messages that it would have sent.
package ops

import (
	"context"
	"net/http"

	"ringfence/handlers/web"
	"ringfence/store"
)

//go:generate go tool templ generate -path .

// Operator is what of the operator's side this wing needs.
type Operator interface {
	// Missing names what the application lacks to be ready, never nil; cause
	// is for the log.
	Missing(ctx context.Context) (names []string, cause error)
	// Letters are the local default's messages of every tenant.
	Letters(ctx context.Context) ([]store.Letter, error)
}

// Build is what the program is.
type Build struct {
	Version, GitSHA string
	Host            string // "edge" or "native"
	OpenAPI         string // the document
}

type wing struct {
	op    Operator
	build Build
}

var (
	health = web.Named("Health", web.Object(web.Has("status", web.Text), web.Has("version", web.Text),
		web.Has("git_sha", web.Text), web.Has("host", web.Text)))
	ready = web.Named("Readiness", web.Object(web.Has("status", web.OneOf("ready", "not-ready")),
		web.Has("missing", web.Texts)))
)

// Routes are the wing's routes.
func Routes(op Operator, build Build) []web.Route {
	w := wing{op, build}
	list := []web.Route{
		web.Get("/healthz", "Alive, with version and commit", w.healthz).Returns(health).Named("getHealth"),
		web.Get("/readyz", "Ready, or what is missing", w.readyz).Returns(ready).Also(http.StatusServiceUnavailable).
			Named("getReadiness"),
		web.Get("/api/openapi.json", "This document", w.openAPI).Returns(web.AnyObject).Named("getOpenAPI"),
		web.Get("/problems/{slug}", "What a type of problem means", problem).Returns(problemAbout).PageToBrowsers().
			Named("getProblemType"),
		web.Page("/dev/outbox", "Messages that would have been sent", w.outbox).DevOnly(),
	}
	for i := range list {
		list[i] = list[i].For(web.Public).On(web.AnyHost)
	}
	return append(list, jobRoutes()...)
}
