// Package model names the nouns of postal supervision: one file per noun, with
// identifiers, dates and errors. It imports only the standard library and holds
// no behaviour beyond what a value says about itself; decisions live in policy,
// persistence in store.
package model
