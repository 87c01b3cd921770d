package oidc_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ringfence/store/oidc"
	"ringfence/store/oidc/oidctest"
)

func TestDiscoveryRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		members map[string]any
		want    oidc.Reason
	}{
		"another issuer":              {map[string]any{"issuer": "https://evil.example"}, oidc.WrongIssuer},
		"the issuer with a slash":     {map[string]any{"issuer": "http://127.0.0.1/"}, oidc.WrongIssuer},
		"no issuer":                   {map[string]any{"issuer": nil}, oidc.WrongIssuer},
		"every tenant's":              {map[string]any{"issuer": "https://login.microsoftonline.com/{tenantid}/v2.0"}, oidc.WrongIssuer},
		"no authorization endpoint":   {map[string]any{"authorization_endpoint": nil}, oidc.Unsuitable},
		"a token endpoint in clear":   {map[string]any{"token_endpoint": "http://provider.example/token"}, oidc.Unsuitable},
		"keys in a file":              {map[string]any{"jwks_uri": "file:///etc/passwd"}, oidc.Unsuitable},
		"an endpoint with a user":     {map[string]any{"token_endpoint": "https://a:b@provider.example/token"}, oidc.Unsuitable},
		"a script":                    {map[string]any{"authorization_endpoint": "javascript:alert(1)"}, oidc.Unsuitable},
		"no code flow":                {map[string]any{"response_types_supported": []string{"id_token"}}, oidc.Unsuitable},
		"HMAC alone":                  {map[string]any{"id_token_signing_alg_values_supported": []string{"HS256", "none"}}, oidc.Unsuitable},
		"client keys alone":           {map[string]any{"token_endpoint_auth_methods_supported": []string{"private_key_jwt"}}, oidc.Unsuitable},
		"a list for the issuer":       {map[string]any{"issuer": []string{"x"}}, oidc.BadAnswer},
		"larger than we read":         {map[string]any{"more": strings.Repeat("x", 256<<10)}, oidc.BadAnswer},
		"deeper than we read":         {map[string]any{"more": nest(40)}, oidc.BadAnswer},
		"an address that is too long": {map[string]any{"token_endpoint": "https://provider.example/" + strings.Repeat("x", 500)}, oidc.Unsuitable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Describe(c.members)
			_, err := w.client.Provider(context.Background(), w.Issuer)
			refused(t, err, c.want)
		})
	}
}

func nest(n int) any {
	var v any = "x"
	for range n {
		v = []any{v}
	}
	return v
}

func TestIssuers(t *testing.T) {
	t.Parallel()
	strict := oidc.New(oidc.Config{Now: time.Now})
	loose := newWorld(t).client
	for _, issuer := range []string{
		"", "provider.example", "http://provider.example", "ftp://provider.example", "https://", "https:provider.example", "https://a:b@provider.example",
		"https://provider.example?x=y", "https://provider.example?", "https://provider.example#", "https://provider.example/\x00", "http://127.0.0.1.example",
		"http://localhost.example", "https://" + strings.Repeat("x", 500),
	} {
		for _, c := range []*oidc.Client{strict, loose} {
			_, err := c.Discover(context.Background(), issuer)
			refused(t, err, oidc.BadAddress)
		}
	}
	_, err := strict.Discover(context.Background(), "http://localhost:1")
	refused(t, err, oidc.BadAddress)
}

// An administrator's issuer does not reach what only this machine or its
// network can, whatever its name.
func TestPrivateAddresses(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 10)
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked <- struct{}{} }))
	defer s.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(s.URL, "https://"), ":")
	public := oidc.New(oidc.Config{Now: time.Now})
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"} {
		_, err := public.Discover(context.Background(), "https://"+host+":"+port)
		refused(t, err, oidc.Unreachable)
		if !strings.Contains(err.Error(), "may not be dialled") && !strings.Contains(err.Error(), "cannot assign") {
			t.Errorf("%s: %v", host, err)
		}
	}
	if len(asked) > 0 {
		t.Errorf("%d connections", len(asked))
	}
}

// What is not an answer: the first for discovery, the others on the way.
func TestAnswersRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lie  http.HandlerFunc
		want map[string]oidc.Reason // by path
	}{
		"redirects": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) }, all(oidc.BadAnswer, oidc.CodeRefused)},
		"permanently": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusPermanentRedirect)
		}, all(oidc.BadAnswer, oidc.CodeRefused)},
		"an error":    {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, all(oidc.BadAnswer, oidc.CodeRefused)},
		"a page":      {says("<html>"), all(oidc.BadAnswer, oidc.BadAnswer)},
		"nothing":     {says(""), all(oidc.BadAnswer, oidc.BadAnswer)},
		"not UTF-8":   {says("{\"a\":\"\xff\"}"), all(oidc.BadAnswer, oidc.BadAnswer)},
		"without end": {says(`{"a":"` + strings.Repeat("x", 1<<20)), all(oidc.BadAnswer, oidc.BadAnswer)},
		"deep":        {says(strings.Repeat("[", 10_000)), all(oidc.BadAnswer, oidc.BadAnswer)},
		"cut short": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10")
			_, _ = w.Write([]byte("{"))
		}, all(oidc.Unreachable, oidc.Unreachable)},
		"hangs up":     {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, all(oidc.Unreachable, oidc.Unreachable)},
		"empty object": {says("{}"), map[string]oidc.Reason{oidctest.Configuration: oidc.WrongIssuer, oidctest.KeysPath: oidc.UnknownKey, oidctest.TokenPath: oidc.BadToken}},
	} {
		for path, want := range c.want {
			t.Run(name+path, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.Lie(path, c.lie)
				_, err := w.signIn()
				refused(t, err, want)
				if got := w.Asked("/elsewhere"); got != 0 {
					t.Errorf("followed %d redirections", got)
				}
			})
		}
	}
}

func all(read, token oidc.Reason) map[string]oidc.Reason {
	return map[string]oidc.Reason{oidctest.Configuration: read, oidctest.KeysPath: read, oidctest.TokenPath: token}
}

func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) }
}

// A provider that does not answer holds nobody up once they have left, and
// nobody for longer than five seconds.
func TestSlow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	w.Lie(oidctest.Configuration, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := w.client.Discover(ctx, w.Issuer)
	refused(t, err, oidc.Unreachable)

	var left time.Duration
	w.client.Transport(func(r *http.Request) (*http.Response, error) {
		until, _ := r.Context().Deadline()
		left = time.Until(until)
		return nil, context.DeadlineExceeded
	})
	_, err = w.client.Discover(context.Background(), w.Issuer)
	refused(t, err, oidc.Unreachable)
	if left <= 0 || left > 5*time.Second {
		t.Errorf("a request may take %v", left)
	}
}
