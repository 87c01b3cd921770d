package handlers

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/store"
)

var (
	movementParams = append([]param{
		{"from", "Not before this time or date", timeParam},
		{"to", "Before this time, or on or before this date", timeParam},
	}, pageParams...)

	somebodySchema = object(prop{"id", text(), false}, prop{"name", orNull(text()), false}, prop{"email", orNull(text()), false})
	movementSchema = object(prop{"at", timeText(), false}, prop{"change", oneOf("joined", "accepted", "moved", "left", "returned"), false},
		prop{"user", somebodySchema, false}, prop{"by", somebodySchema, false},
		prop{"role_before", orNull(text()), false}, prop{"role_after", orNull(text()), false})
)

func (c *call) movements() ([]store.Movement, store.MovementFilter, error) {
	q := c.query()
	f := store.MovementFilter{From: q.time("from", false), Until: q.time("to", true), Before: q.number("cursor"), Limit: q.limit()}
	if err := q.err(); err != nil {
		return nil, f, c.afterCheck(err)
	}
	list, err := c.tenant.Movements(c.ctx(), f)
	return list, f, err
}

// userChanges answers GET /api/users/changes: joiners, movers and leavers
// (AUTH-10).
func userChanges(c *call) error {
	list, f, err := c.movements()
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, page(list, f.Limit, movementCursor, movementJSON))
}

func movementCursor(m store.Movement) string { return strconv.FormatInt(m.Seq, 10) }

func movementJSON(o *domain.Object, m store.Movement) {
	o.Text("at", timestamp(m.At)).Text("change", m.Kind).Raw("user", somebodyJSON(m.User)).Raw("by", somebodyJSON(m.By)).
		TextOrNull("role_before", m.From).TextOrNull("role_after", m.To)
}

func somebodyJSON(u domain.User) string {
	o := domain.Object{}
	return o.Text("id", u.ID).TextOrNull("name", u.Name).TextOrNull("email", u.Email).String()
}
