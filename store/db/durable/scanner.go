package durable

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// scanner reads JSON from left to right. After the first error it reads
// nothing more.
type scanner struct {
	text string
	at   int
	bad  bool
}

func (s *scanner) fail() { s.bad, s.at = true, len(s.text) }

// peek returns the next byte; 0 at the end.
func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

// skip steps over prefix if it comes next.
func (s *scanner) skip(prefix string) bool {
	if !strings.HasPrefix(s.text[s.at:], prefix) {
		return false
	}
	s.at += len(prefix)
	return true
}

// done reports whether all was well and rest is what is left.
func (s *scanner) done(rest string) bool { return !s.bad && s.text[s.at:] == rest }

// list reads "[item,item,…]", calling item at each.
func (s *scanner) list(item func()) {
	if !s.skip("[") {
		s.fail()
		return
	}
	if s.skip("]") {
		return
	}
	for {
		item()
		if s.skip(",") {
			continue
		}
		if !s.skip("]") {
			s.fail()
		}
		return
	}
}

// str reads a string; one without escapes is a part of the text, not a copy.
func (s *scanner) str() string {
	rest := s.text[s.at+1:]
	end := strings.IndexByte(rest, '"')
	if end >= 0 && strings.IndexByte(rest[:end], '\\') < 0 {
		s.at += end + 2
		return rest[:end]
	}
	return s.escaped()
}

func (s *scanner) escaped() string {
	var b []byte
	for s.at++; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; c {
		case '"':
			s.at++
			return string(b)
		case '\\':
			s.at++
			b = s.escape(b)
		default:
			b = append(b, c)
		}
	}
	s.fail()
	return ""
}

// escape reads what follows a backslash and leaves at on its last byte.
func (s *scanner) escape(b []byte) []byte {
	c := s.peek()
	if c == 'u' {
		return s.unicode(b)
	}
	i := strings.IndexByte(`"\/bfnrt`, c)
	if i < 0 {
		s.fail()
		return b
	}
	return append(b, "\"\\/\b\f\n\r\t"[i])
}

// unicode reads uXXXX, or the pair of them that makes one character.
func (s *scanner) unicode(b []byte) []byte {
	r := s.hex()
	if utf16.IsSurrogate(r) {
		r = s.pair(r)
	}
	return utf8.AppendRune(b, r)
}

// pair reads the second half of a surrogate pair; what is none stays unread.
func (s *scanner) pair(first rune) rune {
	start := s.at
	if !strings.HasPrefix(s.text[min(start+1, len(s.text)):], `\u`) {
		return utf8.RuneError
	}
	s.at += 2
	r := utf16.DecodeRune(first, s.hex())
	if r == utf8.RuneError {
		s.at = start
	}
	return r
}

// hex reads the four digits after the u it stands on, to the last of them.
func (s *scanner) hex() rune {
	if s.at+5 > len(s.text) {
		s.fail()
		return utf8.RuneError
	}
	n, err := strconv.ParseUint(s.text[s.at+1:s.at+5], 16, 16)
	if err != nil {
		s.fail()
		return utf8.RuneError
	}
	s.at += 4
	return rune(n)
}
