package pdf

import "strings"

// wrap breaks text into lines of at most width points in the font in use. Line
// ends within the text stay. Empty text is one empty line.
func (d *Document) wrap(text string, width float64) (lines []string) {
	for _, paragraph := range strings.Split(clean(text), "\n") {
		lines = append(lines, d.wrapParagraph(paragraph, width)...)
	}
	return lines
}

// wrapParagraph breaks at spaces. A no-break space is no place to break.
func (d *Document) wrapParagraph(text string, width float64) (lines []string) {
	current := ""
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c == ' ' }) {
		if next := strings.TrimPrefix(current+" "+word, " "); d.pdf.GetStringWidth(next) <= width {
			current = next
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		pieces := d.cutWord(word, width)
		lines = append(lines, pieces[:len(pieces)-1]...)
		current = pieces[len(pieces)-1]
	}
	return append(lines, current)
}

// cutWord cuts a word that is longer than a line, such as a digest.
func (d *Document) cutWord(word string, width float64) (pieces []string) {
	start, room := 0, width
	for i, c := range word {
		advance := d.pdf.GetStringWidth(string(c))
		if advance > room && i > start {
			pieces = append(pieces, word[start:i])
			start, room = i, width
		}
		room -= advance
	}
	return append(pieces, word[start:])
}

// fit cuts one line to width points and says so by an ellipsis.
func (d *Document) fit(text string, width float64) string {
	text = line(text)
	if d.pdf.GetStringWidth(text) <= width {
		return text
	}
	return d.cutWord(text, width-d.pdf.GetStringWidth("…"))[0] + "…"
}
