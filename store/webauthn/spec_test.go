package webauthn

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
)

// specResponse is one half of a vector, in hex.
type specResponse struct {
	Challenge  string
	ClientData string `json:"client_data"`
	AuthData   string `json:"auth_data"`
	Signature  string
}

func (r specResponse) party(t *testing.T) Party {
	want := base64.RawURLEncoding.EncodeToString(fromHex(t, r.Challenge))
	return Party{ID: "example.org", Origin: "https://example.org", Issued: func(c string) bool { return c == want }}
}

func fromHex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What of §16's responses is refused, and why: ours must verify the user, in
// no frame of another site, with an algorithm that was offered.
var specRefusals = map[string][2]error{
	"16.2":  {NotVerified, NotVerified},
	"16.3":  {nil, NotVerified},
	"16.4":  {WrongOrigin, WrongOrigin},
	"16.5":  {WrongOrigin, WrongOrigin},
	"16.6":  {NotVerified, nil},
	"16.7":  {nil, nil},
	"16.8":  {NotVerified, WrongKey},
	"16.9":  {WrongKey, NotVerified},
	"16.10": {nil, NotVerified},
	"16.11": {NotVerified, NotVerified},
	"16.13": {nil, nil},
}

// TestSpecification: the vectors of Web Authentication Level 3, §16.
func TestSpecification(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/spec.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Section, Name string
		PublicKey     string       `json:"public_key"`
		Register      specResponse `json:"register"`
		SignIn        specResponse `json:"sign_in"`
	}
	if err := json.Unmarshal(text, &vectors); err != nil || len(vectors) != len(specRefusals) {
		t.Fatal(len(vectors), err)
	}
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			want, der := specRefusals[v.Section], fromHex(t, v.PublicKey)
			r, s := v.Register, v.SignIn
			_, err := r.party(t).Register(Registration{fromHex(t, r.ClientData), fromHex(t, r.AuthData), der})
			if err != want[0] {
				t.Errorf("registered: %v, want %v", err, want[0])
			}
			assertion := Assertion{fromHex(t, s.ClientData), fromHex(t, s.AuthData), fromHex(t, s.Signature)}
			if _, err := s.party(t).Verify(Credential{PublicKey: der}, assertion); err != want[1] {
				t.Errorf("signed in: %v, want %v", err, want[1])
			}
			specSignature(t, der, assertion)
		})
	}
}

// specSignature holds the signature alone, of the algorithms that are ours.
func specSignature(t *testing.T, der []byte, s Assertion) {
	key, err := parseKey(der)
	if err != nil {
		return
	}
	signed := append(append([]byte(nil), s.AuthData...), hashOf(s.ClientData)...)
	if !key.verifies(signed, s.Signature) {
		t.Error("the signature does not hold")
	}
	signed[0] ^= 1
	if key.verifies(signed, s.Signature) {
		t.Error("the signature holds over something else")
	}
}
