package handlers

import "ringfence/domain"

// schema is a JSON Schema (2020-12) of an answer, as far as the OpenAPI
// document needs one.
type schema map[string]any

func text() schema      { return schema{"type": "string"} }
func integer() schema   { return schema{"type": "integer"} }
func boolean() schema   { return schema{"type": "boolean"} }
func timeText() schema  { return schema{"type": "string", "format": "date-time"} }
func texts() schema     { return listOf(text()) }
func anyObject() schema { return schema{"type": "object"} }

func orNull(s schema) schema { return schema{"anyOf": []any{s, schema{"type": "null"}}} }

func oneOf(values ...string) schema { return schema{"type": "string", "enum": values} }

func listOf(item schema) schema { return schema{"type": "array", "items": item} }

// prop is one member of an object.
type prop struct {
	name     string
	schema   schema
	optional bool
}

func object(props ...prop) schema {
	members, required := map[string]any{}, []string{}
	for _, p := range props {
		members[p.name] = p.schema
		if !p.optional {
			required = append(required, p.name)
		}
	}
	return schema{"type": "object", "properties": members, "required": required, "additionalProperties": false}
}

// pageOf is a list's answer.
func pageOf(item schema) schema {
	return object(prop{"items", listOf(item), false}, prop{"next", orNull(text()), false})
}

// recordSchema is a record of a table: sealed members may be absent.
func recordSchema(t *domain.Table) schema {
	props := []prop{{"id", text(), false}}
	for i := range t.Columns {
		c := &t.Columns[i]
		props = append(props, prop{c.Name, orNull(text()), c.Readers != 0})
	}
	return object(append(props, prop{"version", integer(), false}, prop{"created_at", timeText(), false}, prop{"updated_at", timeText(), false})...)
}

var (
	userSchema = object(prop{"id", text(), false}, prop{"email", text(), false}, prop{"name", text(), false},
		prop{"role", oneOf(domain.RoleNames()...), false})
	loginSchema  = schema{"oneOf": []any{sessionBegun, object(prop{"mfa_required", schema{"const": true}, false}, prop{"challenge", text(), false})}}
	sessionBegun = object(prop{"token", text(), false}, prop{"expires_at", timeText(), false}, prop{"user", userSchema, false})
	whoSchema    = object(prop{"user", userSchema, false},
		prop{"tenant", object(prop{"slug", text(), false}, prop{"name", text(), false}, prop{"region", oneOf(domain.Regions...), false}), false},
		prop{"subscription", object(prop{"status", oneOf("active", "not-started", "lapsed", "suspended"), false},
			prop{"plan", orNull(text()), false}, prop{"modules", texts(), false},
			prop{"valid_from", orNull(timeText()), false}, prop{"valid_until", orNull(timeText()), false}), false})
	sessionSchema = object(prop{"id", text(), false}, prop{"device", text(), false}, prop{"created_at", timeText(), false},
		prop{"last_used_at", timeText(), false}, prop{"expires_at", timeText(), false}, prop{"current", boolean(), false})
	passkeySchema = object(prop{"id", text(), false}, prop{"name", text(), false}, prop{"host", text(), false}, prop{"synced", boolean(), false},
		prop{"created_at", timeText(), false}, prop{"last_used_at", orNull(timeText()), false})
	// As Web Authentication has it.
	optionsSchema  = object(prop{"publicKey", anyObject(), false})
	totpSchema     = object(prop{"secret", text(), false}, prop{"otpauth_url", text(), false}, prop{"qr_svg", text(), false})
	securitySchema = object(prop{"mfa_required_for_all", boolean(), false})
	linkSchema     = object(prop{"seq", integer(), false}, prop{"at", timeText(), false}, prop{"actor", text(), false}, prop{"role", text(), false},
		prop{"action", text(), false}, prop{"entity", text(), false}, prop{"entity_id", text(), false},
		prop{"before", orNull(anyObject()), false}, prop{"after", orNull(anyObject()), false},
		prop{"request_id", text(), false}, prop{"hash", text(), false}, prop{"prev_hash", text(), false})
	verifySchema = object(prop{"valid", boolean(), false}, prop{"entries", integer(), false},
		prop{"head", orNull(text()), false}, prop{"first_bad", orNull(integer()), false})
	healthSchema = object(prop{"status", text(), false}, prop{"version", text(), false}, prop{"git_sha", text(), false}, prop{"host", text(), false})
	readySchema  = object(prop{"status", oneOf("ready", "not-ready"), false}, prop{"missing", texts(), false})
)
