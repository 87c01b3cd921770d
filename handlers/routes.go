package handlers

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/handlers/billing"
	"ringfence/handlers/console"
	"ringfence/handlers/hr"
	"ringfence/handlers/identity"
	"ringfence/handlers/ledger"
	"ringfence/handlers/ops"
	"ringfence/handlers/privacy"
	"ringfence/handlers/public"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
)

// wings is the table: every route of the application is in it, once.
func (a *App) wings() []web.Wing {
	build := ops.Build{Version: a.cfg.Version, GitSHA: a.cfg.GitSHA, Host: a.cfg.Host, OpenAPI: openAPIDocument}
	return []web.Wing{
		{Tag: "operations", About: "Whether the application runs, and what it can do", Routes: ops.Routes(a,
			build)},
		{Tag: "public", About: "The operator's front page", Routes: public.Routes(a)},
		{Tag: "identity", About: "Signing in, one's own account, users, and how an organisation's people sign in",
			Routes: identity.Routes(), Cards: identity.Cards()},
		{Tag: "overview", About: "What waits for one, and a search over what one may open", Routes: record.Overview(),
			Cards: record.Cards()},
		{Tag: "hr", About: "Staff records", Routes: hr.Routes(), Cards: hr.Cards()},
		{Tag: "privacy", About: "Data protection: what is held on people, and how long", Routes: privacy.Routes()},
		{Tag: "billing", About: "What an organisation has been sold, and how it pays", Routes: billing.Routes(a)},
		{Tag: "console", About: "The operator's people manage the organisations", Routes: console.Routes()},
		{Tag: "ledger", About: "Every change and every security event, in order and provably whole",
			Routes: ledger.Routes(), Cards: ledger.Cards()},
		{Tag: "dev", About: "The local default's own", Routes: a.devRoutes()},
	}
}

// Missing names what the application lacks to be ready; cause is for the log.
func (a *App) Missing(ctx context.Context) (names []string, cause error) {
	names = []string{}
	if a.master == nil {
		names = append(names, "MASTER_KEY")
	}
	if !a.tokens.Ready() {
		names = append(names, "SESSION_KEY")
	}
	if !a.store.Mails() {
		names = append(names, "MAILERSEND_KEY")
	}
	switch err := a.store.Ready(ctx); {
	case err == nil:
	case !errors.Is(err, domain.ErrEncryption):
		names, cause = append(names, "registry"), err
	case a.master != nil: // there is a key, and it is not the one that wrapped ours
		names, cause = append(names, "MASTER_KEY"), err
	}
	return names, cause
}
