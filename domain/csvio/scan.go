package csvio

import "io"

// What next ends a cell beside the delimiter.
const (
	endOfLine = -1
	endOfFile = -2
)

// next reads the next row that is not blank and decodes it.
func (r *Reader) next() ([]string, error) {
	for last := r.row; ; {
		end, err := r.scanRow()
		if err != nil {
			return nil, err
		}
		r.cutOff = end == endOfFile
		if r.size > 0 {
			return r.decode()
		}
		if r.cutOff {
			r.row = last
			return nil, io.EOF
		}
	}
}

// scanRow reads one line into data and ends, and returns how it ended.
func (r *Reader) scanRow() (end int, err error) {
	r.row++
	r.size, r.data, r.ends = 0, r.data[:0], r.ends[:0]
	for {
		if len(r.ends) == r.limits.Columns {
			return 0, r.fault(CodeColumns)
		}
		if end, err = r.scanCell(); err != nil {
			return 0, err
		}
		r.ends = append(r.ends, len(r.data))
		if end != r.delimiter {
			return end, nil
		}
	}
}

// scanCell reads one cell and returns what ended it: the delimiter, the line
// or the file.
func (r *Reader) scanCell() (end int, err error) {
	b, err := r.read()
	if err == nil && b == '"' {
		return r.scanQuoted()
	}
	for err == nil && !r.over(b) {
		if err = r.take(b); err == nil {
			b, err = r.read()
		}
	}
	return b, err
}

// scanQuoted reads a cell after its opening quotation mark.
func (r *Reader) scanQuoted() (end int, err error) {
	for {
		b, err := r.readRaw()
		if err != nil {
			return 0, err
		}
		if b == endOfFile {
			return 0, r.fault(CodeUnclosed)
		}
		if b == '"' {
			next, err := r.read()
			if next != '"' || err != nil {
				return r.afterQuote(next, err)
			}
		}
		if err := r.take(b); err != nil {
			return 0, err
		}
	}
}

// afterQuote lets nothing but an end follow the closing quotation mark.
func (r *Reader) afterQuote(b int, err error) (int, error) {
	if err == nil && !r.over(b) {
		err = r.fault(CodeQuote)
	}
	return b, err
}

// over reports whether b ends a cell.
func (r *Reader) over(b int) bool { return b < 0 || b == r.delimiter }

// take appends a byte to the cell.
func (r *Reader) take(b int) error {
	start := 0
	if n := len(r.ends); n > 0 {
		start = r.ends[n-1]
	}
	if len(r.data)-start == r.limits.Cell {
		return r.fault(CodeCellLimit)
	}
	r.data = append(r.data, byte(b))
	return nil
}

// read returns the next byte, endOfLine for CRLF, LF or CR, or endOfFile.
func (r *Reader) read() (int, error) {
	b, err := r.readRaw()
	if err != nil || b != '\r' && b != '\n' {
		return b, err
	}
	r.size-- // the end of a line is no part of the row
	if b == '\r' {
		err = r.skipLineFeed()
	}
	return endOfLine, err
}

// skipLineFeed skips the LF of CRLF.
func (r *Reader) skipLineFeed() error {
	next, err := r.src.Peek(1)
	if err == io.EOF {
		return nil
	}
	if err == nil && next[0] == '\n' {
		_, err = r.src.Discard(1)
	}
	return err
}

// readRaw returns the next byte, or endOfFile.
func (r *Reader) readRaw() (int, error) {
	b, err := r.src.ReadByte()
	if err == io.EOF {
		return endOfFile, nil
	}
	if err != nil {
		return 0, err
	}
	if r.size++; r.size > r.limits.Row {
		return 0, r.fault(CodeRowLimit)
	}
	return int(b), nil
}

// fault is an error at the cell that is being read.
func (r *Reader) fault(code string) error {
	return &Error{code, r.row, len(r.ends) + 1}
}
