package main

import (
	"database/sql"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

const (
	columns = `given_name, family_name, email, job_title, department, manager_id, start_date, end_date, ni_number, date_of_birth, address, bank_account, sort_code`
	list    = `SELECT id, ` + columns + ` FROM rows ORDER BY family_name, given_name, id LIMIT 20`
	insert  = `INSERT INTO rows (id, ` + columns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	schema  = `CREATE TABLE IF NOT EXISTS rows (id TEXT PRIMARY KEY, ` + columns + `);
CREATE INDEX IF NOT EXISTS rows_by_name ON rows (family_name, given_name, id);
CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, password TEXT NOT NULL);`
)

// tenant is one file: statements for many readers and one writer.
type tenant struct {
	accounts     *sql.DB
	list, insert *sql.Stmt
}

func open(path string) (*tenant, error) {
	const settings = "?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=busy_timeout(5000)"
	reader, err := sql.Open("sqlite", "file:"+path+settings)
	if err != nil {
		return nil, err
	}
	writer, err := sql.Open("sqlite", "file:"+path+settings)
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if _, err := writer.Exec(schema); err != nil {
		return nil, err
	}
	t := &tenant{accounts: writer}
	if t.list, err = reader.Prepare(list); err != nil {
		return nil, err
	}
	t.insert, err = writer.Prepare(insert)
	return t, err
}

// row is a row in the order of the columns.
type row struct {
	ID         string  `json:"id"`
	GivenName  string  `json:"given_name"`
	FamilyName string  `json:"family_name"`
	Email      string  `json:"email"`
	JobTitle   *string `json:"job_title"`
	Department *string `json:"department"`
	ManagerID  *string `json:"manager_id"`
	StartDate  *string `json:"start_date"`
	EndDate    *string `json:"end_date"`
	NINumber   *string `json:"ni_number"`
	Birth      *string `json:"date_of_birth"`
	Address    *string `json:"address"`
	Account    *string `json:"bank_account"`
	SortCode   *string `json:"sort_code"`
}

func (r *row) fields() []any {
	return []any{&r.ID, &r.GivenName, &r.FamilyName, &r.Email, &r.JobTitle, &r.Department, &r.ManagerID, &r.StartDate,
		&r.EndDate, &r.NINumber, &r.Birth, &r.Address, &r.Account, &r.SortCode}
}
