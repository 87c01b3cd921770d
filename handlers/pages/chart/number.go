package chart

import (
	"math"
	"strconv"
	"strings"
)

// missing stands for a value that is no number.
const missing = "no data"

// value writes a number as Britain does: "−1,234.5 days".
func (h Head) value(v float64) string {
	if !isNumber(v) {
		return missing
	}
	return group(v, min(max(h.Decimals, 0), 6)) + h.Unit
}

// isNumber reports whether a value can be drawn. Beyond 10¹⁵ there is no place
// to write one.
func isNumber(v float64) bool { return math.Abs(v) <= 1e15 }

// group writes a number with a comma between thousands. What rounds to zero has
// no sign.
func group(v float64, decimals int) string {
	digits := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(digits, ".")
	var b strings.Builder
	if v < 0 && strings.Trim(digits, "0.") != "" {
		b.WriteString("−")
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// counted writes a whole number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return group(float64(n), 0) + " " + many
}
