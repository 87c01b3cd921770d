//go:build !js

package hranatest

import "errors"

type batch struct {
	Steps []struct {
		Condition *condition `json:"condition"`
		Stmt      stmt       `json:"stmt"`
	} `json:"steps"`
}

type condition struct {
	Type  string      `json:"type"`
	Step  *int        `json:"step"`
	Cond  *condition  `json:"cond"`
	Conds []condition `json:"conds"`
}

type batchResult struct {
	Results []*stmtResult `json:"step_results"`
	Errors  []*hranaError `json:"step_errors"`
}

// batch runs the steps whose conditions hold; a step that fails ends nothing
// by itself.
func (st *stream) batch(b batch) (*batchResult, error) {
	out := &batchResult{make([]*stmtResult, len(b.Steps)), make([]*hranaError, len(b.Steps))}
	for i, step := range b.Steps {
		run, err := out.holds(step.Condition, i)
		if err != nil {
			return nil, err
		}
		if !run {
			continue
		}
		if out.Results[i], err = st.execute(step.Stmt); err != nil {
			out.Errors[i] = asError(err)
		}
	}
	return out, nil
}

// holds evaluates a condition on the steps before step i.
func (r *batchResult) holds(c *condition, i int) (bool, error) {
	switch {
	case c == nil:
		return true, nil
	case (c.Type == "ok" || c.Type == "error") && c.Step != nil && *c.Step >= 0 && *c.Step < i:
		if c.Type == "ok" {
			return r.Results[*c.Step] != nil, nil
		}
		return r.Errors[*c.Step] != nil, nil
	case c.Type == "not" && c.Cond != nil:
		held, err := r.holds(c.Cond, i)
		return !held, err
	case c.Type == "and" || c.Type == "or":
		return r.combine(c, i)
	}
	return false, errors.New("invalid condition " + c.Type)
}

func (r *batchResult) combine(c *condition, i int) (bool, error) {
	all := c.Type == "and"
	for k := range c.Conds {
		held, err := r.holds(&c.Conds[k], i)
		if err != nil || held != all {
			return !all, err
		}
	}
	return all, nil
}
