package casework

import "yijian/model"

const aboutShown = "reply"

// hidden is a secret as the stored reply of its act keeps it, so that a repeated
// request gets it again and the database alone does not know it.
func (d *Desk) hidden(secret string) model.Shown {
	return model.Shown{Sealed: d.Keys.Seal(secret, aboutShown)}
}

// show opens what hidden sealed, for the person who asked.
func (d *Desk) show(s model.Shown) (model.Shown, error) {
	secret, err := d.Keys.Open(s.Sealed, aboutShown)
	s.Secret, s.Sealed = secret, ""
	return s, err
}
