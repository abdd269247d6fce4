package reference

import (
	"strings"
	"unicode"

	"yijian/model"
)

// Resolve returns the unit or group that a document of the day means by the
// name, which may be its full name, its short name or an alias, with white space
// anywhere. The name of a unit that no longer exists means its successor; the
// name of one that does not exist yet means nothing.
func (c *Catalogue) Resolve(name string, day model.Date) (model.UnitID, bool) {
	var former model.UnitID
	for _, alias := range c.byName[compact(name)] {
		if !alias.ValidOn(day) {
			continue
		}
		if _, isGroup := c.group(alias.UnitID); isGroup || c.byID[alias.UnitID].ValidOn(day) {
			return alias.UnitID, true
		}
		if id, ok := c.SuccessorOn(alias.UnitID, day); ok && former == "" {
			former = id
		}
	}
	return former, former != ""
}

// SuccessorOn returns the unit that does the work of the given one on the day:
// itself while it exists, then its successors; false before its time, and when
// nobody took over.
func (c *Catalogue) SuccessorOn(id model.UnitID, day model.Date) (model.UnitID, bool) {
	u, ok := c.byID[id]
	for range c.units { // a line of successors is no longer than all units
		if !ok || day.Before(u.ValidFrom) {
			break
		}
		if u.ValidOn(day) {
			return u.ID, true
		}
		u, ok = c.byID[u.Successor]
	}
	return "", false
}

// ResolveList reads an enumeration of units such as 区商务委、各街道办事处、各乡镇人民政府
// in its order, where a group may be several words of it. It also returns the
// first word that means nothing on the day, empty when all are known.
func (c *Catalogue) ResolveList(text string, day model.Date) (units []model.PlanUnit, unknown string) {
	words := strings.FieldsFunc(compact(text), func(r rune) bool { return strings.ContainsRune("、，,；;", r) })
	for i := 0; i < len(words); i++ {
		if i+1 < len(words) {
			both := words[i] + "、" + words[i+1]
			if id, ok := c.Resolve(both, day); ok {
				units = append(units, model.PlanUnit{Text: both, ID: id})
				i++
				continue
			}
		}
		id, ok := c.Resolve(words[i], day)
		if !ok {
			return nil, words[i]
		}
		units = append(units, model.PlanUnit{Text: words[i], ID: id})
	}
	return units, ""
}

// compact drops white space and invisible marks, which copies of documents scatter freely.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}
