package tests

import (
	"bufio"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// realClient is what the provider knows an organisation by.
type realClient struct {
	ID        string   `json:"client_id"`
	Secret    string   `json:"client_secret"`
	Redirects []string `json:"redirect_uris"`
	Algorithm string   `json:"id_token_signed_response_alg"`
}

// realProvider starts npm's oidc-provider, which ends with the test, and
// returns its issuer.
func realProvider(t *testing.T, clients []realClient) string {
	t.Helper()
	list, err := json.Marshal(clients)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node(), "tests/provider/provider.mjs", string(list))
	cmd.Dir, cmd.Stderr = "..", os.Stderr
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err1 != nil || err2 != nil || cmd.Start() != nil {
		t.Fatal(err1, err2, "the provider does not start")
	}
	t.Cleanup(func() { // it ends with its input
		_ = in.Close()
		_ = cmd.Wait()
	})
	watchdog := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer watchdog.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if issuer, ok := strings.CutPrefix(lines.Text(), "provider ready on "); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return issuer
		}
	}
	t.Fatal("the provider ended before it was ready")
	return ""
}

var (
	formAction = regexp.MustCompile(`<form[^>]* action="([^"]+)"`)
	prompt     = regexp.MustCompile(`name="prompt" value="(login|consent)"`)
)

// atProvider signs in on the provider's own pages, by that name, and returns
// the path that it leads back to.
func atProvider(t *testing.T, address, name string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	back := ""
	agent := &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasSuffix(r.URL.Hostname(), ".localhost") {
			back = r.URL.RequestURI()
			return http.ErrUseLastResponse
		}
		return nil
	}}
	response, err := agent.Get(address)
	for range 4 {
		if err != nil {
			t.Fatal(err)
		}
		text, readErr := io.ReadAll(response.Body)
		response.Body.Close()
		if back != "" || readErr != nil {
			break
		}
		action, asks := formAction.FindSubmatch(text), prompt.FindSubmatch(text)
		if action == nil || asks == nil {
			t.Fatalf("%s: %d\n%s", response.Request.URL, response.StatusCode, text)
		}
		response, err = agent.PostForm(html.UnescapeString(string(action[1])), url.Values{"prompt": {string(asks[1])}, "login": {name}, "password": {"x"}})
	}
	if back == "" {
		t.Fatal("the provider does not lead back")
	}
	return back
}

// TestRealProvider signs in through a provider that is not ours, by every
// algorithm that we take.
func TestRealProvider(t *testing.T) {
	t.Parallel()
	clients := []realClient{{Algorithm: "RS256"}, {Algorithm: "PS256"}, {Algorithm: "ES256"}, {Algorithm: "EdDSA"}}
	list := newOrgs(t, live, len(clients))
	for i, o := range list {
		clients[i].ID, clients[i].Secret = "client of "+o.slug, "a secret: with % and + of "+o.slug
		clients[i].Redirects = []string{"http://" + o.host() + ":" + live.port + "/auth/oidc/callback"}
		live.log.secret(clients[i].Secret)
	}
	issuer := realProvider(t, clients)
	for i, o := range list {
		t.Run(clients[i].Algorithm, func(t *testing.T) {
			body := object("issuer", issuer, "client_id", clients[i].ID, "client_secret", clients[i].Secret, "mode", "both")
			o.as(t, "admin").send(t, "PUT", "/api/settings/sso", body).want(t, 200)
			hr := o.browserOf(t, "hr")
			hr.open(t, "GET", atProvider(t, hr.begin(t), "Helen at work"), "").leads(t, "/account/sso")
			b := o.browser()
			b.open(t, "GET", atProvider(t, b.start(t), "Helen at work"), "").leads(t, "/employees")
			if got := b.who(t); got != "hr@"+o.slug+".example" {
				t.Errorf("signed in as %q", got)
			}
			b = o.browser()
			o.turnsAway(t, b.open(t, "GET", atProvider(t, b.start(t), "Hector"), ""), "not-connected")
			wrong := object("issuer", issuer, "client_id", clients[i].ID, "client_secret", "not it", "mode", "both")
			o.as(t, "admin").send(t, "PUT", "/api/settings/sso", wrong).want(t, 200)
			b = o.browser()
			o.turnsAway(t, b.open(t, "GET", atProvider(t, b.start(t), "Helen at work"), ""), "code-refused")
		})
	}
}
