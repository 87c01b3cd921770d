package db

import "strings"

// Reads reports whether a statement cannot write, whatever is in the database.
// By SQLite's grammar that is a SELECT or VALUES, or a WITH in which no writing
// word stands, and no further statement behind it. Of others it may say no: a
// literal may hold such a word, or a semicolon.
func Reads(sql string) bool {
	if strings.IndexByte(sql, ';') >= 0 {
		return false
	}
	switch firstWord(sql) {
	case "SELECT", "VALUES":
		return true
	case "WITH":
		return !hasWord(sql, "INSERT", "UPDATE", "DELETE", "REPLACE")
	}
	return false
}

// hasWord finds any of the upper-case words in text, in either case.
func hasWord(text string, words ...string) bool {
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && inWord(text[end]) {
			end++
		}
		for _, w := range words {
			if strings.EqualFold(text[i:end], w) {
				return true
			}
		}
		i = end + 1
	}
	return false
}

func inWord(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}
