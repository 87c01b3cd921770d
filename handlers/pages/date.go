package pages

import "strings"

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

// dateFields are the three boxes of a Date, in the order of speech.
func (f FormField) dateFields() [3]FormField {
	year, month, day := dateParts(f.Value)
	return [3]FormField{
		f.datePart("day", "Day", "2", day),
		f.datePart("month", "Month", "2", month),
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
