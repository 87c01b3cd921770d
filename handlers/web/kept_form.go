package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ringfence/domain"
)

// What was typed into a form outlives the session (WCAG 2.2.5). A form that is
// posted when the session has ended goes back to the browser, sealed under the
// tenant's key, for the account that the session named, the form's page and half
// an hour. When that account has signed in, in whichever way, the page shows the
// form filled in, and it is for the person to save it: nothing is written of
// itself. Secrets are not kept, nothing stands in an address or here, and what
// another site posts is not taken.

const (
	keptCookie = "__Host-form" // with the number of its part behind
	keptPart   = 3800          // bytes in one cookie: browsers take 4,096, its name included
	mostParts  = 3             // a server takes about 16 KiB of headers
	keptLife   = 30 * time.Minute
)

// KeepsTyped says that what is typed into this form outlives the session: the page
// at the same path shows it again (Call.Typed).
func (r Route) KeepsTyped() Route {
	r.keepsTyped = true
	return r
}

// keepForm keeps what was typed, and reports whether it did.
func (c *Call) keepForm() bool {
	account := c.endedAccount()
	if account == "" || !c.route.keepsTyped || crossOrigin.Check(c.r) != nil || c.body == nil && c.readBody() != nil {
		return false
	}
	pairs, err := c.pairs()
	if err != nil {
		return false
	}
	typed := url.Values{}
	for _, p := range pairs {
		if i := c.route.in.Index(p.Name); i >= 0 && c.route.in[i].Kind != domain.Secret {
			typed.Set(p.Name, p.Value)
		}
	}
	until := strconv.FormatInt(c.Now().Add(keptLife).UnixMilli(), 10)
	sealed, err := c.tenant.SealForm(account, c.r.URL.Path, until+"&"+typed.Encode())
	if err != nil || len(sealed) > mostParts*keptPart {
		return false
	}
	c.setKept(sealed)
	return true
}

// setKept sets the cookies that hold a sealed form, and clears those that an
// earlier one has left; "" clears all.
func (c *Call) setKept(sealed string) {
	for i := range mostParts {
		name, part := keptCookie+strconv.Itoa(i), sealed[:min(len(sealed), keptPart)]
		sealed = sealed[len(part):]
		if part != "" {
			c.SetCookie(name, part, int(keptLife.Seconds()))
		} else if c.Cookie(name) != "" {
			c.SetCookie(name, "", -1)
		}
	}
}

// endedAccount is whose session the browser's cookie names, though it has ended,
// if not more than keptLife ago; "" for nobody's.
func (c *Call) endedAccount() string {
	cookie, err := c.r.Cookie(SessionCookie)
	if err != nil || c.tenant == nil {
		return ""
	}
	then := func() time.Time { return c.Now().Add(-keptLife) }
	named, err := c.server.cfg.Tokens.check(c.tenant.Info().ID, cookie.Value, then)
	if err != nil {
		return ""
	}
	return named.Subject
}

// keptTyped is a form that was kept, once it has been looked for.
type keptTyped struct {
	read   bool
	values map[string]string
}

// keptForm is what the caller typed into this page's form before the session
// ended, by name; nil for nothing. It is taken once.
func (c *Call) keptForm() map[string]string {
	if c.typed.read || c.Cookie(keptCookie+"0") == "" {
		return c.typed.values
	}
	c.typed.read = true
	if c.r.Method != http.MethodGet || c.tenant == nil || c.route == nil || c.route.access.open {
		return nil
	}
	sealed := ""
	for i := range mostParts {
		sealed += c.Cookie(keptCookie + strconv.Itoa(i))
	}
	if _, err := c.tenant.Check(c.Context()); err != nil {
		return nil
	}
	text, ok := c.tenant.OpenForm(c.r.URL.Path, sealed)
	if !ok {
		return nil
	}
	c.setKept("")
	until, form, _ := strings.Cut(text, "&")
	if end, err := strconv.ParseInt(until, 10, 64); err != nil || c.Now().UnixMilli() >= end {
		return nil
	}
	typed, _ := url.ParseQuery(form) // it is our own
	c.typed.values = map[string]string{}
	for name := range typed {
		c.typed.values[name] = typed.Get(name)
	}
	return c.typed.values
}
