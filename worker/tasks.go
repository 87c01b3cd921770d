//go:build !js

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ringfence/store"
)

// migrate brings every tenant forward, or says where each one stands.
func migrate(ctx context.Context, args []string) error {
	h := &host{}
	set := flags("migrate", h)
	status := set.Bool("status", false, "only say who is at which version")
	if err := h.parse(set, args); err != nil {
		return err
	}
	app, err := h.app()
	if err != nil {
		return err
	}
	defer app.Store().Close()
	failed := 0
	if !*status {
		tried, bad, err := app.Store().MigrateAll(ctx, 0)
		if err != nil {
			return err
		}
		failed = bad
		fmt.Printf("%d migrated, %d failed\n", tried-bad, bad)
	}
	if err := printVersions(ctx, app.Store()); err != nil {
		return err
	}
	if failed > 0 {
		return errors.New("some tenants could not be migrated; mend them and run this again")
	}
	return nil
}

func printVersions(ctx context.Context, s *store.Store) error {
	list, err := s.Migrations(ctx)
	for _, m := range list {
		fmt.Printf("%-40s %4d  %s  %s\n", m.Slug, m.Version, time.UnixMilli(m.At).UTC().Format(time.DateTime), m.Error)
	}
	return err
}

// verify checks a tenant's ledger from its first entry to its last.
func verify(ctx context.Context, args []string) error {
	h := &host{}
	set := flags("verify", h)
	slug := set.String("tenant", "", "slug of the tenant")
	if err := h.parse(set, args); err != nil {
		return err
	}
	app, err := h.app()
	if err != nil {
		return err
	}
	defer app.Store().Close()
	report, err := app.Store().VerifyTenant(ctx, *slug)
	if err != nil {
		return err
	}
	fmt.Printf("valid=%t entries=%d head=%s first_bad=%d\n", report.Valid, report.Entries, report.Head, report.FirstBad)
	if !report.Valid {
		return errors.New("the ledger does not hold")
	}
	return nil
}
