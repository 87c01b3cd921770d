package pages_test

import (
	"reflect"

	"github.com/a-h/templ"

	"ringfence/handlers/billing"
	"ringfence/handlers/console"
	"ringfence/handlers/hr"
	"ringfence/handlers/identity"
	"ringfence/handlers/ledger"
	"ringfence/handlers/ops"
	"ringfence/handlers/pages"
	"ringfence/handlers/public"
	"ringfence/handlers/record"
)

// filled is every page with s in every one of its texts, and every flag set or
// none.
func filled(s string, flags bool) map[string]templ.Component {
	return map[string]templ.Component{
		"billing.Billing":             full(billing.Billing, s, flags),
		"console.PlanList":            full(console.PlanList, s, flags),
		"console.TenantList":          full(console.TenantList, s, flags),
		"console.TenantShow":          full(console.TenantShow, s, flags),
		"hr.Month":                    full(hr.Month, s, flags),
		"hr.Queue":                    full(hr.Queue, s, flags),
		"hr.Week":                     full(hr.Week, s, flags),
		"hr.Payslip":                  full(hr.Payslip, s, flags),
		"hr.Payslips":                 full(hr.Payslips, s, flags),
		"hr.Run":                      full(hr.Run, s, flags),
		"identity.Account":            full(identity.Account, s, flags),
		"identity.AuthenticatorSetup": identity.AuthenticatorSetup(ownMarkup(fill[identity.AuthenticatorPage](s, flags))),
		"identity.Connect":            full(identity.Connect, s, flags),
		"identity.Home":               identity.Home(filledHome(s, flags)),
		"identity.Identities":         full(identity.Identities, s, flags),
		"identity.Login":              full(identity.Login, s, flags),
		"identity.Logo":               full(identity.Logo, s, flags),
		"identity.MFA":                full(identity.MFA, s, flags),
		"identity.PasskeyNew":         full(identity.PasskeyNew, s, flags),
		"identity.Passkeys":           full(identity.Passkeys, s, flags),
		"identity.Recovery":           full(identity.Recovery, s, flags),
		"identity.SSO":                full(identity.SSO, s, flags),
		"identity.Sessions":           full(identity.Sessions, s, flags),
		"identity.Settings":           full(identity.Settings, s, flags),
		"identity.UserChanges":        full(identity.UserChanges, s, flags),
		"identity.UserList":           full(identity.UserList, s, flags),
		"identity.UserShow":           full(identity.UserShow, s, flags),
		"ledger.ShowActivity":         full(ledger.ShowActivity, s, flags),
		"ledger.ShowEntry":            full(ledger.ShowEntry, s, flags),
		"ops.Job":                     full(ops.Job, s, flags),
		"ops.Outbox":                  full(ops.Outbox, s, flags),
		"pages.OneForm":               full(pages.OneForm, s, flags),
		"pages.Problem":               full(pages.Problem, s, flags),
		"pages.Sheet":                 full(pages.Sheet, s, flags),
		"public.Public":               full(public.Public, s, flags),
		"record.Form":                 record.Form(everyKind(fill[record.FormPage](s, flags))),
		"record.List":                 full(record.List, s, flags),
		"record.Notices":              full(record.Notices, s, flags),
		"record.Show":                 full(record.Show, s, flags),
	}
}

// full is a page with s in all its texts.
func full[T any](page func(T) templ.Component, s string, flags bool) templ.Component {
	return page(fill[T](s, flags))
}

// ownMarkup has an address and a picture of ours: nobody's text gets into them
// but as qr_test.go has it.
func ownMarkup(m identity.AuthenticatorPage) identity.AuthenticatorPage {
	m.Address, m.QR = "otpauth://totp/x", "<svg></svg>"
	return m
}

// everyKind has one field of each kind in place of the first.
func everyKind(m record.FormPage) record.FormPage {
	field := m.Form.Groups[0].Fields[0]
	m.Form.Groups[0].Fields = nil
	for _, kind := range []pages.Kind{pages.Text, pages.Email, pages.Password, pages.Search, pages.Day, pages.Date,
		pages.Textarea, pages.Select, pages.Hidden} {
		field.Kind = kind
		m.Form.Groups[0].Fields = append(m.Form.Groups[0].Fields, field)
	}
	return m
}

func fill[T any](s string, flags bool) T {
	var v T
	fillValue(reflect.ValueOf(&v).Elem(), s, flags)
	return v
}

func fillValue(v reflect.Value, s string, flags bool) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Bool:
		v.SetBool(flags)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(v.Elem(), s, flags)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillValue(v.Index(0), s, flags)
		fillValue(v.Index(1), s, flags)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() { // a time has fields of its own
				fillValue(v.Field(i), s, flags)
			}
		}
	}
}

// filledHome has each component of a card once.
func filledHome(s string, flags bool) identity.HomePage {
	return identity.HomePage{Shell: fill[pages.Shell](s, flags), Today: s,
		Figures: []templ.Component{fill[pages.Figure](s, flags).Show()},
		Main:    []templ.Component{pages.Items(fill[[]pages.Item](s, flags)), pages.More(fill[pages.Link](s, flags))},
		Side:    []templ.Component{pages.Panel(s), pages.Recent(s, fill[[]pages.Activity](s, flags))}}
}
