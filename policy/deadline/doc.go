// Package deadline computes when a duty falls due from its rule, its start and
// the official calendar. Running clocks and their pauses are kept elsewhere.
package deadline
