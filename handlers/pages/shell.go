package pages

import (
	"strings"
	"unicode/utf8"
)

// Shell is what surrounds a page's own content.
type Shell struct {
	Title        string // the page's heading, and the first part of the document's title
	Organisation string // the tenant's name; empty on the operator's own pages
	Logo         string // address of its logo; empty if it has none
	UserName     string
	RoleLabel    string
	SignedIn     bool
	Rail         []NavGroup
	Find         NavItem   // the search; the zero value: there is none
	Bell         NavItem   // the reader's notices; the zero value: there are none
	Yours        []NavItem // the menu under the reader's name
	Back         *Link     // the page above this one
	Notice       *Notice
	CSS          string // address of the style sheet
	Icon         string // address of the icon
	Script       string // the page's script, by its name under /assets/; none if empty
	Idle         *Idle  // when the session ends; nil for no session
	Version      string
	Now          string // when the page was made, for the foot of one on paper
	Refresh      int    // seconds after which the page asks again; 0: it does not
}

// NavGroup is a group of the rail. One of a single entry goes without its title.
type NavGroup struct {
	Title string
	Items []NavItem
}

// NavItem is one entry of the menu, which shows what it is given and nothing
// else.
type NavItem struct {
	Label   string
	Href    string
	Current string // of aria-current: "page", "true" for a page below it, or ""
	Count   int64  // of what is new there; 0 is not shown
}

// frame is the class of what is below the header.
func frame(signedIn bool) string {
	if signedIn {
		return "rf-frame rf-frame--rail"
	}
	return "rf-frame"
}

// initials stand for a name where there is little room: two at most.
func initials(name string) string {
	out, words := "", strings.Fields(name)
	for _, word := range words[:min(len(words), 2)] {
		first, _ := utf8.DecodeRuneInString(word)
		out += string(first)
	}
	return out
}

// NoticeKind says how a notice is presented.
type NoticeKind string

// The kinds of notice.
const (
	Important NoticeKind = "Important"
	Success   NoticeKind = "Success"
)

// Notice is a banner above the page's heading.
type Notice struct {
	Kind NoticeKind
	Text string
}

// documentTitle names the page, the organisation and the product, most
// particular first; a form that came back with errors says so before anything
// else, because that is what a screen reader speaks first.
func (s Shell) documentTitle(failed bool) string {
	parts := make([]string, 0, 3)
	for _, part := range []string{s.Title, s.Organisation, "Ringfence"} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	title := strings.Join(parts, " – ")
	if failed {
		return "Error: " + title
	}
	return title
}

// Under returns the shell of a page below another.
func (s Shell) Under(label, href string) Shell {
	s.Back = &Link{Label: label, Href: href}
	return s
}
