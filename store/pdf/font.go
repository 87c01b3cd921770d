package pdf

import (
	_ "embed"
	"strings"
	"unicode"
)

const family = "NotoSans"

//go:embed font/NotoSans-Regular.ttf
var regular []byte

//go:embed font/NotoSans-Bold.ttf
var bold []byte

// style is how a line looks.
type style struct {
	bold    bool
	size    float64 // points
	leading float64 // points from one line to the next
	colour  [3]int
}

var (
	ink   = [3]int{0x21, 0x2b, 0x32}
	brand = [3]int{0x0f, 0x4c, 0x5c}
	grey  = [3]int{0x4c, 0x62, 0x72}

	body     = style{size: 10, leading: 14.5, colour: ink}
	bodyBold = style{bold: true, size: 10, leading: 14.5, colour: ink}
	small    = style{size: 8.5, leading: 12, colour: grey}
	headings = [3]style{
		{bold: true, size: 20, leading: 26, colour: brand},
		{bold: true, size: 14, leading: 19, colour: brand},
		{bold: true, size: 11, leading: 15, colour: ink},
	}
)

func (d *Document) use(s style) {
	weight := ""
	if s.bold {
		weight = "B"
	}
	d.pdf.SetFont(family, weight, s.size)
	d.pdf.SetTextColor(s.colour[0], s.colour[1], s.colour[2])
}

// clean leaves the characters that can be printed, and the ends of lines. What
// is never visible goes; what the fonts lack becomes a box.
func clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029':
			return '\n'
		case unicode.IsControl(c) || unicode.Is(unicode.Zs, c) && c != '\u00a0':
			return ' '
		case unicode.Is(unicode.Cf, c) || unicode.Is(unicode.Variation_Selector, c):
			return -1
		case !unicode.Is(covered, c):
			return '□'
		}
		return c
	}, text)
}

// line cleans text that must stay on one line.
func line(text string) string { return strings.Join(strings.Split(clean(text), "\n"), " ") }
