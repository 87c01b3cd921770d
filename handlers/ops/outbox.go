package ops

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// outbox answers GET /dev/outbox: what would have been sent, newest first;
// of every tenant at the base domain.
func (w wing) outbox(c *web.Call) error {
	letters, err := w.letters(c)
	if err != nil {
		return err
	}
	if strings.Contains(c.Request().Header.Get("Accept"), web.JSONType) {
		return c.JSON(http.StatusOK, lettersJSON(letters))
	}
	page := OutboxPage{Shell: c.Shell("Outbox", nil)}
	for _, l := range letters {
		page.Letters = append(page.Letters, Letter{To: l.To, Subject: l.Subject, Text: l.Text, State: l.State,
			At: web.FormatTime(l.CreatedAt)})
	}
	return c.Render(http.StatusOK, Outbox(page))
}

func (w wing) letters(c *web.Call) ([]store.Letter, error) {
	if c.Tenant() != nil {
		return c.Tenant().Outbox(c.Context())
	}
	return w.op.Letters(c.Context())
}

func lettersJSON(letters []store.Letter) []byte {
	o := domain.Object{}
	o.List("items", len(letters), func(i int, item *domain.Object) {
		l := letters[i]
		item.Text("to", l.To).Text("subject", l.Subject).Text("text", l.Text).Text("html", l.HTML).
			Text("state", l.State).Text("created_at", web.Timestamp(l.CreatedAt))
	})
	return o.Bytes()
}
