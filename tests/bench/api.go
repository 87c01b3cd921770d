package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

const password = "ringfence-demo-passphrase"

// work is one of the four things that are measured.
type work string

// The works: log in, authenticated read, authenticated write, session check.
const (
	login work = "W1"
	list  work = "W2"
	add   work = "W3"
	check work = "W4"
)

// account is who asks, in one tenant.
type account struct {
	slug, token string
}

func (a account) host() string  { return a.slug + ".localhost" }
func (a account) email() string { return "hr@" + a.slug + ".example" }

// api is how a contestant is spoken to.
type api struct {
	seedPath, seedEach string // each: JSON beside "slug" and "email"
	loginPath, loginAs string // the name of the field that holds the email address
	listPath, listed   string // and the name of the field that holds the rows
	addPath, addBeside string // addBeside: JSON beside the row; %s is the slug
	addStatus          int
	checkMethod        string
	checkPath          string
}

var (
	ringfenceAPI = api{seedPath: "/dev/seed", seedEach: `,"staff":1`, loginPath: "/api/auth/login", loginAs: "email",
		listPath: "/api/hr/employees?limit=20", listed: "items", addPath: "/api/hr/employees", addStatus: 201,
		checkMethod: "GET", checkPath: "/api/auth/session"}
	peerAPI = api{seedPath: "/seed", loginPath: "/login", loginAs: "email",
		listPath: "/rows", listed: "items", addPath: "/rows", addStatus: 201, checkMethod: "GET", checkPath: "/session"}
	bareAPI       = with(peerAPI, func(a *api) { a.addStatus = 200 })
	pocketbaseAPI = api{seedPath: "/seed", loginPath: "/api/collections/users/auth-with-password", loginAs: "identity",
		listPath: "/api/collections/rows/records?perPage=20&skipTotal=1&sort=family_name,given_name,id", listed: "items",
		addPath: "/api/collections/rows/records", addBeside: `,"organisation":%q`, addStatus: 200,
		checkMethod: "POST", checkPath: "/api/collections/users/auth-refresh"}
)

func with(a api, change func(*api)) api { change(&a); return a }

// request builds a whole request.
func request(method, host, path, token, body string) []byte {
	head := method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n"
	if token != "" {
		head += "Authorization: Bearer " + token + "\r\n"
	}
	if body != "" {
		head += fmt.Sprintf("Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	return []byte(head + "\r\n" + body)
}

// do is the request of one work by one account, and the status it must get.
func (p api) do(w work, a account) ([]byte, int) {
	switch w {
	case login:
		return request("POST", a.host(), p.loginPath, "", fmt.Sprintf(`{%q:%q,"password":%q}`, p.loginAs, a.email(), password)), 200
	case list:
		return request("GET", a.host(), p.listPath, a.token, ""), 200
	case add:
		return p.row(a, 99), p.addStatus
	}
	return request(p.checkMethod, a.host(), p.checkPath, a.token, ""), 200
}

// seed makes the tenants; they have no rows of ours yet.
func (p api) seed(accounts []account) []byte {
	each := make([]string, len(accounts))
	for i, a := range accounts {
		each[i] = fmt.Sprintf(`{"slug":%q,"email":%q%s}`, a.slug, a.email(), p.seedEach)
	}
	return request("POST", "localhost", p.seedPath, "", `{"tenants":[`+strings.Join(each, ",")+`]}`)
}

// row adds row i: every field that is not personal, and two that this project
// seals. Its family name puts it before the demo data.
func (p api) row(a account, i int) []byte {
	beside := ""
	if p.addBeside != "" {
		beside = fmt.Sprintf(p.addBeside, a.slug)
	}
	return request("POST", a.host(), p.addPath, a.token, fmt.Sprintf(`{"given_name":"Staff %02d","family_name":"Aaronson",`+
		`"email":"staff.%02d@%s.example","job_title":"Staff nurse","department":"Ward 3","start_date":"2021-04-01",`+
		`"ni_number":"AB1234%02dC","bank_account":"001234%02d"%s}`, i, i, a.slug, i, i, beside))
}

// tokenIn finds the token in the answer to a log-in.
func tokenIn(body []byte) (string, error) {
	var answer struct{ Token string }
	err := json.Unmarshal(body, &answer)
	if err == nil && answer.Token == "" {
		err = fmt.Errorf("no token in %.80q", body)
	}
	return answer.Token, err
}

// rowsIn counts the rows of a list that have the fields we gave them.
func (p api) rowsIn(body []byte) (int, error) {
	var answer map[string]json.RawMessage
	if err := json.Unmarshal(body, &answer); err != nil {
		return 0, err
	}
	var rows []map[string]any
	err := json.Unmarshal(answer[p.listed], &rows)
	n := 0
	for _, r := range rows {
		if r["family_name"] == "Aaronson" && len(fmt.Sprint(r["ni_number"])) == 9 && len(fmt.Sprint(r["bank_account"])) == 8 {
			n++
		}
	}
	return n, err
}
