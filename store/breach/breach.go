// Package breach tells whether a password is known from a breach (AUTH-2,
// OWASP ASVS 6.2.4 and 6.2.12).
//
// Have I Been Pwned is asked first, by its range API: it is sent the first 20
// of the 160 bits of the password's SHA-1 digest, which hundreds of passwords
// share, and answers with the rest of every digest it knows that begins so.
// The answer is padded, so that its length says nothing to who watches the
// line. When no proper answer comes within two seconds, a list of the most
// common passwords that is part of the program decides, and the log says so.
package breach

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"ringfence/store/breach/digestset"
)

const (
	// Public is the address of the range API.
	Public = "https://api.pwnedpasswords.com"
	// Limit is how long its answer may take.
	Limit = 2 * time.Second
)

// Source is who decided.
type Source string

// The sources.
const (
	Pwned Source = "pwned-passwords"
	List  Source = "common-list"
)

// Doer sends requests; an *http.Client is one. It must heed the request's
// context.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Checker checks passwords. Safe for concurrent use.
type Checker struct {
	Base  string // of the range API, such as Public; "": only the list decides
	HTTP  Doer
	Log   func(reason error) // told why the list had to decide; may be nil
	Limit time.Duration      // 0: the constant Limit
}

// Check reports whether a password is known, and who says so. The only error
// is the context's own: whoever asked is gone.
func (c *Checker) Check(ctx context.Context, password string) (breached bool, by Source, err error) {
	digest := sha1.Sum([]byte(password))
	if c.Base == "" {
		return Common(digest), List, nil
	}
	breached, err = c.ask(ctx, digest)
	if err == nil {
		return breached, Pwned, nil
	}
	if ctx.Err() != nil {
		return false, "", ctx.Err()
	}
	if c.Log != nil {
		c.Log(err)
	}
	return Common(digest), List, nil
}

// ask asks the range API.
func (c *Checker) ask(ctx context.Context, digest digestset.Digest) (bool, error) {
	limit := c.Limit
	if limit == 0 {
		limit = Limit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	text := strings.ToUpper(hex.EncodeToString(digest[:]))
	answer, err := c.get(ctx, text[:prefixSize])
	if err != nil {
		return false, err
	}
	defer answer.Body.Close()
	return find(answer.Body, text[prefixSize:])
}

func (c *Checker) get(ctx context.Context, prefix string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Base+"/range/"+prefix, nil)
	if err != nil {
		return nil, errAddress
	}
	request.Header.Set("Add-Padding", "true")
	request.Header.Set("User-Agent", "Ringfence")
	answer, err := c.HTTP.Do(request)
	if err != nil {
		return nil, withoutAddress(err)
	}
	if answer.StatusCode != http.StatusOK {
		answer.Body.Close()
		return nil, statusError(answer.StatusCode)
	}
	return answer, nil
}
