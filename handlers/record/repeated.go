package record

import (
	"strings"

	"ringfence/domain"
	"ringfence/store"
)

// doubts are what the form for a new record asks about before it saves: somebody
// may be about to add the same twice. Who has been asked, and sends the form
// again, is believed.
func (r resource) doubts(in *domain.Input) []store.Rule {
	if r.Seldom == "" || strings.EqualFold(in.Get(store.Repeated), in.Get(r.Seldom)) {
		return nil
	}
	return []store.Rule{store.SeldomRepeated(r.Resource)}
}

// asksAgain reports a form that comes back because of such a doubt.
func asksAgain(refusal *domain.Error) bool {
	return refusal != nil && len(refusal.Fields) == 1 && refusal.Fields[0].Code == store.Repeated
}
