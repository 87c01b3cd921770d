package durable

import (
	"strconv"

	"ringfence/store/db"
)

// decode reads an object's answer to a batch of n statements: an array of
// result sets, each an array of rows, each an array of values; or
// {"error":"SQLite's message"}. Whatever else it is given is an Unavailable
// error.
//
// A number without fraction or exponent is an integer: JavaScript does not
// tell 2.0 from 2.
func decode(answer string, n int) ([]db.Rows, error) {
	s := answerScanner{scanner: scanner{text: answer}}
	if s.skip(`{"error":`) {
		return nil, s.refusal()
	}
	sets := make([]db.Rows, 0, n)
	s.list(func() { sets = append(sets, s.rows()) })
	if !s.done("") || len(sets) != n {
		return nil, errMalformed
	}
	return sets, nil
}

var errMalformed = &db.Error{Kind: db.Unavailable, Detail: "durable: malformed answer"}

// answerScanner reads what an answer is made of.
type answerScanner struct {
	scanner
	columns int // of the last row: the next one's capacity
}

func (s *answerScanner) refusal() error {
	message := s.value().S
	if !s.done("}") {
		return errMalformed
	}
	return db.Classify(message, nil)
}

func (s *answerScanner) rows() (rows db.Rows) {
	s.list(func() {
		row := make([]db.Value, 0, s.columns)
		s.list(func() { row = append(row, s.value()) })
		s.columns = len(row)
		rows = append(rows, row)
	})
	return rows
}

func (s *answerScanner) value() db.Value {
	switch c := s.peek(); {
	case c == '"':
		return db.Text(s.str())
	case c == '-' || c >= '0' && c <= '9':
		return s.number()
	case !s.skip("null"):
		s.fail()
	}
	return db.Null
}

func (s *answerScanner) number() db.Value {
	start, whole := s.at, true
	for ; s.at < len(s.text); s.at++ {
		c := s.text[s.at]
		if c == '.' || c == 'e' || c == 'E' {
			whole = false
		} else if c != '-' && c != '+' && (c < '0' || c > '9') {
			break
		}
	}
	return s.parse(s.text[start:s.at], whole)
}

// parse takes digits beyond what int64 holds for a REAL: the object refuses
// the integers between 2^53 and 2^63.
func (s *answerScanner) parse(digits string, whole bool) db.Value {
	if n, err := strconv.ParseInt(digits, 10, 64); whole && err == nil {
		return db.Int(n)
	}
	f, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		s.fail()
	}
	return db.Float(f)
}
