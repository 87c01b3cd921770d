package pdf

import (
	"encoding/binary"
	"testing"
	"unicode"
)

// TestCoverage: both fonts have a glyph for what coverage.go says they cover,
// so that nothing else than the box stands for what is missing.
func TestCoverage(t *testing.T) {
	t.Parallel()
	for name, font := range map[string][]byte{"regular": regular, "bold": bold} {
		glyphs := cmap(t, font)
		for c := rune(0); c < 0x10000; c++ {
			if glyphs[c] != unicode.Is(covered, c) {
				t.Errorf("%s: %U covered %t, in the font %t", name, c, unicode.Is(covered, c), glyphs[c])
			}
		}
		if len(font) > 400_000 {
			t.Errorf("%s: %d bytes", name, len(font))
		}
	}
	for _, c := range "ŴŷŁłĄșẞΣЖђ£€−–“…□≤" {
		if !unicode.Is(covered, c) {
			t.Errorf("%c is not covered", c)
		}
	}
}

// cmap reads which characters of the basic plane a font maps, from its table
// of format 4 (https://learn.microsoft.com/typography/opentype/spec/cmap).
func cmap(t *testing.T, font []byte) map[rune]bool {
	t.Helper()
	u16 := func(b []byte, i int) int { return int(binary.BigEndian.Uint16(b[i:])) }
	u32 := func(b []byte, i int) int { return int(binary.BigEndian.Uint32(b[i:])) }
	var table []byte
	for i := range u16(font, 4) {
		if entry := font[12+16*i:]; string(entry[:4]) == "cmap" {
			table = font[u32(entry, 8):]
		}
	}
	sub := table[u32(table, 8):]
	if u16(sub, 0) != 4 {
		t.Fatalf("format %d", u16(sub, 0))
	}
	n, glyphs := u16(sub, 6), map[rune]bool{}
	for i := 0; i < n; i += 2 {
		end, start, delta, offset := u16(sub, 14+i), u16(sub, 16+n+i), u16(sub, 16+2*n+i), u16(sub, 16+3*n+i)
		for c := start; c <= end && c < 0xffff; c++ {
			glyph := c
			if offset != 0 {
				glyph = u16(sub, 16+3*n+i+offset+2*(c-start))
			}
			glyphs[rune(c)] = offset != 0 && glyph != 0 || offset == 0 && (c+delta)&0xffff != 0
		}
	}
	return glyphs
}
