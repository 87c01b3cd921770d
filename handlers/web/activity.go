package web

import (
	"cmp"
	"encoding/json"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// Activity is ledger entries as a reader sees them: a sentence each.
func Activity(lines []store.AuditLine) []pages.Activity {
	var list []pages.Activity
	for _, l := range lines {
		role, _ := domain.ParseRole(l.Role)
		at := domain.Local(l.At)
		list = append(list, pages.Activity{Day: at.Format("Monday 2 January 2006"), Time: at.Format("15:04"),
			At: FormatTime(l.At), Role: role.Label(), Text: sentence(l)})
	}
	return list
}

// DeedOf is what an entry records.
func DeedOf(l store.AuditLine) domain.Deed {
	return domain.Deed{Action: l.Action, Entity: l.Entity, Before: members(l.Before), After: members(l.After)}
}

// Sentence is what an entry says behind the name of who did it.
func Sentence(l store.AuditLine) string {
	deed := DeedOf(l)
	return strings.ReplaceAll(cmp.Or(deed.Words(), l.Action), "{}", cmp.Or(l.About, deed.Unnamed()))
}

// sentence is who did what, with a link to what it is about.
func sentence(l store.AuditLine) []pages.Phrase {
	deed := DeedOf(l)
	words := cmp.Or(deed.Words(), l.Action)
	before, after, about := strings.Cut(words, "{}")
	who := cmp.Or(l.Name, domain.ActorName(l.Actor), "Someone")
	list := []pages.Phrase{{Text: who, Strong: true}, {Text: " " + before}}
	if about {
		list = append(list, pages.Phrase{Text: cmp.Or(l.About, deed.Unnamed()), Href: l.Page}, pages.Phrase{Text: after})
	}
	return list
}

func members(object string) map[string]string {
	m := map[string]string{}
	if object != "" {
		_ = json.Unmarshal([]byte(object), &m) // a tampered entry shows as empty; a check finds it
	}
	return m
}
