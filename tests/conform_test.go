package tests

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// check says how an answer breaks the contract, or nil.
func (c *contract) check(method, path string, a *answer) error {
	path, _, _ = strings.Cut(path, "?")
	if strings.HasPrefix(path, "/assets/") || method == http.MethodHead {
		return nil
	}
	if a.StatusCode == http.StatusPermanentRedirect {
		return a.checkHeaders() // to HTTPS, before any route
	}
	for _, op := range c.operations {
		if op.method == method && op.matches.MatchString(path) {
			return errors.Join(a.checkHeaders(), op.check(a))
		}
	}
	if a.kind() == "application/problem+json" {
		return errors.Join(a.checkHeaders(), c.problem.Validate(a.value()), a.checkProblem())
	}
	return a.checkHeaders()
}

// check holds an answer against the operation's response of its status: what
// the document does not list is not answered.
func (op *operation) check(a *answer) error {
	status := strconv.Itoa(a.StatusCode)
	if op.Responses[status] == nil {
		return fmt.Errorf("status %s (%s) is not among the operation's", status, a.slug())
	}
	if len(op.Responses[status].Content) == 0 {
		if a.text != "" {
			return fmt.Errorf("a body with status %s", status)
		}
		return nil
	}
	schema := op.schemas[status+" "+a.kind()]
	if schema == nil {
		return fmt.Errorf("content type %q with status %s", a.kind(), status)
	}
	return errors.Join(schema.Validate(a.value()), a.checkProblem())
}

func (a *answer) kind() string {
	kind, _, _ := mime.ParseMediaType(a.Header.Get("Content-Type"))
	return kind
}

// value is the body as the schemas' library reads JSON.
func (a *answer) value() any {
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(a.text))
	if err != nil {
		return err.Error()
	}
	return v
}

// Every answer has these headers.
var everywhere = map[string]string{
	"X-Content-Type-Options": "nosniff",
	"Referrer-Policy":        "no-referrer",
	"Cache-Control":          "no-store",
}

// checkHeaders says which header of the contract an answer breaks, or nil.
func (a *answer) checkHeaders() error {
	for name, want := range everywhere {
		if got := a.Header.Get(name); got != want {
			return fmt.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	policy := a.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
		return fmt.Errorf("Content-Security-Policy: %q", policy)
	}
	if len(a.Header.Get("X-Request-Id")) < 16 {
		return fmt.Errorf("X-Request-Id: %q", a.Header.Get("X-Request-Id"))
	}
	return a.checkContentType()
}

// checkContentType: what has a body says of what type it is, and of text in which
// encoding, unless somebody has sent the file: nobody knows how that is encoded.
func (a *answer) checkContentType() error {
	_, params, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	sent := strings.Contains(a.Header.Get("Content-Security-Policy"), "sandbox")
	bare := strings.HasPrefix(a.kind(), "text/") && params["charset"] != "utf-8" && !sent
	if a.text != "" && (err != nil || bare) {
		return fmt.Errorf("Content-Type: %q", a.Header.Get("Content-Type"))
	}
	return nil
}

// checkProblem holds what a problem says of itself against the answer. A
// replay, to the byte, names the request that it was first the answer to.
func (a *answer) checkProblem() error {
	if a.kind() != "application/problem+json" {
		return nil
	}
	var p struct {
		Status   int
		Instance string
	}
	if err := json.Unmarshal([]byte(a.text), &p); err != nil {
		return err
	}
	replay := a.Request.Header.Get("Idempotency-Key") != ""
	if p.Status != a.StatusCode || p.Instance != a.Header.Get("X-Request-Id") && !replay {
		return fmt.Errorf("status %d and instance %q in an answer of %d to %q", p.Status, p.Instance, a.StatusCode, a.Header.Get("X-Request-Id"))
	}
	return nil
}
