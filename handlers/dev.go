package handlers

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"ringfence/domain"
	"ringfence/handlers/web"
)

// The local default's own routes, for trying the application and for testing
// what must not happen. They are not mounted anywhere else.

func (a *App) devRoutes() []web.Route {
	list := []web.Route{
		web.Post("/dev/seed", "Load demo data", a.devSeed).On(web.PublicHost),
		web.Post("/dev/clock", "Set the clock", a.devClock).On(web.PublicHost),
		web.Post("/dev/cron", "Do what is scheduled", a.devCron).On(web.PublicHost),
		web.Get("/dev/routes", "The routes of a tenant's host, and of the console", a.devRouteList).On(web.PublicHost),
		web.Get("/dev/digest", "A hash of each table of a tenant's database", devDigest),
		web.Get("/dev/panic", "Panic", devPanic).On(web.AnyHost),
		web.Get("/dev/slow", "Answer late", devSlow).On(web.AnyHost),
	}
	for i := range list {
		list[i] = list[i].For(web.Public).DevOnly()
	}
	return append(list, devFileRoutes()...)
}

// devRouteList answers GET /dev/routes: the method and the path of each route
// of a tenant's host, and of the console, that is not the local default's own.
func (a *App) devRouteList(c *web.Call) error {
	o := domain.Object{}
	return c.JSON(http.StatusOK, o.Texts("items", a.patterns(web.TenantHost)).Texts("console", a.patterns(web.ConsoleHost)).Bytes())
}

func (a *App) patterns(host web.HostKind) (list []string) {
	for _, wing := range a.wings() {
		for i := range wing.Routes {
			if r := &wing.Routes[i]; r.ServedOn(host) {
				list = append(list, r.Pattern())
			}
		}
	}
	return list
}

// devDigest answers GET /dev/digest, so that a test sees whether anything changed.
func devDigest(c *web.Call) error {
	list, err := c.Tenant().Digest(c.Context())
	if err != nil {
		return err
	}
	o, tables := domain.Object{}, domain.Object{}
	for _, d := range list {
		tables.Text(d.Table, d.Hash)
	}
	return c.JSON(http.StatusOK, o.Raw("tables", tables.String()).Bytes())
}

// devSeed answers POST /dev/seed: the demo data, or {"tenants":[…]}.
func (a *App) devSeed(c *web.Call) error {
	var body struct {
		Tenants []demo `json:"tenants"`
	}
	if len(c.Body()) > 0 {
		if err := json.Unmarshal(c.Body(), &body); err != nil {
			return web.ErrMalformed
		}
	}
	tenants := body.Tenants
	if tenants == nil {
		tenants = demoTenants(a.cfg.Now())
	}
	seeded, err := a.seed(c.Context(), c.ID(), tenants)
	if err != nil {
		return err
	}
	o := domain.Object{}
	o.List("tenants", len(seeded), func(i int, item *domain.Object) {
		t := seeded[i]
		item.Text("slug", t.Slug).Text("name", t.Name).Text("subscription", string(t.Status)).Texts("accounts", t.Accounts)
	})
	return c.JSON(http.StatusOK, o.Text("password", DemoPassword).Text("totp_secret", DemoTOTP).Bytes())
}

// devPanic answers GET /dev/panic by panicking.
func devPanic(*web.Call) error { panic("asked to panic") }

// devSlow answers GET /dev/slow?ms=N after that long.
func devSlow(c *web.Call) error {
	ms, _ := strconv.ParseInt(c.Request().URL.Query().Get("ms"), 10, 64)
	timer := time.NewTimer(time.Duration(ms) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.Context().Done():
		return c.Context().Err()
	}
	return c.JSON(http.StatusOK, (&domain.Object{}).Int("slept", ms).Bytes())
}

// devCron answers POST /dev/cron?cron=…: what is scheduled, now. At the edge
// the shim answers it, by starting a run of its own.
func (a *App) devCron(c *web.Call) error {
	if err := a.Scheduled(c.Context(), c.Request().URL.Query().Get("cron"), a.cfg.Now()); err != nil {
		return err
	}
	c.Respond(http.StatusNoContent, "", nil)
	return nil
}
