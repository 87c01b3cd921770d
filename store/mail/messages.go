package mail

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// About is whom a message is for, from which organisation, and where its one
// link leads.
type About struct {
	To           string // address
	Name         string // of the recipient; may be empty
	Organisation string
	By           string // name of who invites; may be empty
	Link         string // absolute; a secret where it holds a token
}

// inviter is who invites, at the head of a sentence.
func (a About) inviter() string {
	if a.By == "" {
		return "Your administrator has"
	}
	return a.By + " has"
}

// Invitation asks somebody to set up the account made for them. The link
// lives for so long, as people say it: "7 days".
func Invitation(a About, lives string) Message {
	return a.letter("Set up your account", "Set up your account", []string{
		a.inviter() + " invited you to Ringfence at " + a.organisation() + ". Set a password to get started.",
	}, []string{
		"The link works once, within " + lives + ".",
		"If you were not expecting this, you can ignore it.",
	})
}

// PasswordReset lets somebody who asked for it choose a new password.
func PasswordReset(a About, lives string) Message {
	return a.letter("Choose a new password", "Choose a new password", []string{
		"Somebody asked for a new password for your account at " + a.organisation() + ".",
	}, []string{
		"The link works once, within " + lives + ".",
		"If it was not you, ignore this message: your password stays as it is.",
	})
}

// PasswordChanged tells somebody that their password is another one. The link
// leads to where a password is reset.
func PasswordChanged(a About) Message {
	return a.letter("Your password was changed", "Choose a new password", []string{
		"The password of your account at " + a.organisation() + " was changed, and you were signed out everywhere else.",
		"If it was you, there is nothing to do. If it was not, choose a new password now and tell your administrator.",
	}, nil)
}

// FactorRemoved tells somebody that the second step of signing in is gone.
// The link leads to where a password is reset.
func FactorRemoved(a About) Message {
	return a.letter("Two-factor authentication was removed", "Choose a new password", []string{
		"Two-factor authentication was removed from your account at " + a.organisation() + ".",
		"If it was you, there is nothing to do. If it was not, choose a new password now and tell your administrator.",
	}, nil)
}

// TasksWait tells somebody that so many tasks wait. It says no more of them: the
// link leads to where they stand.
func TasksWait(a About, n int64) Message {
	things := "1 thing"
	if n != 1 {
		things = strconv.FormatInt(n, 10) + " things"
	}
	return a.letter("You have "+things+" to do", "See your tasks", []string{
		"You have " + things + " to do at " + a.organisation() + ".",
	}, []string{
		"You get at most one of these messages a day.",
	})
}

// SubscriptionEnds tells an administrator that the subscription ends on a day,
// in so many days; 0: that it has.
func SubscriptionEnds(a About, day string, days int64) Message {
	if days == 0 {
		return a.letter("Your subscription has ended", "See what you can do", []string{
			"The subscription of " + a.organisation() + " ended on " + day + ".",
			"Nobody but administrators can sign in. Your records are kept. Renew the subscription to let everybody in again.",
		}, nil)
	}
	when := "in " + strconv.FormatInt(days, 10) + " days"
	if days == 1 {
		when = "tomorrow"
	}
	return a.letter("Your subscription ends "+when, "See your subscription", []string{
		"The subscription of " + a.organisation() + " ends on " + day + ".",
		"From then on nobody but administrators can sign in. Your records are kept.",
	}, nil)
}

func (a About) organisation() string { return plain(a.Organisation) }

// letter writes a message twice, as text and as HTML: a greeting, what there
// is to say, the link, and what there is to say about the link.
func (a About) letter(subject, action string, before, after []string) Message {
	greeting := "Hello,"
	if name := plain(a.Name); name != "" {
		greeting = "Hello " + name + ","
	}
	before = slices.Insert(before, 0, greeting)
	return Message{
		To:      a.To,
		ToName:  plain(a.Name),
		Subject: a.organisation() + ": " + subject,
		Text:    strings.Join(slices.Concat(before, []string{action + ":\n" + a.Link}, after), "\n\n") + "\n",
		HTML:    htmlLetter(subject, before, htmlLink(a.Link, action), after),
	}
}

func htmlLetter(title string, before []string, link string, after []string) string {
	return `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>` + html.EscapeString(title) +
		`</title></head><body>` + htmlParagraphs(before) + `<p>` + link + `</p>` + htmlParagraphs(after) + `</body></html>`
}

func htmlParagraphs(texts []string) string {
	var out strings.Builder
	for _, text := range texts {
		out.WriteString("<p>" + html.EscapeString(text) + "</p>")
	}
	return out.String()
}

func htmlLink(address, label string) string {
	return `<a href="` + html.EscapeString(address) + `">` + html.EscapeString(label) + `</a>`
}

// plain makes a name that people chose safe to stand anywhere in a message:
// in one line, and without the braces by which MailerSend would take a part
// of it for a variable.
func plain(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '{':
			return '('
		case r == '}':
			return ')'
		case unicode.IsControl(r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return ' '
		}
		return r
	}, name)
	return strings.Join(strings.Fields(name), " ")
}
