package domain_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"ringfence/domain"
)

// The secret of the test vectors of RFC 4226 appendix D and RFC 6238 appendix B.
var rfcSecret = []byte("12345678901234567890")

func TestTOTPCode(t *testing.T) {
	t.Run("RFC 6238 appendix B, the last six of its eight digits", func(t *testing.T) {
		for seconds, want := range map[int64]string{
			59: "287082", 1111111109: "081804", 1111111111: "050471",
			1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
		} {
			step := domain.TOTPStep(time.Unix(seconds, 0))
			if got := domain.TOTPCode(rfcSecret, step); got != want {
				t.Errorf("at %d: %s, not %s", seconds, got, want)
			}
		}
	})
	t.Run("RFC 4226 appendix D", func(t *testing.T) {
		for step, want := range strings.Fields("755224 287082 359152 969429 338314 254676 287922 162583 399871 520489") {
			if got := domain.TOTPCode(rfcSecret, int64(step)); got != want {
				t.Errorf("step %d: %s, not %s", step, got, want)
			}
		}
	})
}

func TestTOTPMatch(t *testing.T) {
	const step = 37_037_036 // 1111111109 s is its last but one second
	now := time.Unix(1111111109, 0)
	for _, c := range []struct {
		name string
		code string
		last int64
		want int64 // 0: refused
	}{
		{"this step", domain.TOTPCode(rfcSecret, step), 0, step},
		{"the step before", domain.TOTPCode(rfcSecret, step-1), 0, step - 1},
		{"the step after", domain.TOTPCode(rfcSecret, step+1), 0, step + 1},
		{"as an app shows it", "081 804", 0, step},
		{"two steps before", domain.TOTPCode(rfcSecret, step-2), 0, 0},
		{"two steps after", domain.TOTPCode(rfcSecret, step+2), 0, 0},
		{"used", domain.TOTPCode(rfcSecret, step), step, 0},
		{"older than one that was used", domain.TOTPCode(rfcSecret, step-1), step, 0},
		{"newer than one that was used", domain.TOTPCode(rfcSecret, step+1), step, step + 1},
		{"one digit wrong", "081805", 0, 0},
		{"eight digits", "07081804", 0, 0},
		{"cut short", "08180", 0, 0},
		{"nothing", "", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := domain.TOTPMatch(rfcSecret, c.code, now, c.last)
			if got != c.want || ok != (c.want != 0) {
				t.Errorf("step %d, %v; want %d", got, ok, c.want)
			}
		})
	}
}

// By chance two steps in a row can have one code: using it in the first must
// not use it up for the second.
func TestTOTPMatch_oneCodeInTwoSteps(t *testing.T) {
	const step, code = 910737, "911617"
	if domain.TOTPCode(rfcSecret, step) != code || domain.TOTPCode(rfcSecret, step+1) != code {
		t.Fatal("these steps have two codes")
	}
	now := time.Unix(step*30, 0)
	for last, want := range map[int64]int64{step - 1: step, step: step + 1, step + 1: 0} {
		if got, _ := domain.TOTPMatch(rfcSecret, code, now, last); got != want {
			t.Errorf("after %d: step %d, not %d", last, got, want)
		}
	}
}

func TestTOTPText(t *testing.T) {
	const demo = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	for _, typed := range []string{demo, strings.ToLower(demo), "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP", demo + "===="} {
		secret, ok := domain.ParseTOTPText(typed)
		if !ok || len(secret) != domain.TOTPSecretSize || domain.TOTPText(secret) != demo {
			t.Errorf("%q: %x, %v", typed, secret, ok)
		}
	}
	for _, typed := range []string{"", "====", "01890189", "JBSWY3DÉ"} {
		if secret, ok := domain.ParseTOTPText(typed); ok {
			t.Errorf("%q was read as %x", typed, secret)
		}
	}
}

func TestTOTPAddress(t *testing.T) {
	got := domain.TOTPAddress("Dr. Smith: Sons & Co", "a+b@northgate.example", rfcSecret)
	if strings.ContainsAny(got, " ") || strings.Contains(strings.Split(got, "?")[1], "+") {
		t.Errorf("a space is not %%20: %s", got)
	}
	at, err := url.Parse(got)
	if err != nil {
		t.Fatal(err)
	}
	if at.Scheme != "otpauth" || at.Host != "totp" || at.Path != "/Dr. Smith  Sons & Co:a+b@northgate.example" {
		t.Errorf("scheme %q, type %q, label %q", at.Scheme, at.Host, at.Path)
	}
	for name, want := range map[string]string{
		"secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "issuer": "Dr. Smith  Sons & Co",
		"algorithm": "SHA1", "digits": "6", "period": "30",
	} {
		if at.Query().Get(name) != want {
			t.Errorf("%s is %q, not %q", name, at.Query().Get(name), want)
		}
	}
}
