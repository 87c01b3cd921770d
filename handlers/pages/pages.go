// Package pages is what the pages of every wing are made of: templ components
// in the patterns of the NHS design system, under our own name and colours. A
// wing's own pages stand beside its handlers.
//
// A page is a component that takes one plain struct of text, already decided
// and already permitted: pages do no I/O, know no rules and import nothing of
// ours. What somebody may not see is not in the struct. Every struct embeds
// Shell, whose Title is both the document's title and the page's heading.
//
// Pages carry no inline script or style, so that the content security policy
// can refuse both, and everything works without JavaScript but passkeys, which
// browsers offer to a script alone.
//
// Class names begin with nhsuk- or rf- and stand here in full, or up to the
// hyphen before a variable: the style sheet is cut down to those it finds
// below handlers/ (handlers/assets/prune.mjs). After using a new one run
// handlers/assets/build.mjs.
package pages

//go:generate go tool templ generate -path .

// Link is a labelled address.
type Link struct {
	Label string
	Href  string
}
