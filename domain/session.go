package domain

import "time"

// How long a session lives (AUTH-4).
const (
	SessionIdle     = 30 * time.Minute
	SessionAbsolute = 12 * time.Hour
)

// User is an account as the application shows it.
type User struct {
	ID    string
	Email string
	Name  string
	Role  Role
}

// LoginFields is the log-in form.
var LoginFields = Fields{
	{Name: "email", Label: "Email address", Kind: Email, Required: true},
	{Name: "password", Label: "Password", Kind: Secret, Required: true},
}
