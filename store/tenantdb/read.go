package tenantdb

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
)

// Check runs the guard alone. Errors: domain.ErrUnauthenticated,
// domain.ErrForbidden, domain.ErrEnrolment, the refusals of the subscription window.
func (h *Handle) Check(ctx context.Context) (*Access, error) {
	if h.access == nil {
		if _, err := h.Read(ctx, func(*Access) []Query { return nil }); err != nil {
			return nil, err
		}
	}
	return h.access, nil
}

// Read runs the queries that build returns for the caller. On the first batch
// they are built for the token's claims, run behind the guard in one round
// trip, and built again only if the account's role has changed since. Errors:
// those of Check.
func (h *Handle) Read(ctx context.Context, build func(*Access) []Query) ([]db.Rows, error) {
	if h.access != nil {
		stmts, _, err := stmtsOf(build(h.access))
		if err != nil {
			return nil, err
		}
		return h.batch(ctx, stmts, false)
	}
	claimed := &Access{User: domain.User{ID: h.req.AccountID, Role: h.req.Role}}
	stmts, _, err := stmtsOf(build(claimed))
	if err != nil {
		return nil, err
	}
	rows, err := h.guarded(ctx, stmts, false)
	switch {
	case err != nil && rows != nil: // it is the guard that refuses
		return nil, errors.Join(err, h.unlock(ctx))
	case err != nil:
		return nil, err
	}
	if h.access.User.Role != claimed.User.Role {
		return h.Read(ctx, build)
	}
	return rows, nil
}

// guarded runs statements behind the guard and returns their rows; with an
// error of the guard's own, too.
func (h *Handle) guarded(ctx context.Context, stmts []db.Stmt, writes bool) ([]db.Rows, error) {
	g := h.guard()
	rows, err := h.batch(ctx, append(g.stmts, stmts...), g.writes || writes)
	if err != nil {
		return nil, err
	}
	return rows[len(g.stmts):], h.admit(g, rows)
}

// Visit runs steps for somebody who is not signed in, or for the operator: no
// guard stands before them, and they write no record.
func (h *Handle) Visit(ctx context.Context, steps ...Step) ([]db.Rows, error) {
	stmts, writes, err := stmtsOf(steps)
	if err != nil {
		return nil, err
	}
	return h.batch(ctx, stmts, writes)
}

func (h *Handle) batch(ctx context.Context, stmts []db.Stmt, writes bool) ([]db.Rows, error) {
	if len(stmts) == 0 {
		return nil, nil
	}
	Count(ctx)
	if writes {
		rows, err := h.site.db.Write(ctx, stmts, nil)
		return rows, ToDomainError(err)
	}
	rows, err := h.site.db.Read(ctx, stmts)
	return rows, ToDomainError(err)
}
