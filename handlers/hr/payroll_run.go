package hr

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

var (
	personSchema = web.Object(web.Has("employee_id", web.Text), web.Has("name", web.Text))
	payRunSchema = web.Named("PayRun", web.Object(web.Has("period", web.Text), web.Has("drafts", web.Integer),
		web.Has("payslips", web.Integer),
		web.Has("totals", web.AnyObject), web.Has("last_net_pence", web.Integer), web.Has("missing", web.ListOf(personSchema)),
		web.Has("left", web.ListOf(personSchema)), web.Has("no_bank_details", web.ListOf(personSchema)),
		web.Has("bank_changes", web.ListOf(web.Object(web.Has("employee_id", web.Text), web.Has("name", web.Text), web.Has("change", web.Integer),
			web.Has("at", web.Time), web.Has("by", web.Text), web.Has("looked_at_by", web.OrNull(web.Text))))),
		web.Has("prepared_by", web.Texts), web.Has("prepared_by_me", web.Boolean), web.Has("seen", web.Text),
		web.Has("runs", web.ListOf(web.Object(web.Has("run", web.Integer), web.Has("payslips", web.Integer),
			web.Has("finalised_at", web.Time), web.Has("finalised_by", web.Text))))))
)

// amounts are the columns of a payslip that are money.
var amounts = append(append([]string{"gross_pence"}, domain.Deductions...), "net_pence")

// readRun reads the run of the month that the address names, or else of this one.
func readRun(c *web.Call, orElse string) (run store.PayRun, err error) {
	q := c.Query()
	month := period(q, orElse)
	if err := q.Err(); err != nil {
		return run, c.AfterCheck(err)
	}
	return c.Tenant().PayRun(c.Context(), month)
}

// payRun answers GET /api/hr/payroll/run.
func payRun(c *web.Call) error {
	run, err := readRun(c, "")
	if err != nil {
		return err
	}
	o, sums := domain.Object{}, domain.Object{}
	totals, last := total(run)
	for i, name := range amounts {
		sums.Int(name, totals[i])
	}
	o.Text("period", run.Period).Int("drafts", run.Drafts).Int("payslips", int64(len(run.Payslips))).
		Raw("totals", sums.String()).Int("last_net_pence", last)
	people(&o, "missing", run.Missing)
	people(&o, "left", run.Left)
	people(&o, "no_bank_details", run.NoBank)
	o.List("bank_changes", len(run.Bank), func(i int, item *domain.Object) {
		b := run.Bank[i]
		item.Text("employee_id", b.Staff).Text("name", b.Name).Int("change", b.Seq).Text("at", web.Timestamp(b.At)).Text("by", b.By).
			TextOrNull("looked_at_by", b.LookedBy)
	})
	o.Texts("prepared_by", names(run.By)).Bool("prepared_by_me", run.Mine).Text("seen", run.Seen)
	o.List("runs", len(run.Runs), func(i int, item *domain.Object) {
		r := run.Runs[i]
		item.Int("run", r.Run).Int("payslips", r.Payslips).Text("finalised_at", web.Timestamp(r.At)).Text("finalised_by", r.By)
	})
	return c.JSON(http.StatusOK, o.Bytes())
}

func people(o *domain.Object, member string, list []store.Option) {
	o.List(member, len(list), func(i int, item *domain.Object) { item.Text("employee_id", list[i].Value).Text("name", list[i].Label) })
}

func names(list []store.Option) []string {
	out := make([]string, len(list))
	for i, o := range list {
		out[i] = o.Label
	}
	return out
}

// total are the sums of the amounts, and of last month's net pay.
func total(run store.PayRun) (sums []int64, last int64) {
	sums = make([]int64, len(amounts))
	for _, rec := range run.Payslips {
		get := domain.Payroll.Get(rec)
		for i, name := range amounts {
			sums[i] += domain.Whole(get(name))
		}
	}
	for _, net := range run.LastNet {
		last += net
	}
	return sums, last
}
