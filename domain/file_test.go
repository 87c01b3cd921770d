package domain_test

import (
	"mime"
	"strings"
	"testing"

	"ringfence/domain"
)

func TestFileType(t *testing.T) {
	t.Parallel()
	const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	const png, zip = "\x89PNG\r\n\x1a\n", "PK\x03\x04"
	for _, try := range []struct{ said, name, begins, want string }{
		{"application/pdf", "", "%PDF-1.7", "application/pdf"},
		{"image/png", "", png + "rest", "image/png"},
		{"image/jpeg", "", "\xff\xd8\xff\xe0", "image/jpeg"},
		{"image/webp", "", "RIFF\x01\x02\x03\x04WEBPVP8 ", "image/webp"},
		{docx, "", zip, docx},
		{"text/csv", "", "given_name,family_name\n", "text/csv"},
		{"text/csv", "", "caf\xe9;1\n", "text/csv"}, // not every CSV is UTF-8

		{"application/octet-stream", "", "%PDF-1.7", "application/pdf"},
		{"application/octet-stream", "", zip, "application/zip"},
		{"application/octet-stream", "Policy.DOCX", zip, docx},
		{"application/vnd.ms-excel", "staff.csv", "a,b", "text/csv"},
		{"application/x-zip-compressed", "all.zip", zip, "application/zip"},
		{"", "staff.csv", "a,b", "text/csv"},
		{"", "scan.png", png, "image/png"},

		{"image/webp", "", "RIFF\x01\x02\x03\x04WAVEfmt ", ""},
		{"image/webp", "", "RIFF", ""},
		{"image/png", "", "<svg onload=alert(1)>", ""},
		{"image/png", "", "\x89PNG", ""},
		{"image/svg+xml", "a.png", "<svg>", ""},
		{"image/svg+xml", "a.png", png, ""},
		{"text/html", "a.txt", "<html>", ""},
		{"application/pdf", "a.png", png, ""},
		{"text/csv", "", "%PDF-1.7", ""},
		{"text/plain", "", "MZ\x00\x01", ""},
		{"application/octet-stream", "", "<html>", ""},
		{"application/octet-stream", "a.html", "<html>", ""},
		{"application/octet-stream", "a.html", "%PDF-1.7", ""},
		{"application/octet-stream", "a.png", "%PDF-1.7", ""},
		{"image/png; charset=x", "", png, ""},
	} {
		if got := domain.FileType(try.said, try.name, []byte(try.begins)); got != try.want {
			t.Errorf("%q, %q said to be %s, is %q, want %q", try.name, try.begins, try.said, got, try.want)
		}
	}
}

func TestFileLabels(t *testing.T) {
	t.Parallel()
	for want, types := range map[string][]string{"PNG, JPEG or WebP": domain.Pictures, "PDF": {"application/pdf"}, "PDF or CSV": {"text/csv", "application/pdf"}, "": nil} {
		if got := domain.FileLabels(types); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestFileName(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		"Certificate.pdf":          "Certificate.pdf",
		"Certificate.PDF":          "Certificate.pdf",
		"Zeugnis für Ümit.pdf":     "Zeugnis für Ümit.pdf",
		"../../etc/passwd":         "passwd.pdf",
		`C:\Users\x\scan.pdf`:      "scan.pdf",
		"page.html":                "page.html.pdf",
		"":                         "file.pdf",
		".pdf":                     "pdf.pdf",
		"..":                       "file.pdf",
		"a\r\nSet-Cookie: x=y.pdf": "a__Set-Cookie: x=y.pdf",
		"exe\u202efdp.pdf":         "exe_fdp.pdf",
		"bad\xff.pdf":              "bad_.pdf",
		strings.Repeat("é", 500):   strings.Repeat("é", 120) + ".pdf",
	} {
		if got := domain.FileName(sent, "application/pdf"); got != want {
			t.Errorf("%q becomes %q, want %q", sent, got, want)
		}
	}
	for _, mediaType := range domain.FileTypes() {
		if name := domain.FileName("x", mediaType); !strings.HasPrefix(name, "x.") || name == "x.bin" {
			t.Errorf("%s: %s", mediaType, name)
		}
	}
}

// TestFileDisposition: any reader of headers gets the name back, and no name
// adds to the header.
func TestFileDisposition(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a.pdf", "für Ümit 100%.pdf", `a"; filename="b.exe`, "a\r\nX: y", "日本.pdf", "a;b='c'.txt"} {
		header := domain.FileDisposition(name)
		kind, params, err := mime.ParseMediaType(header)
		if err != nil || kind != "attachment" || params["filename"] != name {
			t.Errorf("%q: %s is %q, %v", name, header, params, err)
		}
		for _, r := range header {
			if r < ' ' || r > '~' {
				t.Errorf("%q: %q", name, header)
			}
		}
		if plain, _, _ := strings.Cut(header, "; filename*"); strings.Count(plain, `"`) != 2 {
			t.Errorf("%q: %s", name, plain)
		}
	}
}
