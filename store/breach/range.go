package breach

import (
	"bufio"
	"crypto/sha1"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
)

const (
	prefixSize = 5 // hexadecimal digits that are sent
	suffixSize = 2*sha1.Size - prefixSize
	maxAnswer  = 1 << 20 // bytes; a padded answer has about 40 KB
)

var (
	errAddress = errors.New("breach: the address of the range API is malformed")
	errGarbage = errors.New("breach: the answer is not one of the range API")
)

type statusError int

func (e statusError) Error() string { return "breach: status " + strconv.Itoa(int(e)) }

// withoutAddress leaves the address out of an error, since its last part is
// a piece of the password's digest and the error goes into the log.
func withoutAddress(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		return outer.Err
	}
	return err
}

// find looks a suffix up in an answer: a line "SUFFIX:COUNT" for each digest
// with the prefix. Padding has a count of 0. The whole answer is checked, so
// that an error page or a cut one decides nothing.
func find(answer io.Reader, suffix string) (found bool, err error) {
	lines := bufio.NewScanner(io.LimitReader(answer, maxAnswer))
	rows := 0
	for ; lines.Scan(); rows++ {
		row, count, ok := parseRow(lines.Text())
		if !ok {
			return false, errGarbage
		}
		found = found || row == suffix && count > 0
	}
	if lines.Err() != nil {
		return false, lines.Err()
	}
	if rows == 0 { // every prefix has hundreds
		return false, errGarbage
	}
	return found, nil
}

func parseRow(line string) (suffix string, count int64, ok bool) {
	suffix, number, ok := strings.Cut(line, ":")
	count, err := strconv.ParseInt(number, 10, 64)
	hexadecimal := strings.Trim(suffix, "0123456789ABCDEF") == ""
	return suffix, count, ok && err == nil && count >= 0 && hexadecimal && len(suffix) == suffixSize
}
