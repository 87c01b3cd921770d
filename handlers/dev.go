package handlers

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"ringfence/domain"
)

// The local default's own routes, for trying the application and for testing
// what must not happen. They are not mounted anywhere else.

// devSeed answers POST /dev/seed: the demo data, or {"tenants":[…]}.
func devSeed(c *call) error {
	var body struct {
		Tenants []demo `json:"tenants"`
	}
	if len(c.body) > 0 {
		if err := json.Unmarshal(c.body, &body); err != nil {
			return errMalformed
		}
	}
	tenants := body.Tenants
	if tenants == nil {
		tenants = demoTenants(c.app.cfg.Now())
	}
	seeded, err := c.app.seed(c.ctx(), c.id, tenants)
	if err != nil {
		return err
	}
	o := domain.Object{}
	o.List("tenants", len(seeded), func(i int, item *domain.Object) {
		t := seeded[i]
		item.Text("slug", t.Slug).Text("name", t.Name).Text("subscription", string(t.Status)).Texts("accounts", t.Accounts)
	})
	return c.json(http.StatusOK, o.Text("password", DemoPassword).Text("totp_secret", DemoTOTP).Bytes())
}

// devPanic answers GET /dev/panic by panicking.
func devPanic(*call) error { panic("asked to panic") }

// devSlow answers GET /dev/slow?ms=N after that long.
func devSlow(c *call) error {
	ms, _ := strconv.ParseInt(c.r.URL.Query().Get("ms"), 10, 64)
	timer := time.NewTimer(time.Duration(ms) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.ctx().Done():
		return c.ctx().Err()
	}
	return c.json(http.StatusOK, (&domain.Object{}).Int("slept", ms).Bytes())
}
