package policy

import (
	"fmt"
	"slices"
	"strings"

	"yijian/model"
)

// ReturnBasis is by what a bureau may ask for figures; the day is the platform's own.
var ReturnBasis = model.Basis{Document: "快递市场管理办法", Version: "交通运输部令2023年第22号", Article: "44"}

// ReturnFacts is a monthly return with what it is compared with: the figures of the month
// before and of a year before where they were accepted, the townships with filed end points
// in the month, and the names of the townships.
type ReturnFacts struct {
	model.ReturnFigures
	Before     *model.ReturnFigures
	YearBefore *model.ReturnFigures
	Filed      []string
	AreaNames  map[string]string
}

type returnRule = Rule[ReturnFacts]

// The thresholds of plausibility: platform defaults, none from law.
const (
	monthFactor  = 2      // more than so many times the month before, or less than one such part of it
	yearFactor   = 3      // the same against a year before
	fewParcels   = 100    // below which in both months a factor says nothing
	mostPerStaff = 30_000 // parcels that one person handles in a month
)

var plausible = platformDefault("月报数据核对")

// returnRules only advise: what looks wrong may be right, and the enterprise says why.
var returnRules = []returnRule{
	{
		ID: "RETURN-SUM", Title: "各乡镇合计等于全月总数", Basis: plausible, Advises: true,
		Holds: func(f ReturnFacts, _ model.Date) bool {
			pickups, deliveries := areaSums(f.ReturnFigures)
			return pickups == number(f.Pickups) && deliveries == number(f.Deliveries)
		},
		Seen: func(f ReturnFacts, _ model.Date) string {
			pickups, deliveries := areaSums(f.ReturnFigures)
			return "收寄：" + beside(pickups, number(f.Pickups)) + "；投递：" + beside(deliveries, number(f.Deliveries))
		},
	},
	{
		ID: "RETURN-MONTH", Title: fmt.Sprintf("总量不到上月的%d倍，也不少于%d分之一", monthFactor, monthFactor), Basis: plausible, Advises: true,
		Holds: func(f ReturnFacts, _ model.Date) bool { return within(f.ReturnFigures, f.Before, monthFactor) },
		Seen:  func(f ReturnFacts, _ model.Date) string { return against("上月", f.ReturnFigures, f.Before) },
	},
	{
		ID: "RETURN-YEAR", Title: fmt.Sprintf("总量不到去年同月的%d倍，也不少于%d分之一", yearFactor, yearFactor), Basis: plausible, Advises: true,
		Holds: func(f ReturnFacts, _ model.Date) bool { return within(f.ReturnFigures, f.YearBefore, yearFactor) },
		Seen: func(f ReturnFacts, _ model.Date) string {
			return against("去年同月", f.ReturnFigures, f.YearBefore)
		},
	},
	{
		ID: "RETURN-ZERO", Title: "上月有业务的乡镇，本月没有变成零", Basis: plausible, Advises: true,
		Holds: func(f ReturnFacts, _ model.Date) bool { return len(wentZero(f)) == 0 },
		Seen: func(f ReturnFacts, _ model.Date) string {
			if f.Before == nil {
				return "没有上月数据可比"
			}
			return "上月有、本月为零或没有填的：" + f.named(wentZero(f))
		},
	},
	{
		ID: "RETURN-FILED", Title: "有业务的乡镇都有已备案的网点", Basis: plausible, Advises: true,
		Holds: func(f ReturnFacts, _ model.Date) bool { return len(unfiled(f)) == 0 },
		Seen: func(f ReturnFacts, _ model.Date) string {
			return "有业务而没有备案网点的：" + f.named(unfiled(f))
		},
	},
	{
		ID: "RETURN-AREAS", Title: "有备案网点的乡镇都已填报", Basis: plausible, Advises: true,
		Holds: func(f ReturnFacts, _ model.Date) bool { return len(unreported(f)) == 0 },
		Seen: func(f ReturnFacts, _ model.Date) string {
			return "有备案网点而没有填报的：" + f.named(unreported(f))
		},
	},
	{
		ID: "RETURN-STAFF", Title: "有业务时从业人数不为零", Basis: plausible, Advises: true,
		Holds: func(f ReturnFacts, _ model.Date) bool { return total(f.ReturnFigures) == 0 || number(f.Staff) > 0 },
		Seen: func(f ReturnFacts, _ model.Date) string {
			return fmt.Sprintf("收寄、投递共%s件，从业人员%s人", grouped(total(f.ReturnFigures)), grouped(number(f.Staff)))
		},
	},
	{
		ID: "RETURN-LOAD", Title: "人均业务量不超过每月" + grouped(mostPerStaff) + "件", Basis: plausible, Advises: true,
		Holds: func(f ReturnFacts, _ model.Date) bool {
			return number(f.Staff) == 0 || total(f.ReturnFigures) <= mostPerStaff*number(f.Staff)
		},
		Seen: func(f ReturnFacts, _ model.Date) string {
			if number(f.Staff) == 0 {
				return "从业人数为零，不计算人均"
			}
			return "人均" + grouped(total(f.ReturnFigures)/number(f.Staff)) + "件"
		},
	},
}

// CheckReturn asks every rule about a monthly return; none of them refuses it.
func CheckReturn(facts ReturnFacts, day model.Date) model.Decision {
	return Decide(returnRules, facts, day)
}

// LicensedIn reports whether one of an enterprise's licences counts on a day from first to
// last, both included, and was known by then: what is registered later asks for nothing before.
func LicensedIn(licences []model.HeldLicence, first, last model.Date) bool {
	return slices.ContainsFunc(licences, func(l model.HeldLicence) bool {
		return l.VoidedOn.IsZero() && !model.DateOf(l.CreatedAt).After(last) && !l.From.After(last) && (l.LastDay.IsZero() || !l.LastDay.Before(first))
	})
}

func number(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

func total(f model.ReturnFigures) int64 { return number(f.Pickups) + number(f.Deliveries) }

func areaSums(f model.ReturnFigures) (pickups, deliveries int64) {
	for _, area := range f.Areas {
		pickups += number(area.Pickups)
		deliveries += number(area.Deliveries)
	}
	return pickups, deliveries
}

func within(is model.ReturnFigures, was *model.ReturnFigures, factor int64) bool {
	if was == nil || max(total(is), total(*was)) < fewParcels {
		return true
	}
	return total(is) < factor*total(*was) && factor*total(is) > total(*was)
}

func against(when string, is model.ReturnFigures, was *model.ReturnFigures) string {
	if was == nil {
		return "没有" + when + "数据可比"
	}
	said := fmt.Sprintf("本月共%s件，%s共%s件", grouped(total(is)), when, grouped(total(*was)))
	if total(*was) == 0 {
		return said
	}
	tenths := (10*total(is) + total(*was)/2) / total(*was)
	return fmt.Sprintf("%s，是%s的%s.%d倍", said, when, grouped(tenths/10), tenths%10)
}

// beside says how the sum of the townships differs from the total.
func beside(sum, whole int64) string {
	said := fmt.Sprintf("各乡镇合计%s件，全月%s件", grouped(sum), grouped(whole))
	switch {
	case sum > whole:
		return said + "，合计多" + grouped(sum-whole) + "件"
	case sum < whole:
		return said + "，合计少" + grouped(whole-sum) + "件"
	}
	return said
}

// grouped is a count with its thousands set apart.
func grouped(n int64) string {
	digits := fmt.Sprint(n)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// handled are the townships in which some parcel was handled.
func handled(f model.ReturnFigures) []string {
	var codes []string
	for _, area := range f.Areas {
		if number(area.Pickups)+number(area.Deliveries) > 0 {
			codes = append(codes, area.AreaCode)
		}
	}
	return codes
}

func without(codes, known []string) []string {
	return slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return slices.Contains(known, code) })
}

func wentZero(f ReturnFacts) []string {
	if f.Before == nil {
		return nil
	}
	return without(handled(*f.Before), handled(f.ReturnFigures))
}

func unfiled(f ReturnFacts) []string { return without(handled(f.ReturnFigures), f.Filed) }

func unreported(f ReturnFacts) []string {
	var entered []string
	for _, area := range f.Areas {
		entered = append(entered, area.AreaCode)
	}
	return without(f.Filed, entered)
}

func (f ReturnFacts) named(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		if names[i] = f.AreaNames[code]; names[i] == "" {
			names[i] = code
		}
	}
	return orNone(names)
}

// Doubts are the sentences of a return's rules that do not hold.
func Doubts(d model.Decision) string {
	var said []string
	for _, line := range d.Lines {
		if !line.Holds {
			said = append(said, line.Title)
		}
	}
	return strings.Join(said, "；")
}
