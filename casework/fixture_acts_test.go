package casework

import (
	"errors"
	"testing"
	"time"

	"yijian/model"
)

// moveTo sets nine in the morning of a day in Shanghai.
func (c *testClock) moveTo(day string) {
	date, err := model.ParseDate(day)
	if err != nil {
		panic(err)
	}
	c.at = date.Time().Add(time.Hour)
}

// officer is an actor of the district with one role, named after it.
func officer(role model.Role) model.Actor { return person("u-"+string(role), role) }

func firmPerson(id model.EnterpriseID) model.Actor {
	return model.Actor{UserID: model.UserID(id), Name: "企业", Roles: []model.Role{model.RoleFirm}, EnterpriseID: id}
}

// by is a call by the actor on a version of a record; 0 creates.
func by(actor model.Actor, version int64) model.Call {
	return model.Call{Actor: actor, Version: version, Route: "test"}
}

// addFirm registers the n-th enterprise, in business, with a licence to the end of 2027.
func addFirm(t *testing.T, d *Desk, n int) model.Enterprise {
	t.Helper()
	facts := firmFacts
	facts.USCC = usccOf(n)
	return licensed(t, d, registered(t, d, facts), func(l *NewLicence) { l.Expires = model.NewDate(2027, 12, 31) })
}

// ok returns the value of an act that has to work.
func ok[T any](t *testing.T, value T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// wantRefusal fails unless err carries the kind and the reason.
func wantRefusal(t *testing.T, err error, kind model.Kind, reason string) {
	t.Helper()
	var known *model.Error
	if !errors.As(err, &known) || known.Kind != kind || known.Reason != reason {
		t.Errorf("got %v, want %s %s", err, kind, reason)
	}
}

// wrongField fails unless err names the field with the reason.
func wrongField(t *testing.T, err error, pointer, reason string) {
	t.Helper()
	for _, f := range model.FieldsOf(err) {
		if f.Pointer == pointer && f.Reason == reason {
			return
		}
	}
	t.Errorf("got %v, want %s at %s", err, reason, pointer)
}

// actOf returns the card's act of the name.
func actOf(t *testing.T, acts []model.Act, name string) model.Act {
	t.Helper()
	for _, act := range acts {
		if act.Name == name {
			return act
		}
	}
	t.Fatalf("no act %s in %v", name, acts)
	return model.Act{}
}
