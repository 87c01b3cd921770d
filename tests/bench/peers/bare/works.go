package main

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var secret = []byte("a key of 32 bytes for the benchmark")

func (s *server) login(r *http.Request) (any, error) {
	var in struct{ Email, Password string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return nil, err
	}
	t, err := s.tenantOf(r)
	if err != nil {
		return nil, err
	}
	var email string
	if err := t.accounts.QueryRow(`SELECT email FROM accounts WHERE email = ? AND password = ?`, in.Email, in.Password).Scan(&email); err != nil {
		return nil, err
	}
	claims := jwt.RegisteredClaims{Subject: email, ExpiresAt: jwt.NewNumericDate(time.Now().Add(12 * time.Hour))}
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(secret)
	return map[string]string{"token": token}, err
}

func check(r *http.Request) (string, error) {
	var claims jwt.RegisteredClaims
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	_, err := jwt.ParseWithClaims(token, &claims, func(*jwt.Token) (any, error) { return secret, nil }, jwt.WithValidMethods([]string{"HS256"}))
	return claims.Subject, err
}

func (s *server) session(r *http.Request) (any, error) {
	user, err := check(r)
	return map[string]string{"user": user}, err
}

func (s *server) rows(r *http.Request) (any, error) {
	if _, err := check(r); err != nil {
		return nil, err
	}
	t, err := s.tenantOf(r)
	if err != nil {
		return nil, err
	}
	found, err := t.list.QueryContext(r.Context())
	if err != nil {
		return nil, err
	}
	defer found.Close()
	items := make([]row, 0, 20)
	for found.Next() {
		items = append(items, row{})
		if err := found.Scan(items[len(items)-1].fields()...); err != nil {
			return nil, err
		}
	}
	return map[string][]row{"items": items}, found.Err()
}

func (s *server) add(r *http.Request) (any, error) {
	if _, err := check(r); err != nil {
		return nil, err
	}
	in := row{ID: rand.Text()}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return nil, err
	}
	t, err := s.tenantOf(r)
	if err != nil {
		return nil, err
	}
	_, err = t.insert.ExecContext(r.Context(), in.fields()...)
	return in, err
}
