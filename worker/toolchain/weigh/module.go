package main

import "strings"

// shared are types and calls through interfaces: one piece serves every package that has the same.
const shared = "shared types and interface calls"

// embedded are files that the program carries as they are: TinyGo names them by their hash.
const embedded = "embedded files"

// moduleOf is the line of the table that a symbol belongs to: a Go module, a room of Ringfence, or a part of the standard
// library by the first element of its path.
func moduleOf(symbol string) string {
	switch {
	case symbol == merged:
		return merged
	case strings.HasPrefix(symbol, "embed/file_"):
		return embedded
	}
	pkg := packageOf(symbol)
	elements := strings.Split(pkg, "/")
	switch {
	case pkg == shared || pkg == fromC:
		return pkg
	case pkg == "main":
		return "ringfence/worker"
	case elements[0] == "ringfence":
		return strings.Join(elements[:min(2, len(elements))], "/")
	case strings.Contains(elements[0], "."):
		return strings.Join(elements[:moduleLength(elements)], "/")
	}
	return "std " + elements[0]
}

// moduleLength is how many elements of a path name the module, its major version included.
func moduleLength(elements []string) int {
	n := 2
	if elements[0] == "github.com" || elements[0] == "golang.org" {
		n = 3
	}
	if n < len(elements) && strings.HasPrefix(elements[n], "v") && strings.Trim(elements[n][1:], "0123456789") == "" {
		n++
	}
	return min(n, len(elements))
}

// packageOf is the package of a symbol as TinyGo writes it: net/http.Get, (*net/http.Client).Do, net/http$string.7,
// reflect/types.type:pointer:named:net/http.Client.
func packageOf(symbol string) string {
	if kind, ok := strings.CutPrefix(symbol, "reflect/types."); ok {
		_, named, ok := strings.Cut(kind, "type:named:")
		if !ok {
			_, named, ok = strings.Cut(kind, "type:pointer:named:")
		}
		if !ok {
			return shared
		}
		symbol = named
	}
	symbol = strings.TrimLeft(symbol, "(*")
	end := strings.IndexAny(symbol, "[{( :")
	if end < 0 {
		end = len(symbol)
	}
	slash := strings.LastIndexByte(symbol[:end], '/') + 1
	dot := strings.IndexAny(symbol[slash:end], ".$")
	switch {
	case dot > 0:
		return symbol[:slash+dot]
	case end < len(symbol):
		return shared // interface:{…}, struct{…}
	}
	return fromC
}
