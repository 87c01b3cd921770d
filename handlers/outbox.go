package handlers

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
	"ringfence/store/mail"
)

// mailer sends through MailerSend; nil while its key or our address is unset.
func mailer(env func(string) string) store.Mailer {
	key, from := env("MAILERSEND_KEY"), env("MAIL_FROM")
	if key == "" || from == "" {
		return nil
	}
	return &mail.Sender{Key: key, Base: env("MAILERSEND_BASE"), From: from, FromName: "Ringfence",
		HTTP: http.DefaultClient}
}

// origin is where an organisation's people find it. The local default is at the
// port that it has unless another was asked for.
func (a *App) origin(slug string) string {
	if a.dev && a.base == "localhost" {
		return "http://" + slug + ".localhost:8787"
	}
	return "https://" + slug + "." + a.base
}

// nightly is the schedule of the nightly work, as wrangler.toml has it.
const nightly = "17 2 * * *"

// Scheduled does what is due: it reminds people of what waits for them, sends
// messages, does slices of jobs, and brings forward the schema
// of tenants that no request has reached since a deployment.
func (a *App) Scheduled(ctx context.Context, cron string, at time.Time) error {
	a.clock.sync()
	tried, bad, err1 := a.store.MigrateAll(ctx, 50)
	var err2 error
	if cron == nightly {
		err2 = a.store.MarkAllDue(ctx)
	}
	err10 := a.firstOwner(ctx)
	err5 := a.store.PushWindows(ctx, a.warn("windows not copied"))
	err9 := a.store.NoticeExpiry(ctx, a.warn("end of subscription not noticed"))
	err6 := a.store.Provisions(ctx, a.warn("organisation not provisioned"))
	reminded, err7 := a.store.Remind(ctx)
	for _, f := range reminded.Failures {
		a.log.Write(a.log.Line("WARN", "reminders not written").Text("tenant", f.Tenant).Text("error", f.Err.Error()))
	}
	mailed, err3 := a.store.SendMail(ctx)
	for _, f := range mailed.Failures {
		a.log.Write(a.log.Line("WARN", "mail not sent").Text("tenant", f.Tenant).Text("message",
			f.ID).Bool("gave_up", f.GaveUp).Text("error", f.Err.Error()))
	}
	worked, err4 := a.store.RunJobs(ctx)
	for _, f := range worked.Failures {
		a.log.Write(a.log.Line("WARN", "job not done").Text("tenant", f.Tenant).Text("job", f.ID).Text("kind", f.Kind).
			Bool("gave_up", f.GaveUp).Text("error", f.Err.Error()))
	}
	swept, err8 := a.store.SweepFiles(ctx)
	for _, f := range swept.Failures {
		a.log.Write(a.log.Line("WARN", "files not swept").Text("tenant", f.Tenant).Text("error", f.Err.Error()))
	}
	a.log.Write(a.log.Line("INFO", "scheduled").Text("cron", cron).Text("due", web.Timestamp(at.UnixMilli())).
		Int("migrated", int64(tried-bad)).Int("failed", int64(bad)).Int("mailed", mailed.Sent).
		Int("reminded", reminded.People).Int("slices", worked.Slices).Int("jobs", worked.Finished).Int("swept", swept.Parts))
	return cmp.Or(err1, err2, err3, err4, err5, err6, err7, err8, err9, err10)
}

// firstOwner invites whom CONSOLE_OWNER names, once in the life of a registry.
func (a *App) firstOwner(ctx context.Context) error {
	email := a.cfg.Env("CONSOLE_OWNER")
	if email == "" || a.owned.Load() {
		return nil
	}
	err := a.store.FirstOwner(ctx, email)
	a.owned.Store(err == nil)
	return err
}

// warn writes what failed for a tenant into the log.
func (a *App) warn(what string) func(tenant string, err error) {
	return func(tenant string, err error) {
		a.log.Write(a.log.Line("WARN", what).Text("tenant", tenant).Text("error", err.Error()))
	}
}

// Letters are the local default's unsent messages of every tenant and the
// console, newest first.
func (a *App) Letters(ctx context.Context) ([]store.Letter, error) {
	tenants, err1 := a.store.Tenants(ctx)
	console, err2 := a.store.Tenant(ctx, domain.ConsoleSlug+"."+a.base)
	if err := cmp.Or(err1, err2); err != nil {
		return nil, err
	}
	tenants = append(tenants, console)
	var all []store.Letter
	for _, t := range tenants {
		letters, err := t.Outbox(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, letters...)
	}
	slices.SortStableFunc(all, func(a, b store.Letter) int { return cmp.Compare(b.CreatedAt, a.CreatedAt) })
	return all, nil
}
