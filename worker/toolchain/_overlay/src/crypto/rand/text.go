package rand

const base32alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// Text returns 26 random base32 characters (130 bits), as Go 1.24's does.
// The alphabet has 32 letters, so the remainder of a byte is unbiased.
func Text() string {
	text := make([]byte, 26)
	if _, err := Read(text); err != nil {
		panic(err)
	}
	for i := range text {
		text[i] = base32alphabet[text[i]%32]
	}
	return string(text)
}
