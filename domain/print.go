package domain

import (
	"strconv"
	"strings"
)

// minus is the sign before a negative amount for a reader. It is U+2212: a
// hyphen is narrower and breaks at the end of a line.
const minus = "−"

// Capital writes a text's first letter as a capital, if it is one of ASCII.
func Capital(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return text
	}
	return string(text[0]-'a'+'A') + text[1:]
}

// Count writes a whole number with a comma between thousands: "1,234,567",
// "−1,000".
func Count(n int64) string {
	sign, size := magnitude(n)
	return sign + thousands(size)
}

// Pounds writes an amount of pence for a reader: "£1,234.50", "−£0.05".
func Pounds(pence int64) string {
	sign, size := magnitude(pence)
	rest := strconv.FormatUint(100+size%100, 10)[1:]
	return sign + "£" + thousands(size/100) + "." + rest
}

// Hours writes a number of minutes as a rota does: "7 h 30 min", "45 min",
// "8 h", "−1 h 15 min".
func Hours(minutes int64) string {
	sign, size := magnitude(minutes)
	hours, rest := size/60, strconv.FormatUint(size%60, 10)+" min"
	switch {
	case hours == 0:
		return sign + rest
	case size%60 == 0:
		return sign + thousands(hours) + " h"
	}
	return sign + thousands(hours) + " h " + rest
}

// Plural writes a count with its noun: "1 record", "2 records", "0 records".
func Plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + many
}

// JoinWords joins words as British prose does, without a comma before the "and":
// "a", "a and b", "a, b and c". No words make "".
func JoinWords(words ...string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// magnitude splits a number. The size is unsigned, because the smallest int64
// has no positive counterpart.
func magnitude(n int64) (sign string, size uint64) {
	if n < 0 {
		return minus, -uint64(n)
	}
	return "", uint64(n)
}

func thousands(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return b.String()
}
