package handlers

import (
	"strconv"
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// demoPayroll are three months of northgate's payslips, of which this month's
// are drafts: one person has none yet, and two earn otherwise than last month.
func demoPayroll(now time.Time, slug string) (list []store.NewRecord) {
	if slug != "northgate" {
		return nil
	}
	month := now.UTC().Format("2006-01")
	for back := 2; back >= 0; back-- {
		for who := range demoNames {
			if back == 0 && who == 10 {
				continue
			}
			gross := int64(210000 + who*7919%11*23000)
			if back == 0 && who%5 == 2 {
				gross += 18450 // overtime
			}
			list = append(list, demoPayslip(who, domain.MonthAfter(month, -back), gross, back > 0, slug))
		}
	}
	return list
}

func demoPayslip(who int, period string, gross int64, final bool, slug string) store.NewRecord {
	tax, ni, pension := (gross-104700)/5, (gross-104700)*8/100, gross*5/100
	amount := func(n int64) string { return strconv.FormatInt(n, 10) }
	r := store.NewRecord{Of: domain.Payroll, Subject: who, Values: map[string]string{"period": period, "pay_on": period + "-27",
		"gross_pence": amount(gross), "tax_pence": amount(tax), "ni_pence": amount(ni), "pension_pence": amount(pension),
		"other_pence": "0", "net_pence": amount(gross - tax - ni - pension), "state": domain.PayDraft}}
	if final {
		r.Values["state"], r.Values["run"], r.By = domain.PayFinal, "1", "finance@"+slug+".example"
	}
	return r
}
