package hr

import (
	"ringfence/domain"
	"ringfence/handlers/web"
)

var periodParam = web.TextParam("period", "A month, like 2026-03")

// period is the month that the address names, or the usual one.
func period(q *web.Query, usual string) string {
	given := q.Text("period")
	if given == "" {
		given = usual
	}
	month, refused := domain.PeriodFields[0].Parse(given)
	if refused == nil && month == "" {
		refused = domain.PeriodFields[0].Missing()
	}
	if refused != nil {
		q.Refuse(refused.Field, refused.Code, refused.Message)
	}
	return month
}
