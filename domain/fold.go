package domain

import (
	"strings"
	"unicode"
)

// folds are Latin letters with marks, behind the letters that people type for them.
var folds = func() map[rune]string {
	table := map[rune]string{}
	for _, group := range strings.Fields(`aàáâãäåāăą cçćĉċč dďđð eèéêëēĕėęě gĝğġģ hĥħ iìíîïĩīĭįı jĵ kķ lĺļľŀł
		nñńņňŉ oòóôõöøōŏő rŕŗř sśŝşšș tţťŧț uùúûüũūŭůűų wŵẁẃẅ yýÿŷỳ zźżž`) {
		letters := []rune(group)
		for _, marked := range letters[1:] {
			table[marked] = string(letters[0])
		}
	}
	table['ß'], table['æ'], table['œ'], table['þ'], table['’'] = "ss", "ae", "oe", "th", "'"
	return table
}()

// Fold brings a text into the form in which it is searched: lower case and
// without marks, so that "novak" finds "Novák".
func Fold(text string) string {
	var b strings.Builder
	for _, r := range text {
		r = unicode.ToLower(r)
		if plain, ok := folds[r]; ok {
			b.WriteString(plain)
		} else if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// mostWords bounds a search.
const mostWords = 8

// SearchWords are the folded words of what somebody looks for, in any order.
func SearchWords(text string) []string {
	words := strings.Fields(Fold(text))
	return words[:min(len(words), mostWords)]
}

// SearchText is what a record's search looks in: its values in the table's
// Search columns, folded.
func (t *Table) SearchText(rec Record) string {
	var parts []string
	for _, name := range t.Search {
		parts = append(parts, Fold(rec.Values[t.Index(name)]))
	}
	return strings.Join(parts, " ")
}
