package hr

import (
	"bytes"
	"io"
	"strconv"

	"ringfence/domain"
	"ringfence/domain/csvio"
	"ringfence/handlers/web"
)

// exportMonth answers GET of a month's locked time as CSV: a line for each person
// and kind of time.
func exportMonth(c *web.Call) error {
	q := c.Query()
	month := period(q, "")
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Tenant().LockedTime(c.Context(), month)
	if err != nil {
		return err
	}
	text := bytes.Buffer{}
	w := csvio.NewWriter(&text, true)
	_ = w.WriteText("name", "email", "kind", "minutes") // a bytes.Buffer does not fail
	for _, person := range list {
		for k, kind := range domain.WorkKinds {
			if n := person.Minutes[k]; n > 0 {
				_ = w.Write(csvio.Text(person.Name), csvio.Text(person.Email), csvio.Text(kind),
					csvio.Value(strconv.FormatInt(n, 10)))
			}
		}
	}
	c.SetHeader("Content-Disposition", `attachment; filename="timesheets-`+month+`.csv"`)
	sent := false
	return c.Stream("text/csv; charset=utf-8", int64(text.Len()), func() ([]byte, error) {
		if sent {
			return nil, io.EOF
		}
		sent = true
		return text.Bytes(), nil
	})
}
