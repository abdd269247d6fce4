package casework

import (
	"cmp"
	"slices"

	"yijian/model"
	"yijian/policy/reference"
)

// nearestUnits are up to three names of units and groups of the day that look most like the text.
func nearestUnits(names *reference.Catalogue, text string, day model.Date) []string {
	type near struct {
		name string
		like int
	}
	const alike, told = 50, 3
	var found []near
	for _, choice := range names.NamesOn(day) {
		best := 0
		for _, name := range choice.Names {
			best = max(best, likeness(text, name))
		}
		if best >= alike {
			found = append(found, near{choice.Title, best})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(b.like, a.like) })
	proposals := []string{}
	for _, n := range found[:min(len(found), told)] {
		proposals = append(proposals, n.name)
	}
	return proposals
}

// likeness is how much two names have in common, in percent of both: characters in the same order.
func likeness(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x)+len(y) == 0 {
		return 0
	}
	line := make([]int, len(y)+1)
	for _, r := range x {
		before := 0
		for j, s := range y {
			here := line[j+1]
			if r == s {
				line[j+1] = before + 1
			} else {
				line[j+1] = max(line[j+1], line[j])
			}
			before = here
		}
	}
	return 200 * line[len(y)] / (len(x) + len(y))
}
