package hr

import (
	"ringfence/domain"
	"ringfence/handlers/web"
)

// payRoutes are what payslips need beside the declared routes: what is done to
// a whole month, and where people read their own.
func payRoutes() []web.Route {
	pay := web.AnyOf(domain.PayRoles)
	list := []web.Route{
		web.Get("/api/hr/payroll/run", "What there is to know of a month's payslips before they are finalised, and after", payRun).
			For(pay).Query(periodParam).Returns(payRunSchema),
		web.Post("/api/hr/payroll/copy", "Copy the payslips of the month before as drafts, for who has none", copyPayslips).For(pay).
			Takes(domain.PeriodFields).Returns(copiedRun).Named("copyPayslips"),
		web.Post("/api/hr/payroll/finalise", "Finalise all drafts of a month; not for who prepared one", finalise).For(pay).
			Takes(domain.FinaliseFields).Returns(finalised).Problems("wrong-state", "two-people").Named("finalisePayslips"),
		web.Get("/api/hr/payroll/export.csv", "The bank file of a month's run; the ledger has who took it", bankFile).For(pay).
			Query(periodParam, runParam).Sends("text/csv").Problems("bank-details-missing").Named("getBankFile"),
		web.Post("/api/hr/payroll/bank-looks", "Say that one has looked at somebody's changed bank details", lookAtBank).For(pay).
			Takes(domain.BankLookFields).Problems("two-people").Named("lookAtBankDetails"),
		web.Delete("/api/hr/payroll/{id}", "Remove a draft payslip", removePayslip).For(pay).Problems("wrong-state"),

		web.Page("/payroll/run", "A month's payslips together", runPage).For(pay).Query(periodParam),
		web.Page("/payroll/run/bank.csv", "The bank file of a month's run", bankFile).For(pay).Query(periodParam, runParam),
		web.Form("/payroll/run/copy", "Copy the payslips of the month before from the page", submitCopy).For(pay).Takes(domain.PeriodFields),
		web.Form("/payroll/run/finalise", "Finalise all drafts of a month from the page", submitFinalise).For(pay).Takes(domain.FinaliseFields),
		web.Form("/payroll/run/look", "Say on the page that one has looked at changed bank details", submitLook).For(pay).Takes(lookFormFields),
		web.Page("/payroll/{id}/remove", "Ask before a draft payslip is removed", removePage).For(pay),
		web.Form("/payroll/{id}/remove", "Remove a draft payslip from the page", submitRemove).For(pay),
		web.Page("/payroll/{id}/correct", "Form to correct a final payslip", correctPage).For(pay),
		web.Form("/payroll/{id}/correct", "Correct a final payslip from the page", submitCorrect).For(pay).Takes(correctFields).KeepsTyped(),

		web.Page("/payslips", "One's own payslips", payslipsPage).For(web.AnyRole).Menu(domain.AreaPeople, "Your payslips"),
		web.Page("/payslips/{id}", "One payslip", payslipPage).For(web.AnyRole),
		web.Page("/payslips/{id}/payslip.pdf", "One payslip as PDF", payslipPDF).For(web.AnyRole),
	}
	for i := range list {
		list[i] = list[i].Module(domain.ModuleHR)
	}
	return list
}
