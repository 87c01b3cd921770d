package hr

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// lookFormFields also say to which month's page the form leads back.
var lookFormFields = append(domain.BankLookFields[:2:2], domain.PeriodFields[0])

// shownPayslips bounds the table of a large organisation: what differs most comes first.
const shownPayslips = 250

// runPage answers GET /payroll/run.
func runPage(c *web.Call) error {
	run, err := readRun(c, c.Today()[:len("2026-03")])
	if err != nil {
		return err
	}
	page := RunPage{Shell: c.Shell("Pay run", c.Tenant().Access()).Under("Payslips", "/payroll"), Period: run.Period,
		Month: monthName(run.Period), Seen: run.Seen, Drafts: run.Drafts, Mine: run.Mine, Changes: run.Bank, Checks: checks(run),
		Before: runHref(domain.MonthAfter(run.Period, -1)), After: runHref(domain.MonthAfter(run.Period, 1)), Add: "/payroll/new"}
	page.CanCopy = len(run.Missing) > 0 && len(run.LastNet) > 0
	page.Totals, page.Rows = totalRows(run), slipRows(run)
	if n := len(page.Rows) - shownPayslips; n > 0 {
		page.Rows, page.More = page.Rows[:shownPayslips], domain.Count(int64(n))+" more are in the list of payslips"
	}
	for _, r := range run.Runs {
		item := pages.Item{Text: "Run " + strconv.FormatInt(r.Run, 10) + ": " + domain.Plural(r.Payslips, "payslip", "payslips"),
			Below: "Finalised by " + r.By + " on " + web.FormatTime(r.At)}
		page.Runs = append(page.Runs, FinalRun{item, "/payroll/run/bank.csv?period=" + run.Period + "&run=" + strconv.FormatInt(r.Run, 10)})
	}
	return c.Render(http.StatusOK, Run(page))
}

func monthName(period string) string { return domain.Month.Display(period) }

func runHref(period string) string { return "/payroll/run?period=" + period }

// checks are what to look at before a month is finalised.
func checks(run store.PayRun) []Check {
	unlooked := int64(0)
	for _, b := range run.Bank {
		if b.LookedBy == "" {
			unlooked++
		}
	}
	list := []Check{
		check(int64(len(run.Missing)), "Everybody has a payslip", "without a payslip", run.Missing),
		check(int64(len(run.Left)), "Nobody who had left is paid", "paid who had left before", run.Left),
		check(int64(len(run.NoBank)), "Everybody who is paid has bank details", "without bank details", run.NoBank),
		check(unlooked, "No changed bank details wait for a second person",
			"with changed bank details that nobody else has looked at", nil),
	}
	if len(run.By) > 0 {
		text := "Prepared by " + domain.JoinWords(names(run.By)...) + ". Somebody else finalises it."
		list = append(list, Check{Text: text, Tag: "Note", Colour: "blue"})
	}
	return list
}

func check(n int64, good, bad string, who []store.Option) Check {
	if n == 0 {
		return Check{Text: good, Tag: "Done", Colour: "green"}
	}
	k := Check{Text: domain.Plural(n, "person", "people") + " " + bad, Tag: "Check", Colour: "yellow"}
	for _, o := range who {
		k.People = append(k.People, pages.Link{Label: o.Label, Href: "/employees/" + o.Value})
	}
	return k
}

// totalRows are the sums, and what they are beside last month's.
func totalRows(run store.PayRun) (rows []pages.SummaryRow) {
	sums, last := total(run)
	for i, name := range amounts {
		label := domain.Payroll.Columns[domain.Payroll.Index(name)].Label
		rows = append(rows, pages.SummaryRow{Label: label, Value: domain.Pounds(sums[i])})
	}
	rows[len(rows)-1].Hint = "Last month " + domain.Pounds(last) + ", difference " + domain.Pounds(sums[len(sums)-1]-last)
	return rows
}

// slipRows are the payslips, what differs most from last month first.
func slipRows(run store.PayRun) []pages.Row {
	difference := func(rec domain.Record) int64 {
		get := domain.Payroll.Get(rec)
		if get("correction_of") != "" {
			return 0
		}
		return domain.Whole(get("net_pence")) - run.LastNet[get("employee_id")]
	}
	list := slices.Clone(run.Payslips)
	slices.SortStableFunc(list, func(a, b domain.Record) int { return cmp.Compare(size(difference(b)), size(difference(a))) })
	rows := make([]pages.Row, 0, len(list))
	for _, rec := range list {
		get, state := domain.Payroll.Get(rec), domain.Payroll.StateName(rec)
		money := func(pence int64) pages.Cell { return pages.Cell{Text: domain.Pounds(pence), Numeric: true} }
		name, label := pages.Cell{Text: domain.Payroll.Title(rec), Href: "/payroll/" + rec.ID}, state.Label
		if get("correction_of") != "" {
			label += ", correction"
		}
		rows = append(rows, pages.Row{name, money(domain.Whole(get("gross_pence"))), money(domain.Whole(get("net_pence"))),
			money(run.LastNet[get("employee_id")]), money(difference(rec)), {Content: pages.Tag(label, state.Colour)}})
	}
	return rows
}

func size(n int64) int64 { return max(n, -n) }

// submitFinalise answers POST /payroll/run/finalise.
func submitFinalise(c *web.Call) error {
	f, change, err := decideFinal(c)
	if err != nil {
		return err
	}
	return c.CommitTo(change, runHref(f.Period), domain.Plural(f.Payslips, "payslip", "payslips")+" of "+monthName(f.Period)+" finalised")
}

// submitCopy answers POST /payroll/run/copy.
func submitCopy(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	n, change, err := c.Tenant().CopyPayslips(c.Context(), in.Get("period"))
	if err != nil {
		return err
	}
	return c.CommitTo(change, runHref(in.Get("period")), domain.Plural(n, "payslip", "payslips")+" copied as drafts")
}

// submitLook answers POST /payroll/run/look.
func submitLook(c *web.Call) error {
	in, change, err := decideLook(c)
	if err != nil {
		return err
	}
	return c.CommitTo(change, runHref(in.Get("period")), "Changed bank details marked as looked at")
}
