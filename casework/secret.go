package casework

import (
	"crypto/rand"

	"yijian/model"
	"yijian/policy/seal"
)

// sealed is the text under the desk's key, for a place in the database.
func (d *Desk) sealed(text, about string) string {
	var nonce seal.Nonce
	_, _ = rand.Read(nonce[:]) // never fails since Go 1.24
	return d.Key.Seal(nonce, text, about)
}

const aboutShown = "reply"

// hidden is a secret as the stored reply of its act keeps it, so that a repeated
// request gets it again and the database alone does not know it.
func (d *Desk) hidden(secret string) model.Shown {
	return model.Shown{Sealed: d.sealed(secret, aboutShown)}
}

// show opens what hidden sealed, for the person who asked.
func (d *Desk) show(s model.Shown) (model.Shown, error) {
	secret, err := d.Key.Open(s.Sealed, aboutShown)
	s.Secret, s.Sealed = secret, ""
	return s, err
}
