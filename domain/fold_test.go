package domain_test

import (
	"slices"
	"testing"

	"ringfence/domain"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "Novák": "novak", "ZOË O’NEILL": "zoe o'neill", "Łukasz Żółć": "lukasz zolc", "Siân Ŵyn": "sian wyn", "Straße": "strasse",
		"Nova\u0301k": "novak", "Ærø": "aero", "Ünal Çağrı": "unal cagri", "看護師": "看護師", "Ελένη": "ελένη",
	} {
		if got := domain.Fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := domain.SearchWords("  Adeyemi\tGRACE 1 2 3 4 5 6 7 "); !slices.Equal(got, []string{"adeyemi", "grace", "1", "2", "3", "4", "5", "6"}) {
		t.Errorf("%q", got)
	}
}
