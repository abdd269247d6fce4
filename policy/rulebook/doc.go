// Package rulebook holds the dated rulebooks and deadline tables the bureau may
// change, as YAML decoded strictly: an unknown, missing or doubled key is refused
// with its line. What the numbers do is decided in policy and its other folders.
package rulebook
