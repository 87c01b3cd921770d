package web

import (
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/handlers/assets"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// Scripted lets a page run one of our scripts (handlers/assets/src).
func (c *Call) Scripted(name string, s pages.Shell) pages.Shell {
	c.allowScripts()
	s.Script = script(name)
	return s
}

// script is a script's name under /assets/.
func script(name string) string { return strings.TrimPrefix(assets.Path(name), assets.Prefix) }

// warnsOfEnd has a page warn before the session ends (WCAG 2.2.1). Every page of
// a session does.
func (c *Call) warnsOfEnd(s *pages.Shell, access *store.Access) {
	c.allowScripts()
	ends := time.UnixMilli(access.SignedInAt).Add(domain.SessionAbsolute)
	s.Idle = &pages.Idle{After: int(domain.SessionIdle.Seconds()), Left: int(ends.Sub(c.Now()).Seconds()), Script: script("idle.mjs")}
}

// allowScripts lets the page run scripts of this host's own files, which may ask
// this host.
func (c *Call) allowScripts() {
	c.SetHeader("Content-Security-Policy", contentPolicy+"; script-src 'self'; connect-src 'self'")
}
