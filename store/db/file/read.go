//go:build !js

package file

import (
	"context"

	"ringfence/store/db"
)

// Read implements db.DB. The context is looked at between statements.
func (d *DB) Read(ctx context.Context, stmts []db.Stmt) ([]db.Rows, error) {
	if err := db.Check(ctx, stmts); err != nil {
		return nil, err
	}
	c, err := d.acquire(ctx)
	if err != nil {
		return nil, err
	}
	fit := false
	defer func() { d.release(c, fit) }() // after a panic too
	out, err := c.snapshot(ctx, stmts)
	fit = err == nil || c.rollback()
	return out, err
}

// snapshot runs stmts in a read transaction; one statement is one by itself.
func (c *conn) snapshot(ctx context.Context, stmts []db.Stmt) ([]db.Rows, error) {
	if len(stmts) == 1 {
		rows, err := c.read(stmts[0].SQL, stmts[0].Args)
		return []db.Rows{rows}, err
	}
	if _, err := c.run("BEGIN", nil); err != nil {
		return nil, err
	}
	out, err := c.all(ctx, stmts)
	if err != nil {
		return nil, err
	}
	_, err = c.run("COMMIT", nil)
	return out, err
}

func (c *conn) all(ctx context.Context, stmts []db.Stmt) ([]db.Rows, error) {
	out := make([]db.Rows, len(stmts))
	for i := range stmts {
		if err := ctx.Err(); err != nil {
			return nil, db.Cancelled(err)
		}
		var err error
		if out[i], err = c.read(stmts[i].SQL, stmts[i].Args); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rollback ends a transaction that failed, and says whether the connection is
// fit for another: SQLite may have rolled back by itself, which is well too.
func (c *conn) rollback() bool {
	_, err := c.run("ROLLBACK", nil)
	return err == nil || noTransaction(err)
}
