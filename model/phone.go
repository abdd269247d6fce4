package model

import (
	"fmt"
	"strings"
)

// Phone is a natural person's phone number: stored whole and sealed, shown as
// 138****1234 in replies, logs and audit rows, and a number of fewer digits than
// a mobile's as ****56. It may be no map's key, which JSON would write in clear, and
// stands in no field without a capital letter, which fmt would print in clear.
type Phone string

// IDNumber is a natural person's identity number: stored whole and sealed, shown
// as 110*************2X.
type IDNumber string

// PersonName is the name of a natural person whom nobody may publish: stored
// whole and sealed, shown as 张*.
type PersonName string

// String returns the masked number.
func (p Phone) String() string {
	switch n := len([]rune(p)); {
	case n < 6:
		return mask(string(p), n, 0, 0)
	case n < 11:
		return mask(string(p), 0, 4, 2)
	}
	return mask(string(p), 3, 4, 4)
}

// Format writes the masked number, whatever the verb.
func (p Phone) Format(state fmt.State, _ rune) { write(state, p.String()) }

// MarshalText writes the masked number.
func (p Phone) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Or returns the number, or current when the number is only current's mask sent back.
func (p Phone) Or(current Phone) Phone {
	if string(p) == current.String() {
		return current
	}
	return p
}

// Normal is the number as look-ups compare it: digits only, a mobile number without the country's 86.
func (p Phone) Normal() string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, string(p))
	if rest, ok := strings.CutPrefix(digits, "86"); ok && len(rest) == 11 {
		return rest
	}
	return digits
}

// String returns the masked number.
func (n IDNumber) String() string { return mask(string(n), 3, len([]rune(n))-5, 2) }

// Format writes the masked number, whatever the verb.
func (n IDNumber) Format(state fmt.State, _ rune) { write(state, n.String()) }

// MarshalText writes the masked number.
func (n IDNumber) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// Or returns the number, or current when the number is only current's mask sent back.
func (n IDNumber) Or(current IDNumber) IDNumber {
	if string(n) == current.String() {
		return current
	}
	return n
}

// Normal is the number as look-ups compare it.
func (n IDNumber) Normal() string { return strings.ToUpper(strings.TrimSpace(string(n))) }

// String returns the first character and one star, which hides the name's length too.
func (n PersonName) String() string { return mask(string(n), 1, 1, 0) }

// Format writes the masked name, whatever the verb.
func (n PersonName) Format(state fmt.State, _ rune) { write(state, n.String()) }

// MarshalText writes the masked name.
func (n PersonName) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// Or returns the name, or current when the name is only current's mask sent back.
func (n PersonName) Or(current PersonName) PersonName {
	if string(n) == current.String() {
		return current
	}
	return n
}

// Unreadable stands in lists for personal data that do not open. It is never stored.
const Unreadable = "（无法读取）"

func write(state fmt.State, masked string) { _, _ = state.Write([]byte(masked)) }

// mask keeps head and tail characters around the stars. Text too short to hide
// anything between them is starred whole, so that it never shows in clear.
func mask(text string, head, stars, tail int) string {
	runes := []rune(text)
	switch {
	case text == "" || text == Unreadable:
		return text
	case len(runes) < head+tail+1:
		return strings.Repeat("*", len(runes))
	}
	return string(runes[:head]) + strings.Repeat("*", stars) + string(runes[len(runes)-tail:])
}
