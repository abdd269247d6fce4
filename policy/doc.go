// Package policy decides: pure rules on regulation as literal lists, each rule
// with its title, its legal basis and its period of validity. It knows no
// database, no clock and no randomness; facts and the day come as arguments.
package policy
