package tests

import (
	"regexp"
	"strings"
	"testing"

	"ringfence/store/mail/mailtest"
)

// letter is a message of the outbox.
type letter struct {
	To, Subject, Text, HTML, State string
	CreatedAt                      string `json:"created_at"`
}

// letters are the organisation's messages to an address, newest first.
func (o *org) letters(t testing.TB, to string) (list []letter) {
	t.Helper()
	for _, l := range decode[struct{ Items []letter }](t, o.nobody().get(t, "/dev/outbox", "Accept: application/json").want(t, 200)).Items {
		if l.To == to {
			list = append(list, l)
		}
	}
	return list
}

var linkInText = regexp.MustCompile(`\nhttp://(\S+)(/(?:invitation|reset)/)(\S{22})\n`)

// linked is the token in the newest message to an address.
func (o *org) linked(t testing.TB, to string) string {
	t.Helper()
	list := o.letters(t, to)
	if len(list) == 0 {
		t.Fatalf("no message to %s", to)
	}
	link := linkInText.FindStringSubmatch(list[0].Text)
	if link == nil || link[1] != o.host()+":"+o.at.port {
		t.Fatalf("the newest message to %s leads to %q", to, list[0].Text)
	}
	o.at.log.secret(link[3])
	return link[3]
}

// What would be sent is shown as it is, to look at and to copy links from, and
// only that organisation's.
func TestDevOutbox(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"name":"Quay <b>Street"`)
	page := o.nobody().get(t, "/dev/outbox").want(t, 200)
	if page.kind() != "text/html" || !strings.Contains(page.text, "No messages") {
		t.Errorf("%s", page.text)
	}
	o.invite(t, "nia@elsewhere.example", "hr")
	list := o.letters(t, "nia@elsewhere.example")
	if len(list) != 1 || list[0].State != "pending" || list[0].CreatedAt == "" || list[0].Subject != "Quay <b>Street: Set up your account" ||
		!strings.Contains(list[0].HTML, "Quay &lt;b&gt;Street") || !strings.Contains(list[0].HTML, o.linked(t, "nia@elsewhere.example")) {
		t.Errorf("%+v", list)
	}
	page = o.nobody().get(t, "/dev/outbox").want(t, 200)
	if strings.Contains(page.text, "Quay <b>") || !strings.Contains(page.text, "/invitation/"+o.linked(t, "nia@elsewhere.example")) {
		t.Errorf("%s", page.text)
	}
	if list := newOrg(t).letters(t, "nia@elsewhere.example"); list != nil {
		t.Errorf("another organisation has %+v", list)
	}
	o.nobody().get(t, "/dev/outbox", "Host: localhost:"+live.port, "Accept: application/json").want(t, 200)
	o.nobody().get(t, "/dev/outbox", "Host: nosuch.localhost").want(t, 404)
}

// A message goes to MailerSend as its description asks, once, however often
// and by how many the task is run.
func TestMailerSend(t *testing.T) {
	d := mailtest.New(t)
	t.Setenv("MAILERSEND_KEY", mailtest.Token)
	t.Setenv("MAILERSEND_BASE", d.URL+"/v1")
	t.Setenv("MAIL_FROM", "no-reply@ringfence.example")
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	for _, email := range []string{"nia@elsewhere.example", "owen@elsewhere.example"} {
		o.invite(t, email, "hr")
	}
	base := &visitor{at: s, host: "localhost"}
	together(4, func(int) { base.send(t, "POST", "/dev/cron?cron=*+*+*+*+*", "").want(t, 204) })
	base.send(t, "POST", "/dev/cron?cron=17+2+*+*+*", "").want(t, 204)
	sent := map[string]int{}
	for _, m := range d.Accepted() {
		sent[m.To[0].Email]++
	}
	if d.Asked() != 2 || sent["nia@elsewhere.example"] != 1 || sent["owen@elsewhere.example"] != 1 {
		t.Errorf("%d requests, %v", d.Asked(), sent)
	}
	if list := o.letters(t, "nia@elsewhere.example"); len(list) != 1 || list[0].State != "sent" {
		t.Errorf("%+v", list)
	}
	o.accept(t, "nia@elsewhere.example").get(t, "/api/hr/employees").want(t, 200)
}
