package domain_test

import (
	"slices"
	"testing"

	"ringfence/domain"
)

// TestCheckPayslip: net is gross less the deductions, to the penny, within what
// JSON keeps exactly.
func TestCheckPayslip(t *testing.T) {
	t.Parallel()
	const most = "9007199254740991"
	for _, c := range []struct {
		gross, tax, ni, pension, other, net string
		want                                []string
	}{
		{"250000", "30000", "15000", "10000", "5000", "190000", nil},
		{"250000", "", "", "", "", "250000", nil},
		{"0", "", "", "", "", "0", nil},
		{"0", "-4000", "", "", "", "4000", nil}, // tax is paid back
		{"250000", "30000", "15000", "10000", "5000", "190001", []string{"net_pence wrong-sum"}},
		{"-1", "", "", "", "", "-1", []string{"gross_pence negative", "net_pence negative"}},
		{"100", "200", "", "", "", "-100", []string{"net_pence negative"}},
		{most, "-" + most, "-" + most, "-" + most, "-" + most, most, []string{"net_pence wrong-sum"}},
		{most, most, "", "", "", "0", nil},
	} {
		values := domain.Payroll.Row(map[string]string{"gross_pence": c.gross, "tax_pence": c.tax, "ni_pence": c.ni,
			"pension_pence": c.pension, "other_pence": c.other, "net_pence": c.net})
		got := codes(domain.Invalid(domain.Payroll.Check(domain.Payroll.Get(domain.Record{Values: values}), "2026-06-01")...))
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// TestOwnPage: who is told of their payslip is led to where they may read it.
func TestOwnPage(t *testing.T) {
	t.Parallel()
	for action, want := range map[string]string{"payslip.finalise": "/payslips/x", "payslip.create": "/payroll/x"} {
		n := domain.Notice{Action: action, Of: domain.Payroll, About: "x"}
		if n.Page() != want {
			t.Errorf("%s: %s", action, n.Page())
		}
	}
}
