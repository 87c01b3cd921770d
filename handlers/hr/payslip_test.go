package hr

import (
	"bytes"
	"testing"
	"time"

	"ringfence/handlers/pages"
)

// TestPayslipPDF: any name can be printed, and the same payslip is the same file.
func TestPayslipPDF(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Łucja Ŵynne-Ξ", "李小龍", "محمد", "e\u0301", "\u202e=cmd", ""} {
		s := payslip{title: "Payslip for March 2031", net: "£1,900.00", finalised: time.UnixMilli(1_766_000_000_000),
			about: []pages.SummaryRow{{Label: "Name", Value: name}}, pay: []pages.SummaryRow{{Label: "Net pay", Value: "£1,900.00"}}}
		file, err := s.pdf("Clinic " + name)
		again, err2 := s.pdf("Clinic " + name)
		if err != nil || err2 != nil || !bytes.HasPrefix(file, []byte("%PDF-")) || !bytes.Equal(file, again) {
			t.Errorf("%q: %v, %v, %d bytes", name, err, err2, len(file))
		}
	}
}
