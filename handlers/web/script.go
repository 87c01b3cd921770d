package web

import (
	"strings"

	"ringfence/handlers/assets"
	"ringfence/handlers/pages"
)

// Scripted lets a page run our one script, which speaks to the browser of
// passkeys. No other page may run any.
func (c *Call) Scripted(s pages.Shell) pages.Shell {
	c.SetHeader("Content-Security-Policy", contentPolicy+"; script-src 'self'")
	s.Script = strings.TrimPrefix(assets.Path("passkey.mjs"), assets.Prefix)
	return s
}
