package csvio

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
)

// Limits bound the memory that a file can ask for. A limit of 0 is the default.
type Limits struct {
	Row     int // bytes of a row in the file, one for its end; 1 MiB
	Cell    int // bytes of a cell, without its quotation marks; 64 KiB
	Columns int // cells of a row; 256
}

func (l Limits) orDefault() Limits {
	for _, limit := range []struct {
		value    *int
		standard int
	}{{&l.Row, 1 << 20}, {&l.Cell, 64 << 10}, {&l.Columns, 256}} {
		if *limit.value <= 0 {
			*limit.value = limit.standard
		}
	}
	return l
}

// Reader reads the rows of one file. It is not for concurrent use.
type Reader struct {
	src       *bufio.Reader
	limits    Limits
	delimiter int
	encoding  encoding
	header    []string
	row       int    // the number of the row in data
	size      int    // bytes read of this row
	data      []byte // the cells of this row, one after the other
	ends      []int  // where each cell ends in data
	cutOff    bool   // this row ended with the file, not with a line
	err       error  // what ended the reading
}

// NewReader reads the header row of src. Errors: *Error, or what src answered.
func NewReader(src io.Reader, limits Limits) (*Reader, error) {
	r := &Reader{src: bufio.NewReader(src), limits: limits.orDefault()}
	if err := r.begin(); err != nil {
		return nil, err
	}
	header, err := r.next()
	if err == io.EOF {
		return nil, &Error{Code: CodeEmpty, Row: 1}
	}
	if err != nil {
		return nil, err
	}
	for i, name := range header {
		header[i] = strings.TrimSpace(name)
	}
	r.header = header
	return r, r.duplicate()
}

// Header returns the names of the columns, without the space around them. A
// name may be empty, but no two others are the same.
func (r *Reader) Header() []string { return slices.Clone(r.header) }

// Row returns the number of the row that Next returned last, as a spreadsheet
// counts: the header is row 1, and blank lines count.
func (r *Reader) Row() int { return r.row }

// Next returns the next row that is not blank: a cell for each column of the
// header. At the end it returns io.EOF. Errors: *Error, or what the source
// answered. After an Error with CodeCells the reader can go on; any other error
// is returned again by each later call.
func (r *Reader) Next() ([]string, error) {
	if r.err != nil {
		return nil, r.err
	}
	cells, err := r.next()
	if err == nil {
		err = r.shape(cells)
	}
	if err != nil {
		r.keep(err)
		return nil, err
	}
	return cells, nil
}

// keep remembers an error after which the place in the file is lost.
func (r *Reader) keep(err error) {
	if !errors.Is(err, &Error{Code: CodeCells}) {
		r.err = err
	}
}

// shape checks the number of cells. The column is the first that is missing or
// that is too many.
func (r *Reader) shape(cells []string) error {
	switch {
	case len(cells) == len(r.header):
		return nil
	case r.cutOff && len(cells) < len(r.header):
		return &Error{CodeTruncated, r.row, len(cells)}
	}
	return &Error{CodeCells, r.row, min(len(cells), len(r.header)) + 1}
}

func (r *Reader) duplicate() error {
	for i, name := range r.header {
		if name != "" && slices.Contains(r.header[:i], name) {
			return &Error{CodeDuplicate, r.row, i + 1}
		}
	}
	return nil
}
