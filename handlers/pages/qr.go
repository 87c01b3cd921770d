package pages

import (
	"strconv"

	"github.com/a-h/templ"
	"rsc.io/qr"
)

const (
	qrQuiet  = 4 // modules of margin (ISO/IEC 18004 §9.1)
	qrModule = 4 // CSS pixels that a module is wide
)

// QRCode draws text as a QR code: an SVG element for a page, or for a caller
// to put into one. It is black on white whatever the page's colours are, since
// cameras need the contrast. The label says to a screen reader what it is; do
// not put the text into it when that is a secret. An error means that the
// text is longer than the 2,331 bytes that fit.
func QRCode(text, label string) (string, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", err
	}
	size := code.Size + 2*qrQuiet
	side, pixels := strconv.Itoa(size), strconv.Itoa(size*qrModule)
	// Attributes, not styles: the content security policy refuses the latter.
	return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="` + templ.EscapeString(label) +
		`" width="` + pixels + `" height="` + pixels + `" viewBox="0 0 ` + side + ` ` + side +
		`" shape-rendering="crispEdges"><rect width="` + side + `" height="` + side +
		`" fill="#fff"/><path fill="#000" d="` + string(qrPath(code)) + `"/></svg>`, nil
}

// qrPath outlines each run of dark modules in each row.
func qrPath(code *qr.Code) []byte {
	path := make([]byte, 0, 1<<13)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for code.Black(x, y) {
				x++
			}
			if x > start {
				path = qrRun(path, start+qrQuiet, y+qrQuiet, x-start)
			}
		}
	}
	return path
}

func qrRun(path []byte, x, y, length int) []byte {
	path = strconv.AppendInt(append(path, 'M'), int64(x), 10)
	path = strconv.AppendInt(append(path, ' '), int64(y), 10)
	path = strconv.AppendInt(append(path, 'h'), int64(length), 10)
	path = strconv.AppendInt(append(path, "v1h-"...), int64(length), 10)
	return append(path, 'z')
}
