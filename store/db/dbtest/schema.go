package dbtest

import (
	"context"
	"testing"

	"ringfence/store/db"
)

// schema asks for what migrations rely on.
func schema(t *testing.T, open Opener) {
	d := opened(t, open)
	t.Run("a table altered under cached statements", func(t *testing.T) { altered(t, d) })
	t.Run("triggers run", func(t *testing.T) { triggers(t, d) })
	t.Run("a view's trigger raises", func(t *testing.T) { viewRaises(t, d) })
	t.Run("generated columns and partial indexes", func(t *testing.T) { generated(t, d) })
}

func altered(t *testing.T, d db.DB) {
	Exec(t, d, `CREATE TABLE a (n INTEGER) STRICT`, `INSERT INTO a VALUES (1)`)
	if got := render(Read(t, d, db.Q(`SELECT * FROM a`))[0]); got != "1" {
		t.Errorf("%q", got)
	}
	Exec(t, d, `ALTER TABLE a ADD COLUMN s TEXT NOT NULL DEFAULT 'new'`)
	if got := render(Read(t, d, db.Q(`SELECT * FROM a`))[0]); got != "1|new" {
		t.Errorf("after ALTER TABLE %q", got)
	}
	Exec(t, d, `DROP TABLE a`)
	_, err := d.Read(context.Background(), []db.Stmt{db.Q(`SELECT * FROM a`)})
	WantKind(t, err, db.Internal)
}

func triggers(t *testing.T, d db.DB) {
	Exec(t, d,
		`CREATE TABLE m (n INTEGER NOT NULL) STRICT`,
		`CREATE TABLE log (what TEXT NOT NULL) STRICT`,
		`CREATE TRIGGER m_logged AFTER UPDATE OF n ON m
		BEGIN
			INSERT INTO log VALUES (CASE WHEN NEW.n > OLD.n THEN 'up' ELSE 'down' END);
			DELETE FROM log WHERE what = 'nothing; END';
		END`,
		`INSERT INTO m VALUES (1)`,
		`UPDATE m SET n = 2`,
		`UPDATE m SET n = 0`)
	if got := render(Read(t, d, db.Q(`SELECT what FROM log ORDER BY rowid`))[0]); got != "up\ndown" {
		t.Errorf("%q", got)
	}
}

// viewRaises is how a batch asserts: an insert into a view raises.
func viewRaises(t *testing.T, d db.DB) {
	Exec(t, d,
		`CREATE TABLE kept (n INTEGER) STRICT`,
		`CREATE VIEW demand AS SELECT NULL AS ok WHERE 0`,
		`CREATE TRIGGER demand_raises INSTEAD OF INSERT ON demand WHEN NOT NEW.ok
		BEGIN
			SELECT RAISE(ABORT, 'ringfence:demand-not-met');
		END`)
	_, err := d.Write(context.Background(), []db.Stmt{
		db.Q(`INSERT INTO kept VALUES (1)`),
		db.Q(`INSERT INTO demand (ok) SELECT count(*) > 1 FROM kept`),
	}, nil)
	if !db.IsRaised(err, "demand-not-met") {
		t.Errorf("%v", err)
	}
	Write(t, d, nil, db.Q(`INSERT INTO demand (ok) SELECT count(*) = 0 FROM kept`))
	if n := Count(t, d, `SELECT count(*) FROM kept`); n != 0 {
		t.Errorf("%d rows kept", n)
	}
}

func generated(t *testing.T, d db.DB) {
	Exec(t, d,
		`CREATE TABLE g (j TEXT NOT NULL, name TEXT AS (json_extract(j, '$.name')) STORED, gone INTEGER) STRICT`,
		`CREATE UNIQUE INDEX g_name ON g (name) WHERE gone IS NULL`,
		`INSERT INTO g (j, gone) VALUES ('{"name":"x"}', 1), ('{"name":"x"}', NULL)`)
	_, err := d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO g (j) VALUES (?)`, db.Text(`{"name":"x"}`))}, nil)
	WantKind(t, err, db.Unique)
}
