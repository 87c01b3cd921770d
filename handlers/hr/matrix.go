package hr

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"ringfence/domain"
	"ringfence/domain/csvio"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

const matrixPath = "/training/matrix"

var departmentParam = web.TextParam("department", "Only people of this department")

// matrixRoutes show who is in date in which course.
func matrixRoutes() []web.Route {
	return []web.Route{
		web.Page(matrixPath, "Who is in date in which course", matrixPage).For(web.AnyOf(domain.MatrixRoles)).
			Query(append([]web.Param{departmentParam}, web.PageParams...)...).Module(domain.ModuleHR),
		web.Page(matrixPath+".csv", "The same as CSV", matrixCSV).For(web.AnyOf(domain.MatrixRoles)).
			Query(departmentParam).Large().Module(domain.ModuleHR),
	}
}

// MatrixPage is people by courses.
type MatrixPage struct {
	pages.Shell
	Filters []pages.FormField
	Active  bool
	Courses []string
	Rows    []MatrixRow
	Count   string
	Export  string
	Pages   pages.Pagination
}

// MatrixRow is somebody, with a cell for each course.
type MatrixRow struct {
	Name, Href, Below string
	Cells             []MatrixCell
}

// MatrixCell is how they stand, in words; Until is a day, or "".
type MatrixCell struct {
	domain.Standing
	Until string
}

// matrixPage answers GET /training/matrix.
func matrixPage(c *web.Call) error {
	q := c.Query()
	f := store.MatrixFilter{Department: q.Text("department"), After: q.Text("cursor"), Limit: q.Limit()}
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	m, err := c.Tenant().TrainingMatrix(c.Context(), f, c.Today())
	if err != nil {
		return err
	}
	page := MatrixPage{Shell: c.Shell("Who is in date", c.Tenant().Access()).Under("Training", "/training"), Courses: m.Courses,
		Count: domain.Plural(m.Total, "person", "people"), Active: f.Department != "",
		Export: matrixPath + ".csv" + c.Narrowed([]web.Param{departmentParam})}
	page.Filters = []pages.FormField{departmentField(m.Departments, f.Department)}
	people, leads := web.Paged(c, m.People, f.Limit, func(p store.MatrixPerson) string { return p.ID })
	page.Pages = leads
	for _, p := range people {
		page.Rows = append(page.Rows, MatrixRow{p.Name, "/training?employee_id=" + p.ID, p.JobTitle, cells(p, c.Today())})
	}
	return c.Render(http.StatusOK, matrix(page))
}

// departmentField narrows a page to the people of a department.
func departmentField(list []store.Option, chosen string) pages.FormField {
	options := []pages.Option{{Label: "All"}}
	for _, o := range list {
		options = append(options, pages.Option(o))
	}
	return pages.FormField{Name: "department", Label: "Department", Kind: pages.Select, Value: chosen, Options: options, Required: true}
}

func cells(p store.MatrixPerson, today string) (list []MatrixCell) {
	soon := daysAfter(today, domain.ExpiresSoon)
	for _, cell := range p.Courses {
		shown := MatrixCell{Standing: domain.StandingOf(cell.Until, cell.Required, today, soon)}
		if cell.Until != domain.Unexpiring {
			shown.Until = cell.Until
		}
		list = append(list, shown)
	}
	return list
}

// daysAfter is a day so many days after another.
func daysAfter(day string, n int) string {
	t, _ := time.Parse(time.DateOnly, day) // it is the clock's
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// matrixAtOnce is how many people are read at once.
const matrixAtOnce = 500

var errCoursesChanged = errors.New("hr: a course was added or renamed while the matrix was sent")

// matrixCSV answers GET /training/matrix.csv, part by part.
func matrixCSV(c *web.Call) error {
	q := c.Query()
	f := store.MatrixFilter{Department: q.Text("department"), Limit: matrixAtOnce}
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	c.SetHeader("Content-Disposition", `attachment; filename="training-matrix.csv"`)
	var courses []string
	first, last := true, false
	return c.Stream("text/csv; charset=utf-8", -1, func() ([]byte, error) {
		if last {
			return nil, io.EOF
		}
		m, err := c.Tenant().TrainingMatrix(c.Context(), f, c.Today())
		if err == nil && !first && !slices.Equal(courses, m.Courses) {
			err = errCoursesChanged
		}
		if err != nil {
			return nil, err
		}
		text := matrixPart(m, f.Limit, first, c.Today())
		courses = m.Courses
		if first, last = false, len(m.People) <= f.Limit; !last {
			f.After = m.People[f.Limit-1].ID
		}
		return text, nil
	})
}

func matrixPart(m store.Matrix, limit int, first bool, today string) []byte {
	text := bytes.Buffer{}
	w := csvio.NewWriter(&text, first)
	if first {
		_ = w.WriteText(append([]string{"Name", "Job title", "Department"}, m.Courses...)...) // a bytes.Buffer does not fail
	}
	for _, p := range m.People[:min(len(m.People), limit)] {
		row := []string{p.Name, p.JobTitle, p.Department}
		for _, cell := range cells(p, today) {
			row = append(row, cell.Label+below(cell.Until))
		}
		_ = w.WriteText(row...)
	}
	return text.Bytes()
}

// below says until when, behind how somebody stands.
func below(until string) string {
	if until == "" {
		return ""
	}
	return ", " + until
}
