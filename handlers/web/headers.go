package web

import "net/http"

// contentPolicy allows our own style sheet, icon and forms, and no script;
// allowScripts adds our own, where one is needed.
const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// securityHeaders stand on every answer, errors included.
func (s *Server) securityHeaders(h http.Header, id string) {
	h.Set("X-Request-Id", id)
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if s.cfg.Base != "localhost" {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
}
