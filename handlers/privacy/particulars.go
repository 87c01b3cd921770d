package privacy

import (
	"strings"

	"ringfence/domain"
)

// What Article 15(1) and (2) of the UK GDPR have a person told beside the data
// itself. Each is true of every organisation that keeps its records here.
var (
	purposes = []string{
		"To employ you: your contract, pay, leave and training.",
		"To keep the records that the law asks of an employer and of a provider of health or care.",
		"To let you sign in, and to know who did what with the records.",
	}
	recipients = []string{
		"People in the organisation, as far as their role allows.",
		"HM Revenue and Customs, the pension provider and the bank, about your pay.",
		"The provider of this application, which stores the records for the organisation and may not use them for anything else.",
	}
	rights = []string{
		"To have what is wrong corrected, and what is not needed erased.",
		"To have the use of your data restricted, and to object to it.",
		"To have what you gave us in a form that you can take elsewhere.",
		"To complain to the Information Commissioner's Office (ico.org.uk, 0303 123 1113).",
	}
)

const (
	source    = "You, your managers, and those who keep the staff records."
	automated = "No decision about you is made by a program alone."
)

// categories are what is held, by the tables that are declared.
func categories(d *dossier) (list []string) {
	for i := range d.tables {
		list = append(list, d.tables[i].label)
	}
	return list
}

// retention says how long each kind is kept.
func retention(d *dossier) (list []string) {
	var asLong []string
	for i := range d.tables {
		if keep := d.tables[i].Held.Keep; keep != nil {
			list = append(list, d.tables[i].label+": "+keep.Why+".")
		} else {
			asLong = append(asLong, strings.ToLower(d.tables[i].label))
		}
	}
	return append(list, domain.Capital(strings.Join(asLong, ", "))+": as long as what they belong to.",
		"The record of who did what: as long as the organisation uses this application. It holds no personal data in clear.")
}
