package pay_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"ringfence/store/pay"
	"ringfence/store/pay/paytest"
)

// TestAddresses: an id that comes from outside stays one part of the address.
func TestAddresses(t *testing.T) {
	t.Parallel()
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.URL.EscapedPath())
		w.Header().Set("Stripe-Should-Retry", "false")
		http.Error(w, `{"error":{}}`, http.StatusNotFound)
	}))
	defer server.Close()
	c := pay.New(paytest.Key, server.URL, http.DefaultClient)
	const hostile = "../balance?a=b#c/d"
	if _, _, err := c.Subscription(t.Context(), hostile); err == nil {
		t.Error("a subscription")
	}
	if _, err := c.SubscriptionOfCharge(t.Context(), hostile); err == nil {
		t.Error("a charge")
	}
	const escaped = "..%2Fbalance%3Fa%3Db%23c%2Fd"
	for i, want := range []string{"GET /v1/subscriptions/" + escaped, "GET /v1/charges/" + escaped} {
		if len(asked) != 2 || asked[i] != want {
			t.Errorf("%q, want %q", asked, want)
		}
	}
}
