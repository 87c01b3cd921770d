package handlers

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"ringfence/store/mail/mailtest"
)

// TestMailer: both the key and our address are needed.
func TestMailer(t *testing.T) {
	t.Parallel()
	for variables, want := range map[string]bool{
		"": false, "MAILERSEND_KEY=k": false, "MAIL_FROM=a@b.cd": false, "MAILERSEND_KEY=k MAIL_FROM=a@b.cd": true, "DEV=1": true,
	} {
		a := newApp(t, strings.Fields(variables)...)
		answer := get(a, "http://localhost/readyz")
		if a.Store().Mails() != want || (answer.StatusCode == 200) != want {
			t.Errorf("%q: mails %t, ready %d", variables, a.Store().Mails(), answer.StatusCode)
		}
	}
}

// TestScheduled says what it did and names nobody.
func TestScheduled(t *testing.T) {
	t.Parallel()
	d := mailtest.New(t)
	cfg := config(t, "MAILERSEND_KEY="+mailtest.Token, "MAIL_FROM=no-reply@ringfence.example", "MAILERSEND_BASE="+d.URL+"/v1")
	var log bytes.Buffer
	cfg.LogWriter = &log
	a, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Store().Close()
	for _, cron := range []string{"* * * * *", nightly} {
		if err := a.Scheduled(context.Background(), cron, time.Unix(0, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if got := log.String(); strings.Count(got, `"msg":"scheduled"`) != 2 || !strings.Contains(got, `"mailed":0`) {
		t.Error(got)
	}
}
