package domain

import (
	"encoding/json"
	"slices"
	"strings"
)

// mostItems bounds a list.
const mostItems = 100

// parseList takes a JSON array of texts, or a form's lines; the value is the
// array, without the texts that are empty.
func parseList(s string) (string, bool) {
	var given []string
	if strings.HasPrefix(s, "[") {
		if json.Unmarshal([]byte(s), &given) != nil {
			return "", false
		}
	} else {
		given = strings.Split(s, "\n")
	}
	var kept []string
	for _, text := range given {
		text, ok := clean(text, false)
		if !ok || runes(text) > 1000 {
			return "", false
		}
		if text != "" {
			kept = append(kept, text)
		}
	}
	if len(kept) == 0 {
		return "", true
	}
	return JSONTexts(kept), len(kept) <= mostItems
}

// JSONTexts is a JSON array of texts.
func JSONTexts(texts []string) string {
	b := []byte{'['}
	for i, text := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendJSON(b, text)
	}
	return string(append(b, ']'))
}

// ListOf are the texts of a List's value.
func ListOf(value string) []string {
	var list []string
	if value != "" {
		_ = json.Unmarshal([]byte(value), &list) // canonical values are arrays of texts
	}
	return list
}

func displayList(value string) string { return strings.Join(ListOf(value), "\n") }

// RowsIn are the rows of such a list's value.
func (k *Kind) RowsIn(value string) []*Input {
	rows, _ := bindRows(k.Rows, value) // canonical values are such lists
	return rows
}

// bindRows takes a JSON array of objects with the fields.
func bindRows(fields Fields, s string) (rows []*Input, ok bool) {
	var given []json.RawMessage
	if s == "" {
		return nil, true
	}
	if json.Unmarshal([]byte(s), &given) != nil || len(given) > mostItems {
		return nil, false
	}
	for _, raw := range given {
		pairs, ok := PairsOf(raw)
		if !ok {
			return nil, false
		}
		in, refused := fields.Bind(pairs, false)
		if refused != nil {
			return nil, false
		}
		rows = append(rows, in)
	}
	return rows, true
}

// parseRows is the canonical form of such a list; "" of an empty one.
func parseRows(fields Fields, s string) (string, bool) {
	rows, ok := bindRows(fields, s)
	if !ok || len(rows) == 0 {
		return "", ok
	}
	b := []byte{'['}
	for i, in := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, in.object()...)
	}
	return string(append(b, ']')), true
}

// displayRows has a line for each row: its values, in the order of the fields.
func displayRows(fields Fields, value string) string {
	rows, _ := bindRows(fields, value)
	lines := make([]string, len(rows))
	for i, in := range rows {
		var cells []string
		for k := range fields {
			if in.Values[k] != "" {
				cells = append(cells, fields[k].Kind.Display(in.Values[k]))
			}
		}
		lines[i] = strings.Join(cells, ", ")
	}
	return strings.Join(lines, "\n")
}

// object is the input as a JSON object.
func (in *Input) object() string {
	o := Object{}
	for i := range in.fields {
		o.Raw(in.fields[i].Name, in.fields[i].Kind.JSON(in.Values[i]))
	}
	return o.String()
}

// setOf is the kind of a set of names, in their order and each once:
// "hr,governance" as it is stored, an array in JSON.
func setOf(what string, all []string, label func(name string) string) *Kind {
	return &Kind{Type: Array, Control: CheckBoxes, Lines: true, Choices: all, malformed: "must be a list of " + what + ": " + strings.Join(all, ", "),
		parse:   func(s string) (string, bool) { return parseSet(all, s) },
		write:   func(value string) string { return JSONTexts(strings.Split(value, ",")) },
		edit:    func(value string) string { return strings.ReplaceAll(value, ",", "\n") },
		display: func(value string) string { return displaySet(label, value) }}
}

func parseSet(all []string, s string) (string, bool) {
	list, ok := parseList(strings.ReplaceAll(s, ", ", "\n"))
	var kept []string
	given := ListOf(list)
	for _, name := range all {
		if slices.Contains(given, name) {
			kept = append(kept, name)
		}
	}
	for _, name := range given {
		ok = ok && slices.Contains(kept, name)
	}
	return strings.Join(kept, ","), ok
}

func displaySet(label func(name string) string, value string) string {
	names := strings.Split(value, ",")
	for i, name := range names {
		names[i] = label(name)
	}
	return strings.Join(names, ", ")
}
