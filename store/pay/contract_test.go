package pay_test

import (
	"bufio"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ringfence/store/pay"
	"ringfence/store/pay/paytest"
)

// mock starts Stripe's own stripe-mock, which refuses what the API of the very
// version that is asked for does not take. It ends with the test.
func mock(t *testing.T) string {
	found, _ := filepath.Glob("../../.tools/stripe-mock-*/stripe-mock")
	if len(found) != 1 {
		t.Fatalf("stripe-mock: %d of them in .tools; ./build.sh test unit installs it", len(found))
	}
	program := exec.Command(found[0], "-http-addr", "127.0.0.1:", "-strict-version-check")
	said, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = program.Process.Kill() // it keeps nothing
		_ = program.Wait()
	})
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if _, address, ok := strings.Cut(lines.Text(), "HTTP at address: "); ok {
			return "http://" + address
		}
	}
	t.Fatal("stripe-mock listens nowhere")
	return ""
}

func double(t *testing.T) string {
	s := paytest.New(t)
	s.Set(paytest.Subscription{ID: "sub_1", Customer: "cus_1", Status: "active", Price: "price_1", Start: 1, PeriodStart: 1, PeriodEnd: 2})
	return s.URL
}

// TestContract: all that is asked of Stripe is what it takes, and our double
// answers it as Stripe's own does.
func TestContract(t *testing.T) {
	for name, start := range map[string]func(*testing.T) string{"Stripe's": mock, "ours": double} {
		t.Run(name, func(t *testing.T) {
			base := start(t)
			keeps(t, pay.New(paytest.Key, base, http.DefaultClient))
			if status := post(t, base, url.Values{"mode": {"subscription"}, "colour": {"blue"}}); status != http.StatusBadRequest {
				t.Errorf("a parameter that does not exist: %d", status)
			}
		})
	}
}

func keeps(t *testing.T, c *pay.Client) {
	order := pay.Order{ID: "o1", Price: "price_1", Email: "ada@clinic.example", Success: "https://a.example/done", Cancel: "https://a.example/",
		Expires: time.Now().Add(time.Hour).UnixMilli()}
	known := order
	known.ID, known.Email, known.Customer = "o2", "", "cus_1"
	for _, o := range []pay.Order{order, known} {
		if s, err := c.Checkout(t.Context(), o); err != nil || !strings.HasPrefix(s.ID, "cs_") || s.ExpiresAt == 0 {
			t.Errorf("checkout of %s: %+v, %v", o.ID, s, err)
		}
	}
	if page, err := c.Portal(t.Context(), "cus_1", "https://a.example/billing"); err != nil || !strings.HasPrefix(page, "https://") {
		t.Errorf("portal: %q, %v", page, err)
	}
	p, _, err := c.Subscription(t.Context(), "sub_1")
	if err != nil || p.ID != "sub_1" || p.Status != "active" || p.Customer == "" || p.Price == "" || p.Start == 0 || p.PeriodEnd == 0 {
		t.Errorf("subscription: %+v, %v", p, err)
	}
	if _, err := c.SubscriptionOfCharge(t.Context(), "ch_1"); err != nil {
		t.Errorf("the subscription of a charge: %v", err)
	}
}

// post opens a checkout by hand and returns the status.
func post(t *testing.T, base string, form url.Values) int {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/v1/checkout/sessions", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+paytest.Key)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}
