package domain

import (
	"slices"
	"strings"
)

// fileType is a media type that is kept, what people call it, how its content
// begins, and how the names of such files end.
type fileType struct {
	media, label string
	begins       []string // any of these; none: it is text
	ends         []string
}

const officeType = "application/vnd.openxmlformats-officedocument."

// fileTypes is the closed list. Nothing in it is run by a browser: no HTML and
// no SVG.
var fileTypes = []fileType{
	{"application/pdf", "PDF", []string{"%PDF-"}, []string{".pdf"}},
	{"image/png", "PNG", []string{"\x89PNG\r\n\x1a\n"}, []string{".png"}},
	{"image/jpeg", "JPEG", []string{"\xff\xd8\xff"}, []string{".jpg", ".jpeg"}},
	{"image/webp", "WebP", []string{"RIFF"}, []string{".webp"}},
	{"application/zip", "ZIP", []string{"PK\x03\x04", "PK\x05\x06"}, []string{".zip"}},
	{officeType + "wordprocessingml.document", "Word document", []string{"PK\x03\x04"}, []string{".docx"}},
	{officeType + "spreadsheetml.sheet", "Excel workbook", []string{"PK\x03\x04"}, []string{".xlsx"}},
	{"text/csv", "CSV", nil, []string{".csv"}},
	{"text/plain", "text file", nil, []string{".txt"}},
}

// Pictures are the types of a picture that a page shows.
var Pictures = []string{"image/png", "image/jpeg", "image/webp"}

// FileTypes are the media types of files, unless a place takes fewer.
func FileTypes() (list []string) {
	for _, t := range fileTypes {
		list = append(list, t.media)
	}
	return list
}

// FileHead is how many bytes of a file's beginning FileType looks at.
const FileHead = 512

// vague are the types that browsers say of files of which they know no better.
var vague = []string{"", "application/octet-stream", "application/vnd.ms-excel", "application/x-zip-compressed"}

// FileType is the media type of a file that is said to be of a type and begins
// so: both have to agree, since neither can be trusted. "" for one that is not
// on the list. Where nothing definite is said the name's ending says it, and
// without one the beginning alone.
func FileType(said, name string, head []byte) string {
	unclear := slices.Contains(vague, said)
	for _, t := range fileTypes {
		if (t.media == said || unclear && t.endOf(name) != "") && t.fits(string(head)) {
			return t.media
		}
	}
	for _, t := range fileTypes {
		if unclear && t.begins != nil && !strings.Contains(name, ".") && t.fits(string(head)) {
			return t.media
		}
	}
	return ""
}

// endOf is the ending of a name that is one of the type's, or "".
func (t *fileType) endOf(name string) string {
	for _, end := range t.ends {
		if strings.HasSuffix(strings.ToLower(name), end) {
			return end
		}
	}
	return ""
}

func (t *fileType) fits(head string) bool {
	if t.begins == nil {
		return !strings.Contains(head, "\x00") && !strings.HasPrefix(head, "%PDF-") && !strings.HasPrefix(head, "PK\x03\x04")
	}
	for _, begins := range t.begins {
		if strings.HasPrefix(head, begins) {
			return t.media != "image/webp" || len(head) >= 12 && head[8:12] == "WEBP"
		}
	}
	return false
}

// FileLabels name media types to people: "PNG, JPEG or WebP".
func FileLabels(types []string) string {
	var labels []string
	for _, t := range fileTypes {
		if slices.Contains(types, t.media) {
			labels = append(labels, t.label)
		}
	}
	last := len(labels) - 1
	if last < 1 {
		return strings.Join(labels, "")
	}
	return strings.Join(labels[:last], ", ") + " or " + labels[last]
}
