package tenantdb

import (
	"ringfence/domain"
	"ringfence/store/ledger"
)

// Entry is one of the ledger, without who made it and when: the handle says
// that.
type Entry struct{ action, entity, id, before, after string }

// Did says what is done, such as "employee.update", to which record.
func Did(action, entity, id string) Entry { return Entry{action: action, entity: entity, id: id} }

// From adds what stood before: a JSON object, or "".
func (e Entry) From(before string) Entry {
	e.before = before
	return e
}

// To adds what stands now: a JSON object, or "".
func (e Entry) To(after string) Entry {
	e.after = after
	return e
}

// With adds one fact to what stands now, as a JSON object of that alone.
func (e Entry) With(name, value string) Entry {
	o := domain.Object{}
	return e.To(o.Text(name, value).String())
}

func (h *Handle) enter(by *domain.User, e Entry) ledger.Entry {
	out := ledger.Entry{At: h.Now(), Actor: "anonymous", Action: e.action, Entity: e.entity, EntityID: e.id,
		Before: e.before, After: e.after, RequestID: h.req.ID}
	if by != nil {
		out.Actor, out.Role = by.ID, by.Role.String()
	}
	return out
}
