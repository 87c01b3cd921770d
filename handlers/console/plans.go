package console

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

var planShape = web.Named("Plan", web.RecordOf(domain.Plans.Table))

func planJSON(o *domain.Object, rec domain.Record) {
	web.RecordJSON(o, domain.Plans.Table, rec, domain.Owner)
}

// plans answers GET /api/plans.
func plans(c *web.Call) error {
	list, err := c.Console().Plans(c.Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list, len(list), nil, planJSON))
}

// setPlan answers PUT /api/plans/{id}.
func setPlan(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	rec, change, err := decidePlan(c, in)
	if err != nil {
		return err
	}
	o := domain.Object{}
	planJSON(&o, rec)
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: o.String()})
}

func decidePlan(c *web.Call, in *domain.Input) (domain.Record, *store.Change, error) {
	id := c.PathValue("id")
	if !domain.IsSlug(id) {
		return domain.Record{}, nil, c.AfterCheck(domain.Invalid(domain.FieldError{Field: "id", Code: "malformed",
			Message: "A plan's id is lower-case letters, digits and hyphens"}))
	}
	values := map[string]string{}
	for _, f := range domain.Plans.Input() {
		values[f.Name] = in.Get(f.Name)
	}
	return c.Console().SetPlan(c.Context(), id, values)
}
