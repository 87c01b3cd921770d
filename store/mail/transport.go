package mail

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/mailersend/mailersend-go"
)

const maxAnswer = 64 << 10 // bytes

// transport brings the library's requests to our client, and to another base
// address than MailerSend's.
type transport struct {
	base string
	http Doer
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	request := r.Clone(r.Context())
	alone(request)
	if t.base != "" {
		path := strings.TrimPrefix(r.URL.String(), mailersend.APIBase)
		address, err := url.Parse(strings.TrimSuffix(t.base, "/") + path)
		if err != nil {
			return nil, err
		}
		request.URL, request.Host = address, address.Host
	}
	answer, err := t.http.Do(request)
	if err != nil {
		return nil, err
	}
	// The library reads whatever comes.
	answer.Body = bounded{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	return answer, nil
}

type bounded struct {
	io.Reader
	io.Closer
}
