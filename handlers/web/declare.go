package web

import (
	"net/http"

	"ringfence/domain"
)

// For says who may use the route. Nobody owns a public route's keys: it takes
// none.
func (r Route) For(a Access) Route {
	r.access = a
	if a.open {
		r.key = noKey
	}
	return r
}

// On says at which hosts the route answers, in place of tenants'.
func (r Route) On(hosts HostKind) Route {
	r.on = hosts
	return r
}

// Module says which part of the plan the route belongs to.
func (r Route) Module(m domain.Module) Route {
	r.module = m
	return r
}

// AllowLapsed lets administrators use the route outside the subscription's
// window (SUB-3).
func (r Route) AllowLapsed() Route {
	r.lapsed = true
	return r
}

// AllowUnenrolled opens the route to those who have yet to set up a second
// factor (AUTH-6).
func (r Route) AllowUnenrolled() Route {
	r.unenrolled = true
	return r
}

// WithoutKey says that a write takes no Idempotency-Key, and why.
func (r Route) WithoutKey(why string) Route {
	r.key, r.keyless = noKey, why
	return r
}

// RequiresKey refuses a request without an Idempotency-Key.
func (r Route) RequiresKey() Route {
	r.key = keyRequired
	return r
}

// DevOnly mounts the route in the local default alone.
func (r Route) DevOnly() Route {
	r.devOnly = true
	return r
}

// Menu has the menu of those who may go there name the page, in the order of
// the table.
func (r Route) Menu(area domain.Area, label string) Route {
	r.area, r.label = area, label
	return r
}

// AtEnd moves the page's place to the end of its area.
func (r Route) AtEnd() Route {
	r.atEnd = true
	return r
}

// Query names the query parameters. Any other is refused.
func (r Route) Query(params ...Param) Route {
	r.query = params
	return r
}

// Takes names the members of the JSON object, or the fields of the form.
func (r Route) Takes(fields domain.Fields) Route {
	r.in = fields
	return r
}

// TakesPart is Takes where a required field may be left out, though not
// cleared.
func (r Route) TakesPart(fields domain.Fields) Route {
	r.in, r.partial = fields, true
	return r
}

// Versioned says that the record has a version: a read answers with its ETag,
// a change takes If-Match.
func (r Route) Versioned() Route {
	r.tagged, r.versioned = !r.mutates(), r.mutates()
	return r
}

// Returns is the shape of the answer, with status 200.
func (r Route) Returns(s Schema) Route {
	r.out, r.status = s, http.StatusOK
	return r
}

// Sends is the media type of an answer that is not JSON, with status 200.
func (r Route) Sends(media string) Route {
	r.media, r.status = media, http.StatusOK
	return r
}

// Created answers 201 instead.
func (r Route) Created() Route { return r.Answers(http.StatusCreated) }

// Accepted answers 202 instead: the work is not done yet.
func (r Route) Accepted() Route { return r.Answers(http.StatusAccepted) }

// Answers names the status of success, where it is another.
func (r Route) Answers(status int) Route {
	r.status = status
	return r
}

// Also names another status that answers with the same shape.
func (r Route) Also(status int) Route {
	r.also = status
	return r
}

// PageToBrowsers says that a browser gets a page, and others JSON.
func (r Route) PageToBrowsers() Route {
	r.either = true
	return r
}

// Problems names the refusals that are this route's own. Those that come of
// who may use it and what it takes are derived.
func (r Route) Problems(codes ...string) Route {
	r.problems = append(r.problems, codes...)
	return r
}

// Named gives the operation its name, where method and path make a poor one.
func (r Route) Named(operation string) Route {
	r.name = operation
	return r
}
