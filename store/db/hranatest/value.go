//go:build !js

package hranatest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
)

// A value travels by type: integers as text, since JSON numbers round.
type value struct {
	Type   string          `json:"type"`
	Value  json.RawMessage `json:"value,omitempty"`
	Base64 *string         `json:"base64,omitempty"`
}

// native is what the database binds.
func (v value) native() (any, error) {
	switch v.Type {
	case "null":
		return nil, nil
	case "integer":
		var s string
		if err := json.Unmarshal(v.Value, &s); err != nil {
			return nil, err
		}
		return strconv.ParseInt(s, 10, 64)
	case "float":
		var f float64
		err := json.Unmarshal(v.Value, &f)
		return f, err
	case "text":
		var s string
		err := json.Unmarshal(v.Value, &s)
		return s, err
	case "blob":
		if v.Base64 == nil {
			return nil, fmt.Errorf("a blob without base64")
		}
		return base64.RawStdEncoding.DecodeString(*v.Base64)
	}
	return nil, fmt.Errorf("invalid value type %q", v.Type)
}

func asValue(x any) (value, error) {
	switch x := x.(type) {
	case nil:
		return value{Type: "null"}, nil
	case int64:
		return value{Type: "integer", Value: marshal(strconv.FormatInt(x, 10))}, nil
	case float64:
		return value{Type: "float", Value: marshal(x)}, nil
	case string:
		return value{Type: "text", Value: marshal(x)}, nil
	case []byte:
		b := base64.RawStdEncoding.EncodeToString(x)
		return value{Type: "blob", Base64: &b}, nil
	}
	return value{}, fmt.Errorf("no value for %T", x)
}

// marshal encodes what cannot fail: text and numbers out of SQLite.
func marshal(x any) json.RawMessage {
	b, err := json.Marshal(x)
	if err != nil {
		panic(err)
	}
	return b
}
