package handlers

import (
	"ringfence/domain"
	"ringfence/store"
)

// mfa answers POST /api/auth/mfa (AUTH-6).
func mfa(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	entry, err := c.answer(in)
	if err != nil {
		return err
	}
	return c.entered(entry)
}

// answer takes the second step of signing in.
func (c *call) answer(in *domain.Input) (*store.Entry, error) {
	if err := c.canEnter(); err != nil {
		return nil, err
	}
	return c.visitor().Answer(c.ctx(), in.Get("challenge"), in.Get("code"), deviceOf(c.r))
}
