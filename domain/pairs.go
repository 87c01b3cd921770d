package domain

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"
)

// PairsOf takes the members of a JSON object, in order; false if it is none.
// It reads at most one more than MaxPairs.
func PairsOf(body []byte) ([]Pair, bool) {
	if !utf8.Valid(body) || TooDeep(body) {
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	var pairs []Pair
	for dec.More() {
		pair, err := nextPair(dec)
		if err != nil {
			return nil, false
		}
		if pairs = append(pairs, pair); len(pairs) > MaxPairs {
			return pairs, true
		}
	}
	if _, err := dec.Token(); err != nil {
		return nil, false
	}
	_, err := dec.Token()
	return pairs, err == io.EOF
}

func nextPair(dec *json.Decoder) (Pair, error) {
	name, err := dec.Token()
	if err != nil {
		return Pair{}, err
	}
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return Pair{}, err
	}
	p := Pair{Type: OtherType}
	p.Name, _ = name.(string)
	switch c := raw[0]; {
	case c == '"':
		p.Type = String
		err = json.Unmarshal(raw, &p.Value)
	case c == 'n':
		p.Type = Null
	case c == 't', c == 'f':
		p.Type, p.Value = Boolean, string(raw)
	case c == '[':
		p.Type, p.Value = Array, string(raw)
	case c == '{':
		p.Type, p.Value = Struct, string(raw)
	case c == '-' || c >= '0' && c <= '9':
		p.Type, p.Value = Number, string(raw)
	}
	return p, err
}
