// Package deadline computes when a duty falls due from its rule, its start, its
// pauses and extensions and the official calendar. docs/期限计算.md says the same in
// words, with examples that its test reads. Running clocks are kept elsewhere.
package deadline
