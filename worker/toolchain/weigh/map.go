package main

import (
	"strconv"
	"strings"
)

// part is one function or one piece of data.
type part struct {
	name string
	size int64
	code bool
}

// mapReader reads wasm-ld's map: lines of address, offset, size and name, where a section stands at the margin, what
// was put into it is indented by eight and the symbols in that by sixteen.
type mapReader struct {
	section string
	last    string // offset and size of the last symbol: another name for the same place follows it
}

// What no module can be told for.
const (
	fromC  = "C"                     // libc and the compiler's helpers
	merged = "texts that are merged" // C's constants that end in a zero, put together by the linker
)

// Indentation of a name behind the three numbers.
const (
	inSection = 8
	inChunk   = 16
)

// part reads a line; false where it adds nothing to the file.
func (m *mapReader) part(line string) (part, bool) {
	address, rest := cutField(line)
	offset, rest := cutField(rest)
	size, rest := cutField(rest)
	bytes, err := strconv.ParseInt(size, 16, 64)
	if err != nil || len(rest) < 2 {
		return part{}, false // the heading
	}
	name := strings.TrimLeft(rest[1:], " ")
	indent := len(rest) - 1 - len(name)
	if indent < inSection {
		m.section = name
		return part{}, false
	}
	return m.counted(part{name, bytes, address == "-"}, indent, offset+" "+size)
}

// counted takes what lies in the file as it is named by the chunk: TinyGo has one for each function and constant. Only
// its variables are in one chunk together, and are taken symbol by symbol.
func (m *mapReader) counted(p part, indent int, place string) (part, bool) {
	if m.section == ".bss" || (m.section == "gcroots") != (indent >= inChunk) {
		return part{}, false
	}
	if m.section == "gcroots" {
		again := place == m.last
		m.last = place
		return p, !again
	}
	p.name = chunkName(p.name)
	return p, true
}

// chunkName is the name in "file:(name)" without the section it is in; C's objects are told by their archive.
func chunkName(chunk string) string {
	file, name, ok := strings.Cut(chunk, ":(")
	switch {
	case ok && file == "<internal>":
		return merged
	case !ok || strings.Contains(file, ".a("):
		return fromC
	}
	name = strings.TrimSuffix(name, ")")
	for _, section := range []string{".rodata.", ".data.", ".text."} {
		name = strings.TrimPrefix(name, section)
	}
	return name
}

func cutField(s string) (field, rest string) {
	s = strings.TrimLeft(s, " ")
	end := strings.IndexByte(s, ' ')
	if end < 0 {
		return s, ""
	}
	return s[:end], s[end:]
}
