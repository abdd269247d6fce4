package policy

import "yijian/model"

// LapsedInError reports whether a filing lapsed by an entry that was taken back since: that its
// branch's entry or the licence that counts on the day had ended, that this licence was void, or
// that its opener had closed.
func LapsedInError(f FilingFacts) bool {
	if f.EndPoint.Status != model.EndPointLapsed {
		return false
	}
	switch f.EndPoint.LapseCause {
	case model.LapseBranchInvalid:
		return f.Branch != nil && f.Branch.InvalidFrom.IsZero()
	case model.LapseOpenerClosed:
		return f.Opener.Status != model.EnterpriseClosed && lapsedWithin(f.EndPoint, f.Opener.RestoredFrom, f.Opener.RestoredOn)
	case model.LapseLicenceEnded, model.LapseLicenceExpired:
		return lapsedByLicence(f)
	}
	return false
}

// lapsedWithin holds while the entry stood that was taken back: what lapsed before it, where its day
// is known, or after the night in which it was taken back, lapsed by something else.
func lapsedWithin(e model.EndPoint, from, restored model.Date) bool {
	return !restored.IsZero() && !e.EndedOn.Before(from) && !e.EndedOn.After(restored.AddDays(1))
}

// lapsedByLicence holds while the entry about the licence stood.
func lapsedByLicence(f FilingFacts) bool {
	on := f.EndPoint.EndedOn
	l, held := LicenceOn(f.Licences, on)
	if !held || !lapsedWithin(f.EndPoint, l.RestoredFrom, l.RestoredOn) {
		return false
	}
	if l.RestoredEntry == model.EntryLicenceEnded && f.EndPoint.LapseCause != model.LapseLicenceEnded {
		return false
	}
	state := StateOfLicence(l, on)
	return state != LicenceEnded && state != LicenceExpired
}

// WronglyEntered are the licences about which an entry is taken back with the one about this: a
// voiding is of one, an ending of whatever would have lasted beyond it; none where there is no such entry.
func WronglyEntered(l model.Licence, licences []model.HeldLicence) []model.Licence {
	if !l.VoidedOn.IsZero() {
		return []model.Licence{l}
	}
	var together []model.Licence
	for _, one := range licences {
		if !l.EndedOn.IsZero() && one.VoidedOn.IsZero() && one.EndedOn == l.EndedOn && one.Ending == l.Ending &&
			one.EndDocumentNo == l.EndDocumentNo && one.EndReason == l.EndReason && one.EndedBy == l.EndedBy {
			together = append(together, one.Licence)
		}
	}
	return together
}

// Restored is a licence as it was before it was entered as void or, where it is not, as ended,
// with the entry that was taken back on the day.
func Restored(l model.Licence, day model.Date) model.Licence {
	l.RestoredOn = day
	if !l.VoidedOn.IsZero() {
		l.RestoredEntry, l.RestoredFrom = model.EntryLicenceVoided, l.VoidedOn
		l.VoidedOn, l.VoidedBy, l.VoidReason, l.VoidMark = model.Date{}, "", "", ""
		return l
	}
	l.RestoredEntry, l.RestoredFrom, l.LastDay = model.EntryLicenceEnded, l.EndedOn, l.Expires
	l.Ending, l.EndedOn, l.EndDocumentNo, l.EndReason, l.EndedBy = "", model.Date{}, "", "", ""
	return l
}
