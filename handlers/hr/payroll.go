package hr

import (
	"net/http"
	"strconv"
	"strings"

	"ringfence/domain"
	"ringfence/domain/csvio"
	"ringfence/handlers/web"
	"ringfence/store"
)

var (
	runParam = web.IntParam("run", "A run of the month, from 1; the latest, unless given")

	finalised = web.Named("FinalisedPayRun", web.Object(web.Has("period", web.Text), web.Has("run", web.Integer),
		web.Has("payslips", web.Integer), web.Has("state", web.OneOf(domain.PayFinal))))
	copiedRun = web.Object(web.Has("period", web.Text), web.Has("copied", web.Integer))
)

// finalise answers POST /api/hr/payroll/finalise.
func finalise(c *web.Call) error {
	f, change, err := decideFinal(c)
	if err != nil {
		return err
	}
	o := domain.Object{}
	o.Text("period", f.Period).Int("run", f.Run).Int("payslips", f.Payslips).Text("state", domain.PayFinal)
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: o.String()})
}

func decideFinal(c *web.Call) (f store.Finalised, change *store.Change, err error) {
	in, err := c.Bind()
	if err != nil {
		return f, nil, err
	}
	return c.Tenant().Finalise(c.Context(), in.Get("period"), in.Get("seen"))
}

// copyPayslips answers POST /api/hr/payroll/copy.
func copyPayslips(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	n, change, err := c.Tenant().CopyPayslips(c.Context(), in.Get("period"))
	if err != nil {
		return err
	}
	o := domain.Object{}
	o.Text("period", in.Get("period")).Int("copied", n)
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: o.String()})
}

// bankFile answers GET of the bank file. It is given out once the ledger has
// that it was.
func bankFile(c *web.Call) error {
	q := c.Query()
	month, run := period(q, ""), q.Number("run")
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	list, change, err := c.Tenant().BankFile(c.Context(), month, run)
	if err != nil {
		return err
	}
	c.SetHeader("Content-Disposition", `attachment; filename="bank-`+month+`.csv"`)
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: "text/csv; charset=utf-8", Body: bankText(list)})
}

func bankText(list []store.Payment) string {
	var text strings.Builder
	w := csvio.NewWriter(&text, true)
	_ = w.WriteText("name", "sort_code", "account", "net") // a strings.Builder does not fail
	for _, p := range list {
		_ = w.Write(csvio.Text(p.Name), csvio.Text(p.SortCode), csvio.Text(p.Account),
			csvio.Value(domain.Pence.Edit(strconv.FormatInt(p.Pence, 10))))
	}
	return text.String()
}

// lookAtBank answers POST /api/hr/payroll/bank-looks.
func lookAtBank(c *web.Call) error {
	_, change, err := decideLook(c)
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}

func decideLook(c *web.Call) (in *domain.Input, change *store.Change, err error) {
	if in, err = c.Bind(); err != nil {
		return in, nil, err
	}
	change, err = c.Tenant().LookAtBank(c.Context(), in.Get("employee_id"), domain.Whole(in.Get("change")))
	return in, change, err
}

// removePayslip answers DELETE of a draft.
func removePayslip(c *web.Call) error {
	_, change, err := c.Tenant().RemovePayslip(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}
