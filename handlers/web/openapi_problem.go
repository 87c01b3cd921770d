package web

import (
	"slices"
	"strconv"
	"strings"

	"ringfence/domain"
)

func problemSchema() Node {
	types := make([]string, 0, len(problemTypes))
	for code := range problemTypes {
		types = append(types, problemPath+code)
	}
	slices.Sort(types)
	field := Object(Has("field", Text), Has("code", Text), Has("message", Text))
	node := Object(Has("type", OneOf(types...)), Has("title", Text), Has("status", Integer),
		Has("detail", Text), Has("instance", Text), May("errors", ListOf(field)))(nil)
	node["description"] = "A refusal (RFC 9457). Its type is an address with more about it; " +
		"instance is the request's id; errors names every bad field."
	node["examples"] = []any{Node{"type": problemPath + "invalid-request",
		"title": problemTypes["invalid-request"].title, "status": 400,
		"detail": "Some of what was sent is missing or malformed.", "instance": "pYlLkb2r7sVwNf0Qx3dTzA",
		"errors": []any{Node{"field": "email", "code": "required", "message": "Email address is required"}}}}
	return node
}

// refusals adds the responses of a request that is refused.
func (d *document) refusals(r *Route, responses Node) {
	byStatus := map[int][]string{}
	for _, code := range r.refusalCodes() {
		status := problemTypes[code].status
		byStatus[status] = append(byStatus[status], code)
	}
	for status, codes := range byStatus {
		slices.Sort(codes)
		codes = slices.Compact(codes)
		number := strconv.Itoa(status)
		if answer, ok := responses[number].(Node); ok { // an answer and a refusal of one status
			content := Node{ProblemMedia: Node{"schema": problemOfTypes(codes)}}
			for media, schema := range answer["content"].(Node) {
				content[media] = schema
			}
			answer["content"] = content
			continue
		}
		responses[number] = d.refusal(r, codes)
	}
}

// refusal is the response of some problems of one status; that of one alone
// stands among the document's components.
func (d *document) refusal(r *Route, codes []string) Node {
	lines := make([]string, len(codes))
	for i, code := range codes {
		lines[i] = code + ": " + problemTypes[code].title
	}
	response := Node{"description": strings.Join(lines, "; "),
		"content": Node{ProblemMedia: Node{"schema": problemOfTypes(codes)}}}
	if r.either {
		response["content"].(Node)["text/html"] = Node{"schema": Node{"type": "string"}}
	}
	if len(codes) > 1 || r.either {
		return response
	}
	name := capitals(codes[0])
	d.responses[name] = response
	return Node{"$ref": "#/components/responses/" + name}
}

func problemOfTypes(codes []string) Node {
	types := make([]string, len(codes))
	for i, code := range codes {
		types[i] = problemPath + code
	}
	return Node{"allOf": []any{Node{"$ref": componentPrefix + "Problem"},
		Node{"properties": Node{"type": Node{"enum": types}}}}}
}

// refusalCodes are the problems that a route can answer with: its own, and
// those of what stands around every handler, which follow from who may use it
// and what it takes.
func (r *Route) refusalCodes() []string {
	codes := append([]string{"internal-error", "busy"}, r.problems...) // either may come of the host alone
	if r.on&TenantHost != 0 {
		codes = append(codes, "unknown-host", "database-unavailable")
	}
	if r.on != AnyHost || strings.Contains(r.path, "{") { // at another host there is no such route
		codes = append(codes, "not-found")
	}
	if r.in != nil || r.query != nil || r.key != noKey || r.versioned {
		codes = append(codes, "invalid-request")
	}
	if r.versioned {
		codes = append(codes, "precondition-failed")
	}
	if !r.access.open {
		codes = append(codes, r.accessCodes()...)
	}
	if r.mutates() {
		codes = append(codes, r.writeCodes()...)
	}
	return codes
}

// accessCodes are the refusals of somebody who is not, or not enough, signed
// in.
func (r *Route) accessCodes() []string {
	codes := []string{"unauthenticated", "session-unavailable", "encryption-unavailable",
		"subscription-not-started", "subscription-lapsed", "subscription-suspended"}
	if r.access.roles != domain.AllRoles {
		codes = append(codes, "forbidden")
	}
	if !r.unenrolled {
		codes = append(codes, domain.ErrEnrolment.Code)
	}
	if r.module != domain.Core {
		codes = append(codes, "module-not-licensed")
	}
	return codes
}

// writeCodes are the refusals of a route that changes something.
func (r *Route) writeCodes() []string {
	codes := []string{"cross-site", "request-timeout", "too-large", "unsupported-media-type", "invalid-request"}
	if r.on&PublicHost == 0 {
		codes = append(codes, "conflict", "encryption-unavailable")
	}
	if r.key != noKey {
		codes = append(codes, "idempotency-in-progress", "idempotency-key-reused")
	}
	if r.key == keyRequired {
		codes = append(codes, "idempotency-key-required")
	}
	return codes
}
