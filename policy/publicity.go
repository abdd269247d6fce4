package policy

import (
	"fmt"

	"yijian/model"
)

// publicityTerm bounds the months a decision of the class stays public.
type publicityTerm struct {
	class    model.PublicityClass
	min, max int
}

// LongestPublicityMonths is the longest term of any class.
const LongestPublicityMonths = 36

var publicityTerms = []publicityTerm{
	{model.PublicitySlight, 0, 3},
	{model.PublicityGeneral, 3, 12},
	{model.PublicityGrave, 12, LongestPublicityMonths},
}

// PublicityBasis is the source of the terms.
var PublicityBasis = model.Basis{Document: "信用修复管理办法", Version: "国家发展改革委令第36号"}

// PublicityEnds returns, for a decision document of the date, the first day on
// which repair may end its publicity and the last day of its publicity, after which it
// stops by itself: the document's own day is not counted, so the term ends with the day
// of the same number (民法典第二百零一条、第二百零二条). For the slight class the first is
// the document's own date.
func PublicityEnds(class model.PublicityClass, document model.Date) (earliest, latest model.Date, err error) {
	for _, term := range publicityTerms {
		if term.class == class && !document.IsZero() {
			return document.AddMonths(term.min), document.AddMonths(term.max), nil
		}
	}
	return model.Date{}, model.Date{}, fmt.Errorf("no publicity term for class %q from %q", class, document)
}

// IsUsuallyPublished reports whether decisions of the class are published unless
// somebody says otherwise; slight ones, and unknown classes, are not.
func IsUsuallyPublished(class model.PublicityClass) bool {
	return class == model.PublicityGeneral || class == model.PublicityGrave
}
