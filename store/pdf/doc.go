// Package pdf writes documents for people to keep or to send on paper:
// headings, paragraphs, lists of labelled facts, and tables that go on over the
// page. Every page has a header and a footer with its number.
//
// The same calls give the same bytes, natively and at the edge: the date comes
// from the caller, and nothing is random. A document's digest can therefore
// stand in the ledger.
//
// The fonts cover Latin, Greek and Cyrillic. A character that they lack is
// printed as □, so that a reader sees that something is missing. Text is laid
// out from left to right; accents should be composed (NFC).
//
// Errors are remembered: after the first, calls do nothing, and Write returns
// it. A Document is not for concurrent use.
package pdf
