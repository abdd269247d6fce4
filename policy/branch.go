package policy

import "yijian/model"

// BranchState says how a branch stands on a day.
type BranchState string

// The states of a branch; only a valid one may open end points.
const (
	BranchEarly        BranchState = "early" // not entered yet
	BranchInvalid      BranchState = "invalid"
	BranchExpired      BranchState = "expired"
	BranchUnauthorised BranchState = "unauthorised"
	BranchValid        BranchState = "valid"
)

// StateOfBranch judges a branch on a day.
func StateOfBranch(b model.Branch, on model.Date) BranchState {
	switch {
	case !b.InvalidFrom.IsZero() && !on.Before(b.InvalidFrom):
		return BranchInvalid
	case on.Before(b.EnteredOn):
		return BranchEarly
	case !b.Until.IsZero() && b.Until.Before(on):
		return BranchExpired
	case on.Before(b.AuthorisedFrom) || !b.AuthorisedUntil.IsZero() && b.AuthorisedUntil.Before(on):
		return BranchUnauthorised
	}
	return BranchValid
}
