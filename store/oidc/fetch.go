package oidc

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"ringfence/domain"
)

const (
	limit     = 5 * time.Second // of a provider's answer
	maxAnswer = 256 << 10       // bytes; a large provider's keys have about 10 KB
)

var (
	errTooLarge = errors.New("more than 256 KiB")
	errNotJSON  = errors.New("not JSON as we take it")
)

// get reads a JSON document.
func (c *Client) get(ctx context.Context, address string, into any) error {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return refuse(BadAddress, err)
	}
	status, body, err := c.do(ctx, r)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return refuse(BadAnswer, errors.New("status "+strconv.Itoa(status)))
	}
	return decode(body, into)
}

// do sends a request and reads its answer, within the limits.
func (c *Client) do(ctx context.Context, r *http.Request) (int, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "Ringfence")
	alone(r)
	answer, err := c.http.Do(r.WithContext(ctx))
	if err != nil {
		return 0, nil, refuse(Unreachable, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err != nil {
		return 0, nil, refuse(Unreachable, err)
	}
	if len(body) > maxAnswer {
		return 0, nil, refuse(BadAnswer, errTooLarge)
	}
	return answer.StatusCode, body, nil
}

// decode reads JSON that nobody has vouched for.
func decode(text []byte, into any) error {
	if !utf8.Valid(text) || domain.TooDeep(text) {
		return refuse(BadAnswer, errNotJSON)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return refuse(BadAnswer, err)
	}
	return nil
}
