package model

import "strings"

// Phone is a natural person's phone number: stored whole, shown as 138****1234
// in replies, logs and audit rows.
type Phone string

// IDNumber is a natural person's identity number: stored whole, shown as 110*************2X.
type IDNumber string

// PersonName is the name of a natural person whom nobody may publish: stored
// whole, shown as 张*.
type PersonName string

// String returns the masked number.
func (p Phone) String() string { return mask(string(p), 3, 4, 4) }

// MarshalText writes the masked number.
func (p Phone) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Or returns the number, or current when the number is only current's mask sent back.
func (p Phone) Or(current Phone) Phone {
	if string(p) == current.String() {
		return current
	}
	return p
}

// String returns the masked number.
func (n IDNumber) String() string { return mask(string(n), 3, len([]rune(n))-5, 2) }

// MarshalText writes the masked number.
func (n IDNumber) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// Or returns the number, or current when the number is only current's mask sent back.
func (n IDNumber) Or(current IDNumber) IDNumber {
	if string(n) == current.String() {
		return current
	}
	return n
}

// String returns the first character and one star, which hides the name's length too.
func (n PersonName) String() string { return mask(string(n), 1, 1, 0) }

// MarshalText writes the masked name.
func (n PersonName) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// Or returns the name, or current when the name is only current's mask sent back.
func (n PersonName) Or(current PersonName) PersonName {
	if string(n) == current.String() {
		return current
	}
	return n
}

// mask keeps head and tail characters around the stars. Text too short to hide
// anything between them is starred whole, so that it never shows in clear.
func mask(text string, head, stars, tail int) string {
	runes := []rune(text)
	switch {
	case text == "":
		return ""
	case len(runes) < head+tail+1:
		return strings.Repeat("*", len(runes))
	}
	return string(runes[:head]) + strings.Repeat("*", stars) + string(runes[len(runes)-tail:])
}
