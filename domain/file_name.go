package domain

import (
	"path"
	"strings"
)

const mostFileName = 120 // characters

// FileName makes a name harmless that somebody has sent: no folder, nothing
// that is not seen or that turns text around, not too long, and an ending that
// says what the file is.
func FileName(sent, mediaType string) string {
	sent = path.Base(strings.ReplaceAll(strings.ToValidUTF8(sent, "_"), `\`, "/"))
	name := strings.Map(func(r rune) rune {
		if unseen(r) {
			return '_'
		}
		return r
	}, sent)
	name = strings.Trim(name, " ./")
	if name == "" {
		name = "file"
	}
	t := typeNamed(mediaType)
	if end := t.endOf(name); end != "" {
		return first(name[:len(name)-len(end)], mostFileName) + end
	}
	return first(name, mostFileName) + t.ends[0]
}

func typeNamed(mediaType string) *fileType {
	for i := range fileTypes {
		if fileTypes[i].media == mediaType {
			return &fileTypes[i]
		}
	}
	return &fileType{ends: []string{".bin"}}
}

// first are so many characters of a text.
func first(s string, most int) string {
	if list := []rune(s); len(list) > most {
		return string(list[:most])
	}
	return s
}

// FileDisposition is the Content-Disposition of a download (RFC 6266): the name
// in ASCII for those who know no other, and as it is.
func FileDisposition(name string) string {
	var plain, exact strings.Builder
	for _, b := range []byte(name) {
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9', b == '.', b == '-', b == '_':
			plain.WriteByte(b)
			exact.WriteByte(b)
			continue
		case b == ' ':
			plain.WriteByte(b)
		case b < 0x80:
			plain.WriteByte('_')
		case b >= 0xc0: // the first byte of a character
			plain.WriteByte('_')
		}
		const hex = "0123456789ABCDEF"
		exact.WriteString("%" + hex[b>>4:b>>4+1] + hex[b&15:b&15+1])
	}
	return `attachment; filename="` + plain.String() + `"; filename*=UTF-8''` + exact.String()
}
