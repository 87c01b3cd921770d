package domain

import (
	"cmp"
	"strconv"
	"strings"
)

// Kind is everything there is to know of a sort of value: how it is read and
// written in a body, on a form, in a column and for a reader. Values are text
// in canonical form ("AB123456C", "2026-11-22", "1250"); "" is not set.
type Kind struct {
	Type      PairType // what a JSON body has, and an answer
	Format    string   // JSON Schema's name for it, or ""
	Control   Control  // by which a form asks for it
	Width     int      // characters of that control; 0: the whole line
	Digits    bool     // a phone's keyboard for it has digits alone
	Numeric   bool     // a table has it at the right
	Lines     bool     // it keeps its line breaks
	Integer   bool     // a column has it as an INTEGER
	Fraction  bool     // its numbers need not be whole
	Rows      Fields   // of a list of rows
	Members   Fields   // of an object
	Choices   []string // what a list is made of, for CheckBoxes
	malformed string   // what is wrong with another value, behind the label
	mistyped  string   // the same for who typed it into a form; "": as malformed

	refuse  func(value string) (code, message string) // what is well formed and cannot be had all the same; "": nothing
	parse   func(string) (string, bool)
	typed   func(string) (string, bool) // parse of a form, where that differs
	write   func(value string) string   // JSON; nil: a string, or as it is if Type says so
	display func(value string) string   // nil: as it is
	edit    func(value string) string   // what a form's control has; nil: as it is
	Example string                      // of a value in a body
}

// Control is how a form asks for a value.
type Control uint8

// The controls.
const (
	TextInput Control = iota
	TextArea
	DateBoxes
	Select
	EmailInput
	PhoneInput
	URLInput
	MonthInput
	InstantInput
	MoneyInput
	CheckBoxes
)

// The kinds. A Field without one is Text.
var (
	Text     = &Kind{}
	Lines    = &Kind{Lines: true, Control: TextArea}
	Secret   = &Kind{} // taken as it is: no trimming, never repeated
	Email    = &Kind{Format: "email", Example: "name@example.org", Control: EmailInput, parse: parseEmail, malformed: "must be in the correct format, like name@example.com"}
	Date     = &Kind{Format: "date", Example: "2026-03-27", Control: DateBoxes, parse: parseDate, display: displayDate, malformed: "must be a real date, like 2026-03-27", mistyped: "must be a real date, like 27 3 2026"}
	ID       = &Kind{Control: Select, parse: parseID, malformed: "must be an id"}
	NINumber = &Kind{Example: "AB123456C", Width: 10, parse: parseNINumber, malformed: "must be two letters, six digits and a letter, like AB 12 34 56 C"}
	SortCode = &Kind{Example: "309430", Width: 5, Digits: true, parse: digits(6), malformed: "must be 6 digits, like 309430"}
	Account  = &Kind{Example: "00733445", Width: 10, Digits: true, parse: digits(8), malformed: "must be 8 digits, like 00733445"}
	Bool     = &Kind{Type: Boolean, parse: parseBool, display: displayBool, malformed: "must be true or false"}
	Choice   = &Kind{Control: Select, display: displayChoice} // one of the field's Options
	Bytes    = &Kind{parse: parseBytes, malformed: "must be base64url without padding"}
	Integer  = &Kind{Type: Number, Integer: true, Digits: true, Numeric: true, Width: 5, parse: parseInteger, malformed: "must be a whole number"}
	Pence    = &Kind{Type: Number, Integer: true, Numeric: true, Width: 10, Control: MoneyInput, parse: parseInteger, typed: parsePounds, display: displayPence, edit: editPounds, malformed: "must be a whole number of pence", mistyped: "must be an amount in pounds, like 1,234.50"}
	Minutes  = &Kind{Type: Number, Integer: true, Numeric: true, Width: 5, parse: parseInteger, typed: parseHours, display: displayMinutes, edit: editHours, malformed: "must be a whole number of minutes", mistyped: "must be hours and minutes, like 7:30 or 7.5"}
	Instant  = &Kind{Format: "date-time", Integer: true, Control: InstantInput, parse: parseInstant, typed: typedInstant, write: writeInstant, display: displayInstant, edit: editInstant, malformed: "must be a time, like 2026-03-27T09:30:00Z", mistyped: "must be a real date and time"}
	Month    = &Kind{Control: MonthInput, Width: 10, parse: parseMonth, display: displayMonth, malformed: "must be a month, like 2026-03"}
	Phone    = &Kind{Control: PhoneInput, Width: 20, parse: parsePhone, malformed: "must be a telephone number, like 01632 960 001 or +44 808 157 0192"}
	URL      = &Kind{Format: "uri", Control: URLInput, parse: parseURL, malformed: "must be a web address that begins with https://"}
	HalfDays = &Kind{Type: Number, Fraction: true, Numeric: true, Width: 5, parse: parseHalfDays, malformed: "must be a number of days or half days, like 27 or 27.5"}
	Counted  = &Kind{Type: Number, Fraction: true, Numeric: true, write: writeCounted, display: displayCounted} // leave.Counted
	Pattern  = &Kind{Width: 10, Example: "MTWTF--", parse: parsePattern, malformed: "must be the seven days from Monday with - for each that is not worked, like MTWTF--"}
	Attached = &Kind{display: displayAttached} // the id of a file, one of the Options' media types; none: any
	List     = &Kind{Type: Array, Lines: true, Control: TextArea, parse: parseList, display: displayList, edit: displayList, malformed: "must be a list of texts"}
)

// RowsOf is the kind of a list of rows, each with the fields; in JSON alone: no
// form of a declared record asks for it.
func RowsOf(fields ...Field) *Kind {
	k := &Kind{Type: Array, Control: TextArea, Rows: fields, malformed: "must be a list of objects, each with its own fields"}
	k.parse = func(s string) (string, bool) { return parseRows(fields, s) }
	k.display = func(value string) string { return displayRows(fields, value) }
	return k
}

// ObjectOf is the kind of an object with fields of its own; in JSON alone.
func ObjectOf(fields Fields) *Kind { return &Kind{Type: Struct, Control: TextArea, Members: fields} }

// Plain reports a kind whose JSON is the value as a string.
func (k *Kind) Plain() bool { return k == nil || k.Type == String && k.write == nil }

// JSON is a value as an answer has it; "null" for none.
func (k *Kind) JSON(value string) string {
	switch {
	case value == "" && k != nil && k.Type == Array:
		return "[]"
	case value == "":
		return "null"
	case k != nil && k.write != nil:
		return k.write(value)
	case k.Plain():
		return string(AppendJSON(nil, value))
	}
	return value
}

// Display is a value for a reader.
func (k *Kind) Display(value string) string {
	if value == "" || k == nil || k.display == nil {
		return value
	}
	return k.display(value)
}

// Edit is a value as a form's control has it.
func (k *Kind) Edit(value string) string {
	if value == "" || k == nil || k.edit == nil {
		return value
	}
	return k.edit(value)
}

// Is reports whether it is that kind; no kind is Text.
func (k *Kind) Is(other *Kind) bool { return k == other || k == nil && other == Text }

func parseBool(s string) (string, bool) { return s, s == "true" || s == "false" }

// displayChoice writes "right-to-work" as "Right to work", and what has a name of
// its own by that.
func displayChoice(s string) string {
	if name := cmp.Or(regionNames[s], bodyNames[s]); name != "" {
		return name
	}
	return Capital(strings.ReplaceAll(s, "-", " "))
}

func displayAttached(string) string { return "File added" }

func displayBool(s string) string {
	if s == "true" {
		return "Yes"
	}
	return "No"
}

// mostInteger is the largest number that every JSON reader and every host
// keeps exactly.
const mostInteger = 1<<53 - 1

func parseInteger(s string) (string, bool) {
	n, err := strconv.ParseInt(strings.ReplaceAll(s, ",", ""), 10, 64)
	return strconv.FormatInt(n, 10), err == nil && n <= mostInteger && n >= -mostInteger
}
