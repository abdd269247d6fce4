package policy

import (
	"errors"
	"fmt"
	"slices"

	"yijian/model"
)

// BlackGrounds is what a black entry rests on: how many penalties nominated it,
// those of them that stand, and whether its checks alone would do.
type BlackGrounds struct {
	Nominated int
	Standing  []StandingPenalty
	OnChecks  bool
}

// StandingPenalty is a decided penalty that was not withdrawn.
type StandingPenalty struct {
	Class     model.PublicityClass
	DecidedOn model.Date
}

// Hold reports whether anything is left that an entry may rest on.
func (g BlackGrounds) Hold() bool { return g.OnChecks || len(g.Standing) > 0 }

// EndsOn is the last day of an entry published on the day: the longest term of
// the gravest class, from the newest decision of that class. Checks are of the
// general class, and their deciding document is the publication itself. Without
// grounds there is no term, which is an error.
func (g BlackGrounds) EndsOn(published model.Date) (model.Date, error) {
	grounds := slices.Clone(g.Standing)
	if g.OnChecks {
		grounds = append(grounds, StandingPenalty{model.PublicityGeneral, published})
	}
	if len(grounds) == 0 {
		return model.Date{}, errors.New("a black entry without grounds has no term")
	}
	gravest := slices.MaxFunc(grounds, func(a, b StandingPenalty) int {
		if byClass := rankOf(a.Class) - rankOf(b.Class); byClass != 0 {
			return byClass
		}
		return b.DecidedOn.DaysUntil(a.DecidedOn)
	})
	_, latest, err := PublicityEnds(gravest.Class, gravest.DecidedOn)
	return latest, err
}

// rankOf orders the classes, slight first; an unknown one is before them all.
func rankOf(class model.PublicityClass) int {
	return slices.IndexFunc(publicityTerms, func(t publicityTerm) bool { return t.class == class })
}

func (g BlackGrounds) seen() string {
	return fmt.Sprintf("据以提名的处罚决定%d件，其中有效%d件", g.Nominated, len(g.Standing)) +
		yesNo(g.OnChecks, "；检查记分超过限度", "；检查记分不是提名依据")
}
