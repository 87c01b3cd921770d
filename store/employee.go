package store

import (
	"ringfence/domain"
	"ringfence/store/tenantdb"
)

// managerFits: the manager is another member of staff who does not, at any
// distance, report to the employee.
var managerFits = tenantdb.Rule{
	Columns: []string{"manager_id"},
	Holds: `new.manager_id IS NULL OR EXISTS (SELECT 1 FROM employees WHERE id = new.manager_id) AND NOT EXISTS (
  WITH RECURSIVE above(id) AS (
    SELECT new.manager_id
    UNION
    SELECT e.manager_id FROM employees e JOIN above a ON e.id = a.id WHERE e.manager_id IS NOT NULL)
  SELECT 1 FROM above WHERE id = new.id)`,
	Refusal: domain.Invalid(errManager),
}

var errManager = domain.FieldError{Field: "manager_id", Code: "not-found", Message: "Manager must be another member of staff who does not report to this one"}

var managerColumn = domain.Employees.Index("manager_id")
