package model

import (
	"fmt"
	"net/mail"
	"strings"
)

// Email is a person's e-mail address: stored whole and sealed, shown as z***@example.com in
// replies, logs and audit rows.
type Email string

const longestEmail = 200

// String returns the masked address.
func (e Email) String() string {
	name, host, found := strings.Cut(string(e), "@")
	if !found { // among them what cannot be read
		return mask(string(e), 0, 3, 0)
	}
	return mask(name, 1, 3, 0) + "@" + host
}

// Format writes the masked address, whatever the verb.
func (e Email) Format(state fmt.State, _ rune) { write(state, e.String()) }

// MarshalText writes the masked address.
func (e Email) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// Or returns the address, or current when the address is only current's mask sent back.
func (e Email) Or(current Email) Email {
	if string(e) == current.String() {
		return current
	}
	return e
}

// IsValid reports whether the address is a bare one such as name@example.com:
// no display name, no quoted part, no control character, and a host with a dot.
func (e Email) IsValid() bool {
	text := string(e)
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Name != "" || parsed.Address != text || len(text) > longestEmail {
		return false
	}
	name, host, _ := strings.Cut(text, "@")
	return !strings.ContainsAny(text, "\"\\<>()[],;: \t\r\n") && strings.Contains(host, ".") &&
		!strings.HasSuffix(host, ".") && name != ""
}
