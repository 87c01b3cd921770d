package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"ringfence/domain"
	"ringfence/domain/csvio"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// ImportJob is the kind of job that checks a file of records, new ones and changes
// of those that are there. Nothing is written until whoever sent it confirms (HR-3).
const ImportJob = "import"

const (
	shownErrors  = 500 // of an import, in its result
	shownPreview = 50
)

// StartImport decides to check a file that was kept, of records of a resource. Errors: those of StartJob.
func (t *Tenant) StartImport(ctx context.Context, r *domain.Resource, f *domain.File) (domain.Job, *Change, error) {
	o := domain.Object{}
	input := o.Text("table", r.Name).Text("file", f.ID).Text("role", t.gate.Access().User.Role.String()).String()
	j, c, err := t.StartJob(ctx, ImportJob, input)
	if err != nil {
		return j, nil, err
	}
	return j, c, t.AttachFile(c, f, domain.Jobs.Entity, j.ID)
}

// imported is what a file has.
type imported struct {
	of     *domain.Resource
	rows   int64
	good   []*importRow
	errors []rowError
	bad    int64 // rows that are not good
}

// importRow is a row that is good.
type importRow struct {
	number  int           // in the file
	written []string      // values beside the columns, with references as they stand in the file
	old     domain.Record // of whom it is about; without values: of nobody who is there
	rec     domain.Record // as it is to stand
}

func (row *importRow) adds() bool { return row.old.Values == nil }

func (row *importRow) writes() bool { return !slices.Equal(row.old.Values, row.rec.Values) }

type rowError struct {
	row int
	domain.FieldError
}

func (in *imported) refuse(row int, bad ...domain.FieldError) {
	in.bad++
	for _, e := range bad {
		in.errors = append(in.errors, rowError{row, e})
	}
}

// keep leaves the good rows for which fits finds nothing wrong.
func (in *imported) keep(fits func(*importRow) *domain.FieldError) {
	in.good = slices.DeleteFunc(in.good, func(row *importRow) bool {
		bad := fits(row)
		if bad != nil {
			in.refuse(row.number, *bad)
		}
		return bad != nil
	})
}

// importSlice checks the whole file.
func importSlice(ctx context.Context, t *Tenant, s *Slice) error {
	r, role, file, err := parseImport(s.Input)
	if err != nil {
		return err
	}
	in, err := t.readImport(ctx, r, role, file)
	if err != nil {
		return err
	}
	s.Finished, s.Done, s.Total, s.Result = true, in.rows, in.rows, in.json(role, file)
	return nil
}

// readImport reads a file that belongs to a job, and holds its rows against the
// declaration and against what is there.
func (t *Tenant) readImport(ctx context.Context, r *domain.Resource, role domain.Role, file string) (*imported, error) {
	rows, err := t.gate.Visit(ctx, tenantdb.Select(`SELECT id, name, media_type, bytes, parts, sha256 FROM files WHERE id = ? AND entity = ?`,
		db.Text(file), db.Text(domain.Jobs.Entity)), staffQuery)
	if err != nil {
		return nil, err
	}
	content, err := t.openFile(rows[0])
	if err != nil {
		return nil, err
	}
	in := &imported{of: r}
	reader, err := csvio.NewReader(&partsReader{ctx: ctx, from: content}, csvio.Limits{})
	var broken *csvio.Error
	switch {
	case errors.As(err, &broken):
		in.broken(broken)
		return in, nil
	case err != nil:
		return nil, err
	}
	sheet, bad := domain.NewSheet(r, role, reader.Header(), domain.Today(t.gate.Now()))
	if bad != nil {
		in.refuse(1, bad...)
		return in, nil
	}
	if err := in.take(reader, sheet); err != nil {
		return nil, err
	}
	err = t.recognise(ctx, in, sheet, role, newStaff(rows[1]))
	slices.SortStableFunc(in.errors, func(a, b rowError) int { return a.row - b.row })
	return in, err
}

// take reads the rows. What cannot be read as a row ends it.
func (in *imported) take(reader *csvio.Reader, sheet *domain.Sheet) error {
	for {
		cells, err := reader.Next()
		var broken *csvio.Error
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, &broken):
			in.rows++
			in.broken(broken)
			if broken.Code != csvio.CodeCells {
				return nil
			}
			continue
		case err != nil:
			return err
		}
		if in.rows++; in.rows > domain.MostImported {
			in.refuse(reader.Row(), domain.FieldError{Field: "file", Code: "too-many", Message: "The file has more than " +
				domain.Count(domain.MostImported) + " rows: send it in parts"})
			return nil
		}
		for i := range cells {
			cells[i] = csvio.Unguard(cells[i])
		}
		values, bad := sheet.Row(cells)
		if bad != nil {
			in.refuse(reader.Row(), bad...)
			continue
		}
		in.good = append(in.good, &importRow{number: reader.Row(), written: values})
	}
}

func (in *imported) broken(e *csvio.Error) {
	in.refuse(e.Row, domain.FieldError{Field: "file", Code: e.Code, Message: domain.Capital(e.Error())})
}

// partsReader is a file as a stream.
type partsReader struct {
	ctx  context.Context
	from *FileReader
	part bytes.Reader
}

// Read reads on.
func (p *partsReader) Read(b []byte) (int, error) {
	for p.part.Len() == 0 {
		next, err := p.from.Next(p.ctx)
		if err != nil {
			return 0, err
		}
		p.part.Reset(next)
	}
	return p.part.Read(b)
}
