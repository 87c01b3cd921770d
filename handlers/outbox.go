package handlers

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
	"ringfence/store/mail"
)

// mailer sends through MailerSend; nil while its key or our address is unset.
func mailer(env func(string) string) store.Mailer {
	key, from := env("MAILERSEND_KEY"), env("MAIL_FROM")
	if key == "" || from == "" {
		return nil
	}
	return &mail.Sender{Key: key, Base: env("MAILERSEND_BASE"), From: from, FromName: "Ringfence", HTTP: http.DefaultClient}
}

// nightly is the schedule of the nightly work, as wrangler.toml has it.
const nightly = "17 2 * * *"

// Scheduled does what is due: it sends messages, and brings forward the schema
// of tenants that no request has reached since a deployment.
func (a *App) Scheduled(ctx context.Context, cron string, at time.Time) error {
	tried, bad, err1 := a.store.MigrateAll(ctx, 50)
	var err2 error
	if cron == nightly {
		err2 = a.store.MarkAllDue(ctx)
	}
	mailed, err3 := a.store.SendMail(ctx)
	for _, f := range mailed.Failures {
		a.log(a.logLine("WARN", "mail not sent").Text("tenant", f.Tenant).Text("message", f.ID).Bool("gave_up", f.GaveUp).Text("error", f.Err.Error()))
	}
	a.log(a.logLine("INFO", "scheduled").Text("cron", cron).Text("due", timestamp(at.UnixMilli())).
		Int("migrated", int64(tried-bad)).Int("failed", int64(bad)).Int("mailed", mailed.Sent))
	return cmp.Or(err1, err2, err3)
}

// origin is what links to this host begin with. The Host is one that the
// registry knows; what else the request says of its address is not believed,
// except for the port of the local default.
func (c *call) origin() string {
	if c.app.base == "localhost" {
		return "http://" + strings.ToLower(c.r.Host)
	}
	return "https://" + hostnameOf(c.r.Host)
}

// devOutbox answers GET /dev/outbox: what would have been sent, newest first;
// of every tenant at the base domain.
func devOutbox(c *call) error {
	letters, err := c.outbox()
	if err != nil {
		return err
	}
	if strings.Contains(c.r.Header.Get("Accept"), jsonType) {
		return c.json(http.StatusOK, lettersJSON(letters))
	}
	page := pages.OutboxPage{Shell: c.shell("Outbox", nil)}
	for _, l := range letters {
		page.Letters = append(page.Letters, pages.Letter{To: l.To, Subject: l.Subject, Text: l.Text, State: l.State, At: when(l.CreatedAt)})
	}
	return c.render(http.StatusOK, pages.Outbox(page))
}

func (c *call) outbox() ([]store.Letter, error) {
	if c.tenant != nil {
		return c.tenant.Outbox(c.ctx())
	}
	tenants, err := c.app.store.Tenants(c.ctx())
	if err != nil {
		return nil, err
	}
	var all []store.Letter
	for _, t := range tenants {
		letters, err := t.Outbox(c.ctx())
		if err != nil {
			return nil, err
		}
		all = append(all, letters...)
	}
	slices.SortStableFunc(all, func(a, b store.Letter) int { return cmp.Compare(b.CreatedAt, a.CreatedAt) })
	return all, nil
}

func lettersJSON(letters []store.Letter) []byte {
	o := domain.Object{}
	o.List("items", len(letters), func(i int, item *domain.Object) {
		l := letters[i]
		item.Text("to", l.To).Text("subject", l.Subject).Text("text", l.Text).Text("html", l.HTML).
			Text("state", l.State).Text("created_at", timestamp(l.CreatedAt))
	})
	return o.Bytes()
}

// devCron answers POST /dev/cron?cron=…: what is scheduled, now. At the edge
// the shim answers it, by starting a run of its own.
func devCron(c *call) error {
	if err := c.app.Scheduled(c.ctx(), c.r.URL.Query().Get("cron"), c.app.cfg.Now()); err != nil {
		return err
	}
	c.respond(http.StatusNoContent, "", nil)
	return nil
}
