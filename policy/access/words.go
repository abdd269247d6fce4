package access

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
)

//go:embed words.csv
var wordsCSV string

// Words are what people read for roles, acts, nouns of the audit trail, columns and
// values; the console reads the same file.
type Words struct {
	subjects, acts, nouns, lists, columns, roles, values map[string]string
	formers                                              []model.FormerAct
}

func parseWords(csv string) (Words, error) {
	w := Words{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, nil}
	kinds := map[string]map[string]string{"subject": w.subjects, "act": w.acts, "noun": w.nouns, "list": w.lists, "column": w.columns, "role": w.roles, "value": w.values}
	formers := map[string]string{}
	kinds["former"] = formers
	for number, line := range strings.Split(csv, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, ", ")
		if len(fields) != 3 || kinds[fields[0]] == nil || kinds[fields[0]][fields[1]] != "" {
			return w, fmt.Errorf("words.csv line %d: %q is not a word, or said twice", number+1, line)
		}
		kinds[fields[0]][fields[1]] = fields[2]
		if fields[0] != "former" {
			continue
		}
		former, ok := parseFormer(fields[1], fields[2])
		if !ok {
			return w, fmt.Errorf("words.csv line %d: %q is not an act, a noun and a status", number+1, line)
		}
		w.formers = append(w.formers, former)
	}
	return w, nil
}

func parseFormer(was, now string) (model.FormerAct, bool) {
	parts := strings.Split(was, " ")
	if len(parts) != 3 {
		return model.FormerAct{}, false
	}
	return model.FormerAct{Act: parts[0], Noun: model.Noun(parts[1]), Status: parts[2], Now: now}, true
}

// Act says an act or a permission as subject and verb; one without words keeps its code.
func (w Words) Act(act string) string {
	subject, _, _ := strings.Cut(act, ":")
	if w.subjects[subject] == "" || w.acts[act] == "" {
		return act
	}
	return w.subjects[subject] + "：" + w.acts[act]
}

// Present is what an act that an audit row was stamped with is called now. Status is
// the record's afterwards, or "" where the row is about no change.
func (w Words) Present(act string, noun model.Noun, status string) string {
	for _, former := range w.formers {
		if former.Fits(act, noun, status) {
			return former.Now
		}
	}
	return act
}

// Stamped is how rows of an act were and are stamped: the act itself, but for what has
// another name now, and each earlier stamp, but for what an earlier line takes.
func (w Words) Stamped(act string) []model.StampedAct {
	before := func(of string, end int) []model.FormerAct {
		return slices.DeleteFunc(slices.Clone(w.formers[:end]), func(f model.FormerAct) bool { return f.Act != of })
	}
	stamps := []model.StampedAct{{FormerAct: model.FormerAct{Act: act, Noun: model.AnyStamp, Status: model.AnyStamp}, Not: before(act, len(w.formers))}}
	for i, former := range w.formers {
		if former.Now == act {
			stamps = append(stamps, model.StampedAct{FormerAct: former, Not: before(former.Act, i)})
		}
	}
	return stamps
}

// Noun says a kind of record; one without words keeps its code.
func (w Words) Noun(noun model.Noun) string {
	if words := w.nouns[string(noun)]; words != "" {
		return words
	}
	return string(noun)
}

// List says what people call the list of a kind of record, by its own word where it has one.
func (w Words) List(noun model.Noun) string {
	if words := w.lists[string(noun)]; words != "" {
		return words
	}
	return w.Noun(noun)
}

// Role says what people call who holds the role; one without words keeps its code.
func (w Words) Role(role model.Role) string {
	if words := w.roles[string(role)]; words != "" {
		return words
	}
	return string(role)
}

// Column says a column of a record's audit rows; one without words keeps its code.
func (w Words) Column(column string) string {
	if words := w.columns[column]; words != "" {
		return words
	}
	return column
}

// ColumnOf says a column of a noun's list, by the noun's own word for it where it has one.
func (w Words) ColumnOf(noun model.Noun, column string) string {
	if words := w.columns[string(noun)+"."+column]; words != "" {
		return words
	}
	return w.Column(column)
}

// Value says a code of the kind, which is a type of package model or noun.column; one
// without words keeps its code.
func (w Words) Value(kind, code string) string {
	if words := w.values[kind+"="+code]; words != "" {
		return words
	}
	if kind == "Role" {
		return w.Role(model.Role(code))
	}
	return code
}

// HasValues reports whether codes of the kind have words.
func (w Words) HasValues(kind string) bool {
	for known := range w.values {
		if strings.HasPrefix(known, kind+"=") {
			return true
		}
	}
	return false
}
