package pages_test

import (
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"ringfence/handlers/pages"
)

const enrolment = "otpauth://totp/Northgate%20Clinic:admin@northgate.example" +
	"?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Northgate%20Clinic&algorithm=SHA1&digits=6&period=30"

// svg is what the drawing must consist of: a white square and one path.
type svg struct {
	Role    string `xml:"role,attr"`
	Label   string `xml:"aria-label,attr"`
	Style   string `xml:"style,attr"`
	ViewBox string `xml:"viewBox,attr"`
	Rect    []struct {
		Fill string `xml:"fill,attr"`
	} `xml:"rect"`
	Path []struct {
		D     string `xml:"d,attr"`
		Style string `xml:"style,attr"`
	} `xml:"path"`
}

func draws(t *testing.T, text, label string) svg {
	t.Helper()
	markup, err := pages.QRCode(text, label)
	if err != nil {
		t.Fatal(err)
	}
	var drawing svg
	if err := xml.Unmarshal([]byte(markup), &drawing); err != nil {
		t.Fatal(err)
	}
	if len(drawing.Rect) != 1 || drawing.Rect[0].Fill != "#fff" || len(drawing.Path) != 1 {
		t.Fatalf("not a white square and a path: %+v", drawing)
	}
	return drawing
}

// picture fills the path's rectangles, four pixels a module.
func (s svg) picture(t *testing.T) image.Image {
	var size, other int
	if n, _ := fmt.Sscanf(s.ViewBox, "0 0 %d %d", &size, &other); n != 2 || size != other {
		t.Fatalf("view box %q", s.ViewBox)
	}
	img := image.NewGray(image.Rect(0, 0, 4*size, 4*size))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for run := range strings.SplitSeq(strings.TrimSuffix(s.Path[0].D, "z"), "z") {
		var x, y, width, back int
		if n, err := fmt.Sscanf(run, "M%d %dh%dv1h-%d", &x, &y, &width, &back); n != 4 || width != back {
			t.Fatalf("run %q: %v", run, err)
		}
		if x < 4 || y < 4 || x+width > size-4 || y+1 > size-4 {
			t.Fatalf("run %q stands in the margin", run)
		}
		draw.Draw(img, image.Rect(4*x, 4*y, 4*(x+width), 4*(y+1)), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	return img
}

// TestQRCode reads the drawing back with another project's decoder.
func TestQRCode(t *testing.T) {
	for name, text := range map[string]string{
		"an authenticator's address": enrolment, "digits": "0123456789", "capitals": "RINGFENCE 2026",
		"beyond ASCII": "Clinique São João — 診療所", "long": strings.Repeat("ringfence ", 233),
	} {
		t.Run(name, func(t *testing.T) {
			bitmap, err := gozxing.NewBinaryBitmapFromImage(draws(t, text, "QR code").picture(t))
			if err != nil {
				t.Fatal(err)
			}
			read, err := qrcode.NewQRCodeReader().DecodeWithoutHints(bitmap)
			if err != nil {
				t.Fatal(err)
			}
			if read.GetText() != text {
				t.Errorf("read as %q", read.GetText())
			}
		})
	}
}

func TestQRCode_isNamedAndKeepsThePolicy(t *testing.T) {
	drawing := draws(t, enrolment, `Code for "Northgate" <Clinic> & Sons`)
	if drawing.Role != "img" || drawing.Label != `Code for "Northgate" <Clinic> & Sons` {
		t.Errorf("role %q, label %q", drawing.Role, drawing.Label)
	}
	if drawing.Style+drawing.Path[0].Style != "" {
		t.Error("it has an inline style")
	}
	if size := len(drawing.Path[0].D); size > 12_000 {
		t.Errorf("the path has %d bytes", size)
	}
}

func TestQRCode_tooLong(t *testing.T) {
	if markup, err := pages.QRCode(strings.Repeat("x", 2332), "QR code"); err == nil {
		t.Errorf("drawn in %d bytes", len(markup))
	}
}
