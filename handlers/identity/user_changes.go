package identity

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

var movementParams = append([]web.Param{
	web.TimeParam("from", "Not before this time or date"),
	web.TimeParam("to", "Before this time, or on or before this date"),
}, web.PageParams...)

func movements(c *web.Call) ([]store.Movement, store.MovementFilter, error) {
	q := c.Query()
	f := store.MovementFilter{From: q.Time("from", false), Until: q.Time("to", true), Before: q.Number("cursor"), Limit: q.Limit()}
	if err := q.Err(); err != nil {
		return nil, f, c.AfterCheck(err)
	}
	list, err := c.Tenant().Movements(c.Context(), f)
	return list, f, err
}

// userChanges answers GET /api/users/changes: joiners, movers and leavers
// (AUTH-10).
func userChanges(c *web.Call) error {
	list, f, err := movements(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list, f.Limit, movementCursor, movementJSON))
}

func movementCursor(m store.Movement) string { return strconv.FormatInt(m.Seq, 10) }

func movementJSON(o *domain.Object, m store.Movement) {
	o.Text("at", web.Timestamp(m.At)).Text("change", m.Kind).Raw("user", somebodyJSON(m.User)).Raw("by", somebodyJSON(m.By)).
		TextOrNull("role_before", m.From).TextOrNull("role_after", m.To)
}

func somebodyJSON(u domain.User) string {
	o := domain.Object{}
	return o.Text("id", u.ID).TextOrNull("name", u.Name).TextOrNull("email", u.Email).String()
}
