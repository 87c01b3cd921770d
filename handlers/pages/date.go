package pages

import (
	"cmp"
	"strings"
)

// DateValue is the Value by which a Date shows again what was typed, right
// or wrong.
func DateValue(year, month, day string) string {
	if year+month+day == "" {
		return ""
	}
	return year + "-" + month + "-" + day
}

// dateParts is DateValue backwards.
func dateParts(value string) (year, month, day string) {
	year, rest, _ := strings.Cut(value, "-")
	month, day, _ = strings.Cut(rest, "-")
	return year, month, day
}

// withExample is a Date with a hint of how to fill it in, unless it has one.
func (f FormField) withExample() FormField {
	f.Hint = cmp.Or(f.Hint, "For example, 27 3 2026")
	return f
}

// dateFields are the three boxes of a Date, in the order of speech.
func (f FormField) dateFields() [3]FormField {
	year, month, day := dateParts(f.Value)
	return [3]FormField{
		f.datePart("day", "Day", "2", day),
		f.datePart("month", "Month", "4", month),
		f.datePart("year", "Year", "4", year),
	}
}

func (f FormField) datePart(suffix, label, width, value string) FormField {
	part := FormField{Name: f.Name + "-" + suffix, Label: label, Width: width, Value: value}
	if f.Autocomplete != "" {
		part.Autocomplete = f.Autocomplete + "-" + suffix
	}
	return part
}
