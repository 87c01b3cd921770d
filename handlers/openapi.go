package handlers

import _ "embed"

// openAPIDocument is produced from the route table by TestOpenAPI -update and
// checked against it by the same test; embedding it keeps the generator out
// of the program.
//
//go:embed openapi.json
var openAPIDocument string
