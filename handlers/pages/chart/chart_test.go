package chart_test

import (
	"context"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the golden files")

func render(t *testing.T, f figurer) string {
	t.Helper()
	var b strings.Builder
	if err := f.Figure().Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGolden compares with testdata/; go test -update writes it.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, sample := range samples() {
		got, file := render(t, sample)+"\n", "testdata/"+name+".html"
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s", name, file)
		}
	}
}

// TestWellFormed: a drawing is XML, as is the figure around it, whatever the data.
func TestWellFormed(t *testing.T) {
	t.Parallel()
	for name, sample := range edges() {
		text := render(t, sample)
		decoder := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%s: %v in\n%s", name, err, text)
				break
			}
		}
	}
}

var (
	wrong      = regexp.MustCompile(`NaN|[+-]?Inf\b|\de[+-]\d`)
	coordinate = regexp.MustCompile(` (?:x|y|x1|x2|y1|y2|cx|cy|r|d|width|height|viewBox)="([^"]*)"`)
	rounded    = regexp.MustCompile(`^(?:[MLZ ]|-?\d+(?:\.\d)?)*$`)
	negative   = regexp.MustCompile(` (?:r|width|height)="-`)
)

// TestCoordinates: all are numbers with a tenth at most, within a drawing's reach.
func TestCoordinates(t *testing.T) {
	t.Parallel()
	for name, sample := range edges() {
		text := render(t, sample)
		if found := wrong.FindString(text) + negative.FindString(text); found != "" {
			t.Errorf("%s has %q", name, found)
		}
		for _, m := range coordinate.FindAllStringSubmatch(text, -1) {
			if !rounded.MatchString(m[1]) {
				t.Errorf("%s: coordinate %q", name, m[0])
			}
		}
	}
}

// TestPolicy: nothing that the content security policy refuses.
func TestPolicy(t *testing.T) {
	t.Parallel()
	refused := regexp.MustCompile(`(?i) style=|<style|<script| on\w+=|href=`)
	for name, sample := range edges() {
		if found := refused.FindString(render(t, sample)); found != "" {
			t.Errorf("%s has %q", name, found)
		}
	}
}

// TestAccessible: both drawings are images with a name and a description of
// their own, and no id stands twice.
func TestAccessible(t *testing.T) {
	t.Parallel()
	for name, sample := range edges() {
		texts, images := map[string]string{}, 0
		for _, n := range elements(t, render(t, sample)) {
			if id := attr(n, "id"); id != "" {
				if _, twice := texts[id]; twice {
					t.Errorf("%s: id %q stands twice", name, id)
				}
				texts[id] = n.FirstChild.Data
			}
		}
		for _, n := range elements(t, render(t, sample)) {
			if n.Data != "svg" {
				continue
			}
			images++
			if attr(n, "role") != "img" || texts[attr(n, "aria-labelledby")] == "" || texts[attr(n, "aria-describedby")] == "" {
				t.Errorf("%s: an image without name or description: %v", name, n.Attr)
			}
		}
		if images != 2 {
			t.Errorf("%s: %d images", name, images)
		}
	}
}

// TestSame: the same data gives the same bytes, and is left as it was.
func TestSame(t *testing.T) {
	t.Parallel()
	for name, sample := range edges() {
		if first := render(t, sample); render(t, sample) != first {
			t.Errorf("%s is not the same twice", name)
		}
	}
}

// TestMany: ten thousand points make a page that a browser opens at once, and
// the table says what it leaves out.
func TestMany(t *testing.T) {
	t.Parallel()
	for name, sample := range many() {
		text := render(t, sample)
		if len(text) > 450_000 {
			t.Errorf("%s: %d bytes", name, len(text))
		}
		if name != "meter" && !strings.Contains(text, "This table has 1,000 rows of ") {
			t.Errorf("%s: the table is not cut, or does not say so", name)
		}
	}
}

// TestEscaped: no text becomes markup or breaks the XML.
func TestEscaped(t *testing.T) {
	t.Parallel()
	const evil = "</title><script>\"'&\x00\x1b\xff\ufffe"
	l, b, w, m := infections(), peers(), windows(), seats()
	l.Title, l.Description, l.Unit, l.MarkLabel, l.PointLabel, l.Points[3].Label = evil, evil, evil, evil, evil, evil
	b.Title, b.MarkLabel, b.Bars[0].Label, b.Unit = evil, evil, evil, evil
	w.Title, w.Windows[0].Label, w.Description = evil, evil, evil
	m.Title, m.Free, m.Parts[0].Label, m.ID = evil, evil, evil, evil
	for name, sample := range map[string]figurer{"line": l, "bars": b, "timeline": w, "meter": m} {
		text := render(t, sample)
		if strings.Contains(text, "<script") {
			t.Errorf("%s: markup", name)
		}
		for _, drawing := range regexp.MustCompile(`(?s)<svg.*?</svg>`).FindAllString(text, -1) {
			if err := xml.Unmarshal([]byte(drawing), new(struct{})); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func elements(t *testing.T, text string) (all []*html.Node) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
