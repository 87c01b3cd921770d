package domain

// MaxDepth is how deep JSON from outside may be nested: deeper input ends a
// TinyGo instance.
const MaxDepth = 32

// TooDeep scans for nesting beyond MaxDepth, before anything recurses into it.
func TooDeep(text []byte) bool {
	depth, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
