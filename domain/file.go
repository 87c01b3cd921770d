package domain

// MostFile is how many bytes a file may have that somebody sends.
const MostFile = 10 << 20

// File is what is known of one (PLAT-12). Its bytes are kept apart.
type File struct {
	ID        string
	Name      string // as its sender calls it, made harmless: FileName
	MediaType string // one of FileTypes, found in its content
	Bytes     int64
	Parts     int64  // in which they are kept
	SHA256    string // of its content, in hex
}

// Same reports a file of the same name and content.
func (f *File) Same(other *File) bool { return f.SHA256 == other.SHA256 && f.Name == other.Name }

// MostLogo is how many bytes an organisation's logo may have.
const MostLogo = 1 << 20

// Files declares what is kept of each file, beside its bytes. Whom a name or a
// content tells of is not known, so the ledger has neither.
var Files = &Table{
	Name:   "files",
	Entity: "file",
	Held:   Held{Record: "entity_id", Also: Fields{madeAt}},
	Columns: []Column{
		{Field: Field{Name: "entity", Label: "Kind of record"}},
		{Field: Field{Name: "entity_id", Label: "Record", Kind: ID}},
		{Field: Field{Name: "name", Label: "Name"}, Class: Sealed},
		{Field: Field{Name: "media_type", Label: "Type"}},
		{Field: Field{Name: "bytes", Label: "Size in bytes", Kind: Integer}},
		{Field: Field{Name: "parts", Label: "Parts", Kind: Integer}},
		{Field: Field{Name: "sha256", Label: "SHA-256"}, Class: Personal},
		{Field: Field{Name: "created_by", Label: "Added by", Kind: ID}, Of: "accounts"},
	},
}

// The refusals of files.
var (
	ErrFile        = &Error{Code: "file-unavailable", Message: "This file cannot be opened at the moment."}
	ErrFileEmpty   = Invalid(FieldError{Field: "file", Code: "required", Message: "Choose a file that is not empty"})
	ErrFileStorage = &Error{Code: "storage-limit",
		Message: "Your organisation keeps as many files as it may. Remove some that are not needed."}
)

// WrongFileType refuses a file that is of none of the types, whatever it is said
// to be.
func WrongFileType(types []string) *Error {
	return &Error{Code: "unsupported-media-type", Message: "The file must be a " + FileLabels(types) + "."}
}

// FileTooLarge refuses a file of more than so many bytes.
func FileTooLarge(most int64) *Error {
	return &Error{Code: "too-large", Message: "What was sent is larger than " + Count(most>>20) + " MiB."}
}
