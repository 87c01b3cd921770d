package domain

import "ringfence/domain/leave"

// LeaveRuleFields are what an organisation decides of annual leave.
var LeaveRuleFields = Fields{
	{Name: "nation", Label: "Whose bank holidays", Kind: Choice, Options: leave.Nations, Required: true},
	{Name: "first_month", Label: "Month in which the leave year begins", Hint: "Its number: 1 for January, 4 for April", Kind: Integer, Required: true},
	{Name: "annual_leave_days", Label: "Days of annual leave", Hint: "In a whole year, for five days a week, without bank holidays", Kind: HalfDays, Required: true},
	{Name: "carry_over_days", Label: "Days that can be carried over", Hint: "At most, of what is left at the end of a leave year", Kind: HalfDays, Required: true},
}

// CheckLeaveRules applies what the fields alone do not say.
func CheckLeaveRules(in *Input) error {
	if m := Whole(in.Get("first_month")); m < 1 || m > 12 {
		return Invalid(FieldError{"first_month", "out-of-range", "Month must be 1 to 12"})
	}
	return nil
}
