package model

import (
	"errors"
	"strings"
	"time"
)

// Kind says what went wrong in terms a caller can act on; api maps it to an HTTP status.
type Kind string

// The kinds of failure. Anything that is not a *Error is internal.
const (
	Invalid         Kind = "invalid"         // a field's value cannot be accepted (422)
	Malformed       Kind = "malformed"       // the input cannot be read at all (400)
	TooLarge        Kind = "too_large"       // the input is longer than the route takes (413)
	Unauthenticated Kind = "unauthenticated" // sign in first (401)
	Forbidden       Kind = "forbidden"       // signed in, but this act is not yours (403)
	NotFound        Kind = "not_found"       // absent, or outside the caller's scope (404)
	Conflict        Kind = "conflict"        // the record's state or a unique key forbids it (409)
	Stale           Kind = "stale"           // somebody changed the record first (412)
	Unconditional   Kind = "unconditional"   // If-Match is missing (428)
	TooMany         Kind = "too_many"        // slow down (429)
	Unavailable     Kind = "unavailable"     // try again later (503)
)

// FieldError names one wrong field by JSON pointer, with a stable reason and a Chinese sentence.
type FieldError struct {
	Pointer string `json:"pointer"`
	Reason  string `json:"reason"`
	Detail  string `json:"detail"`
}

// Error is a failure that may be shown to the caller. Reason is stable and
// machine-readable ("enterprise.uscc_taken"); Detail is one Chinese sentence.
type Error struct {
	Kind   Kind
	Reason string
	Detail string
	Fields []FieldError
	Wait   time.Duration // after which trying again makes sense; 0 when that is not known
}

// Error joins reason, detail and field messages for logs and the command line.
func (e *Error) Error() string {
	parts := []string{e.Reason + ": " + e.Detail}
	for _, f := range e.Fields {
		parts = append(parts, f.Pointer+" "+f.Detail)
	}
	return strings.Join(parts, "; ")
}

// Fail returns an error of the kind.
func Fail(kind Kind, reason, detail string) *Error {
	return &Error{Kind: kind, Reason: reason, Detail: detail}
}

// KindOf returns the kind of err, or the empty kind when it is internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// FieldErrors collects wrong fields, so that all of them are reported at once.
type FieldErrors []FieldError

// Add notes that the field at the JSON pointer is wrong.
func (f *FieldErrors) Add(pointer, reason, detail string) {
	*f = append(*f, FieldError{pointer, reason, detail})
}

// Err returns nil when no field is wrong, else one Invalid error with all of them.
func (f FieldErrors) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Reason: "fields.invalid", Detail: "有字段填写不正确，请逐项修改", Fields: f}
}

// FieldsOf returns the wrong fields that err names, if any.
func FieldsOf(err error) []FieldError {
	var e *Error
	if errors.As(err, &e) {
		return e.Fields
	}
	return nil
}

// DetailOf returns the Chinese sentence of an error that may be shown, else the empty string.
func DetailOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Detail
	}
	return ""
}
