package domain

import (
	"encoding/json"
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
	return joinList(kept), len(kept) <= mostItems
}

func joinList(texts []string) string {
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

// parseRows takes a JSON array of objects with the fields.
func parseRows(fields Fields, s string) (string, bool) {
	var given []json.RawMessage
	if json.Unmarshal([]byte(s), &given) != nil || len(given) > mostItems {
		return "", false
	}
	b := []byte{'['}
	for i, raw := range given {
		pairs, ok := PairsOf(raw)
		if !ok {
			return "", false
		}
		in, refused := fields.Bind(pairs, false)
		if refused != nil {
			return "", false
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, in.object()...)
	}
	if len(given) == 0 {
		return "", true
	}
	return string(append(b, ']')), true
}

// object is the input as a JSON object.
func (in *Input) object() string {
	o := Object{}
	for i := range in.fields {
		o.Raw(in.fields[i].Name, in.fields[i].Kind.JSON(in.Values[i]))
	}
	return o.String()
}
