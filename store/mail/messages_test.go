package mail_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"ringfence/store/mail"
)

const link = "https://northgate.example.org/reset?token=a&b=c"

// letters are all messages there are, for one person.
func letters(name, organisation string) map[string]mail.Message {
	about := mail.About{To: "nia.rees@northgate.example", Name: name, Organisation: organisation, Link: link}
	return map[string]mail.Message{
		"invitation":       mail.Invitation(about, "7 days"),
		"password reset":   mail.PasswordReset(about, "30 minutes"),
		"password changed": mail.PasswordChanged(about),
		"factor removed":   mail.FactorRemoved(about),
	}
}

func TestLetters(t *testing.T) {
	for name, m := range letters("Nia Rees", "Rees & Daughters") {
		t.Run(name, func(t *testing.T) {
			if m.To != "nia.rees@northgate.example" || m.ToName != "Nia Rees" {
				t.Errorf("to %q <%s>", m.ToName, m.To)
			}
			if !strings.HasPrefix(m.Subject, "Rees & Daughters: ") || len(m.Subject) > 78 {
				t.Errorf("subject %q", m.Subject)
			}
			if strings.Count(m.Text, "://") != 1 || !strings.Contains(m.Text, "\n"+link+"\n") {
				t.Errorf("one link is wanted, on a line of its own:\n%s", m.Text)
			}
			spoken, links := read(t, m.HTML)
			if len(links) != 1 || links[0] != link {
				t.Errorf("links %q", links)
			}
			if want := strings.Replace(m.Text, ":\n"+link, "", 1); spoken != squeeze(want) {
				t.Errorf("the parts differ:\n%s\n%s", spoken, squeeze(want))
			}
		})
	}
}

// read is what an HTML part says, without its title, and where its links lead.
func read(t *testing.T, markup string) (spoken string, links []string) {
	doc, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent.Data != "title":
			text.WriteString(n.Data + " ")
		case n.Type == html.ElementNode && !strings.Contains(" html head meta title body p a ", " "+n.Data+" "):
			t.Errorf("an element <%s>", n.Data)
		case n.Data == "a":
			links = append(links, n.Attr[0].Val)
		}
	}
	return squeeze(text.String()), links
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// Whoever sees the message come in learns nothing of what the organisation
// does or why.
func TestLetters_haveNoClinicalWord(t *testing.T) {
	for name, m := range letters("Nia Rees", "Example") {
		all := strings.ToLower(m.Subject + m.Text + m.HTML)
		for _, word := range []string{
			"patient", "clinic", "health", "hospital", "medical", "consent", "treatment", "care ", "doctor", "nhs", "employee",
		} {
			if strings.Contains(all, word) {
				t.Errorf("%s: %q", name, word)
			}
		}
	}
}

// Names are whatever people typed.
func TestLetters_takeHostileNames(t *testing.T) {
	hostile := "Nia\r\nBcc: all@northgate.example\u2028{{ token }} {$token} {% if %} <script>alert(1)</script>"
	harmless := "Nia Bcc: all@northgate.example (( token )) ($token) (% if %) <script>alert(1)</script>"
	for name, m := range letters(hostile, hostile) {
		if !strings.HasPrefix(m.Subject, harmless+": ") || m.ToName != harmless {
			t.Errorf("%s: subject %q to %q", name, m.Subject, m.ToName)
		}
		if strings.ContainsAny(m.Subject+m.Text+m.HTML, "{}\r\u2028") {
			t.Errorf("%s has a brace or a line end left", name)
		}
		if spoken, _ := read(t, m.HTML); !strings.HasPrefix(spoken, "Hello "+harmless+",") {
			t.Errorf("%s: %s", name, spoken)
		}
	}
}

func TestLetters_greetTheNameless(t *testing.T) {
	for name, m := range letters(" ", "Example") {
		if !strings.HasPrefix(m.Text, "Hello,\n") {
			t.Errorf("%s: %s", name, m.Text)
		}
	}
}
