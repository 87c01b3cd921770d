package csvio

// delimiterOf returns the delimiter that stands most often in the first line,
// outside quotation marks. Between equals, and without any, it is the comma.
func delimiterOf(start []byte) int {
	count, best := map[byte]int{}, byte(',')
	for _, b := range firstLine(start) {
		count[b]++
	}
	for _, b := range []byte{';', '\t'} {
		if count[b] > count[best] {
			best = b
		}
	}
	return int(best)
}

// firstLine returns what stands outside quotation marks in the first line that
// is not blank.
func firstLine(start []byte) (plain []byte) {
	quoted := false
	for _, b := range start {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b != '\r' && b != '\n':
			plain = append(plain, b)
		case len(plain) > 0:
			return plain
		}
	}
	return plain
}
