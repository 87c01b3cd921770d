package domain

// Courses declares what people are trained in (HR-2): for how long it is good,
// and for whom it is mandatory.
var Courses = &Resource{
	Table: &Table{Name: "courses", Entity: "course", Held: Held{Not: "the courses of the organisation"}, Called: []string{"name"}, Columns: []Column{
		{Field: Field{Name: "name", Label: "Name", Required: true, Max: 120}},
		{Field: Field{Name: "valid_months", Label: "Valid for (months)", Hint: "Leave empty if it does not expire", Kind: Integer}},
		{Field: Field{Name: "mandatory", Label: "Mandatory", Kind: Bool}},
		{Field: Field{Name: "roles", Label: "Mandatory for", Hint: "Tick none if it is for everybody", Kind: RoleSet}},
	}},
	Path: "/api/hr/courses", Page: "/courses", Module: ModuleHR,
	One: "course", Many: "Courses", Adds: "Add a course",
	Read: everybodyReads, Create: keepsRecords, Edit: keepsRecords,
	Filters: []string{"mandatory"}, Order: []string{"name"}, Sorts: []string{"valid_months"},
	Columned: []string{"valid_months", "mandatory", "roles"},
	Groups:   []Group{{"Course", []string{"name", "valid_months", "mandatory", "roles"}}},
	Refusals: []string{"course-exists"},
	Check:    checkCourse,
}

// everybodyReads is the reach of records that are about nobody.
var everybodyReads = Reaches{Admin: Everybody, HR: Everybody, Manager: Everybody, Finance: Everybody, ReadOnly: Everybody,
	Clinical: Everybody, Employee: Everybody}

// RoleSet is the kind of a set of an organisation's roles.
var RoleSet = setOf("roles", TenantRoles.Names(), roleLabel)

// mostMonths is a working life.
const mostMonths = 600

func checkCourse(get func(string) string, _ string) []FieldError {
	if n := Whole(get("valid_months")); get("valid_months") != "" && (n < 1 || n > mostMonths) {
		return []FieldError{{"valid_months", "out-of-range", "Valid for must be 1 to 600 months"}}
	}
	return nil
}

// ErrCourseExists refuses a second course of a name.
var ErrCourseExists = &Error{Code: "course-exists", Message: "There is a course of this name already."}

// Training declares who has completed which course (HR-2). Of several of the same
// course the one that lasts longest counts.
var Training = &Resource{
	Table: &Table{Name: "training", Entity: "training", Held: Held{Staff: "employee_id", Keep: KeepStaff}, Columns: []Column{
		{Field: Field{Name: "employee_id", Label: "Employee", Kind: ID, Required: true}, Of: "employees", Fixed: true},
		{Field: Field{Name: "course_id", Label: "Course", Kind: ID, Required: true}, Of: "courses", Fixed: true},
		{Field: Field{Name: "completed_on", Label: "Completed", Kind: Date, Required: true}},
		{Field: Field{Name: "expires_on", Label: "Expires", Hint: "Leave empty to follow the course", Kind: Date}},
		{Field: Field{Name: "certificate", Label: "Certificate", Kind: Attached, Options: certificates}},
	}},
	Path: "/api/hr/training", Page: "/training", Due: "expires_on", Module: ModuleHR, Area: AreaPeople,
	One: "training record", Many: "Training records", Menu: "Training", Adds: "Add training",
	Leads:   []Lead{{"Who is in date", "/training/matrix", MatrixRoles}, {"Courses", "/courses", TenantRoles}},
	Caption: "course_id",
	Subject: "employee_id", Read: readsBelow, Create: trains, Edit: trains,
	Filters: []string{"employee_id", "course_id"}, From: "expires_on", To: "expires_on",
	Order: []string{"expires_on"}, Sorts: []string{"completed_on", "expires_on"}, Columned: []string{"course_id", "completed_on", "expires_on"},
	Groups: []Group{{"Training", []string{"employee_id", "course_id", "completed_on", "expires_on", "certificate"}}},
	Lapse:  &Move{Name: "renew", Task: "Renew training", Within: ExpiresSoon, Every: 28, By: seesToRenews},
	Renews: []string{"course_id"},
	Check:  checkTraining,
}

// trains is who records training: people their own, leaders of those below them.
var trains = Reaches{Admin: Everybody, HR: Everybody, Manager: Below, Finance: Own, ReadOnly: Own, Clinical: Own, Employee: Own}

// MatrixRoles are those that see courses by person: of whom they read training.
const MatrixRoles = TenantRoles &^ Roles(Finance)

func checkTraining(get func(string) string, today string) (bad []FieldError) {
	done, expires := get("completed_on"), get("expires_on")
	if done > today {
		bad = append(bad, FieldError{"completed_on", "in-future", "Completed must not be in the future"})
	}
	if expires != "" && expires < done {
		bad = append(bad, FieldError{"expires_on", "before-start", "Expires must not be before the day of completion"})
	}
	return bad
}

// Standing is how somebody stands in a course.
type Standing struct{ Label, Colour string }

// StandingOf is how somebody stands who has completed a course until a day
// (Unexpiring: for ever; "": has not), on a day and on one that is soon.
func StandingOf(until string, required bool, today, soon string) Standing {
	switch {
	case until == "" && required:
		return Standing{"Missing", "red"}
	case until == "":
		return Standing{"Not required", ""}
	case until < today:
		return Standing{"Out of date", "red"}
	case until <= soon:
		return Standing{"Expires soon", "yellow"}
	}
	return Standing{"In date", "green"}
}

// Unexpiring is the day until which training is good that does not expire.
const Unexpiring = "9999-12-31"
