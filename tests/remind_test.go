package tests

import (
	"regexp"
	"strings"
	"testing"
)

// TestReminder: the night's work writes once to everybody for whom something
// waits, without a word of what it is; run again it writes to nobody.
func TestReminder(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	night := func() {
		t.Helper()
		(&visitor{at: s, host: "localhost"}).send(t, "POST", "/dev/cron?cron=17+2+*+*+*", "").want(t, 204)
		s.moveClock(t, `{"advance_s":21660}`) // the visits are spread over six hours
		s.cron(t)
		s.cron(t)
	}
	mails := func(role string) []letter { return o.letters(t, role+"@"+o.slug+".example") }
	night()
	for role, want := range map[string]int{"admin": 1, "manager": 1, "hr": 1, "employee": 0, "clinical": 0, "finance": 0, "readonly": 0} {
		if list := mails(role); len(list) != want {
			t.Errorf("%s: %d messages", role, len(list))
		}
	}
	said := mails("manager")[0]
	if !strings.Contains(said.Subject, "You have 3 things to do") || !regexp.MustCompile(`\nhttp://`+o.slug+`\.localhost:\d+/tasks\n`).MatchString(said.Text) {
		t.Errorf("%q\n%s", said.Subject, said.Text)
	}
	for _, private := range []string{"Adeyemi", "Pike", "Mensah", "leave", "annual", "absence"} {
		if strings.Contains(strings.ToLower(said.Subject+said.Text+said.HTML), strings.ToLower(private)) {
			t.Errorf("the message says %q", private)
		}
	}
	night()
	s.moveClock(t, `{"advance_s":86400}`)
	night()
	if list := mails("manager"); len(list) != 1 {
		t.Errorf("%d messages of the same", len(list))
	}
}
