package web

import (
	"net/http"
	"strconv"

	"ringfence/store"
)

// Commit makes a change and answers with it.
func (c *Call) Commit(change *store.Change, answer store.Answer) error {
	if err := c.tenant.Commit(c.Context(), change, answer); err != nil {
		return err
	}
	c.send(answer)
	return nil
}

// JSONType is the media type of the API.
const JSONType = "application/json"

// JSON answers a read.
func (c *Call) JSON(status int, body []byte) error {
	c.Respond(status, JSONType, body)
	return nil
}

func (c *Call) send(a store.Answer) {
	if a.Location != "" {
		c.w.Header().Set("Location", a.Location)
	}
	c.Respond(a.Status, a.Type, []byte(a.Body))
}

// Respond writes the answer; the headers that stand on every answer are set.
func (c *Call) Respond(status int, contentType string, body []byte) {
	h := c.w.Header()
	if len(body) > 0 {
		h.Set("Content-Type", contentType)
	}
	if status != http.StatusNoContent {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	if c.server.cfg.Dev {
		h.Set("X-Database-Round-Trips", strconv.FormatInt(c.stats.RoundTrips, 10))
	}
	c.status = status
	c.w.WriteHeader(status)
	if c.r.Method != http.MethodHead {
		_, _ = c.w.Write(body) // a client that has left is nobody to tell
	}
}

// Serve lets a handler of net/http answer, and reports whether it did. It is
// made of what it is to call where it has no answer.
func (c *Call) Serve(handler func(notFound http.Handler) http.Handler) bool {
	missing := false
	h := handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { missing = true }))
	h.ServeHTTP(c.w, c.r)
	if !missing {
		c.status = http.StatusOK
	}
	return !missing
}
