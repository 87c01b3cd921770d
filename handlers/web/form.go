package web

import (
	"errors"
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
)

// A form that is refused is shown again, with what was typed and what is wrong
// with it.

// FormRefusal is the refusal in err if a form shows it: malformed input always
// (400), others by the codes given. ok is false for any other error.
func FormRefusal(err error, codes ...string) (refusal *domain.Error, status int, ok bool) {
	if !errors.As(err, &refusal) {
		return nil, 0, false
	}
	status = problemTypes[refusal.Code].status
	if status == http.StatusBadRequest {
		return refusal, status, true
	}
	for _, code := range codes {
		if refusal.Code == code {
			return refusal, status, true
		}
	}
	return nil, 0, false
}

// FileRefusal is the refusal in err if a form with a file shows it, of somebody
// who may send one.
func FileRefusal(err error) (refusal *domain.Error, status int, ok bool) {
	return FormRefusal(err, "too-large", "unsupported-media-type", "storage-limit")
}

// Typed gets a form's values by name: what was typed if the form is refused, or
// before the session ended; or else, and for what was not on the form, what is
// recorded.
func (c *Call) Typed(refusal *domain.Error, recorded func(name string) string) func(name string) string {
	typed := c.keptForm()
	if refusal != nil {
		typed = map[string]string{}
		pairs, _ := c.pairs() // a form that cannot be read has none
		for _, p := range pairs {
			typed[p.Name] = p.Value
		}
	}
	return func(name string) string {
		if value, ok := typed[name]; ok {
			return value
		}
		return recorded(name)
	}
}

// FieldErrors are a refusal's fields as a form shows them.
func FieldErrors(refusal *domain.Error) []pages.FieldError {
	var list []pages.FieldError
	for _, f := range refusal.Fields {
		list = append(list, pages.FieldError{Field: f.Field, Message: f.Message})
	}
	return list
}

// FormErrors are a refusal as a form shows it: at its fields, or above the
// form if it names none. A nil refusal has none.
func FormErrors(refusal *domain.Error) []pages.FieldError {
	switch {
	case refusal == nil:
		return nil
	case refusal.Fields != nil:
		return FieldErrors(refusal)
	case refusal.Code == "email-taken":
		return []pages.FieldError{{Field: "email", Message: refusal.Message}}
	}
	return []pages.FieldError{{Message: refusal.Message}}
}
