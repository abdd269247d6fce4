package access

import (
	_ "embed"
	"fmt"
	"strings"

	"yijian/model"
)

//go:embed words.csv
var wordsCSV string

// Words are what people read for acts, nouns of the audit trail and columns; the
// console reads the same file.
type Words struct {
	subjects, acts, nouns, columns, roles map[string]string
}

func parseWords(csv string) (Words, error) {
	w := Words{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	kinds := map[string]map[string]string{"subject": w.subjects, "act": w.acts, "noun": w.nouns, "column": w.columns, "role": w.roles}
	for number, line := range strings.Split(csv, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, ", ")
		if len(fields) != 3 || kinds[fields[0]] == nil || kinds[fields[0]][fields[1]] != "" {
			return w, fmt.Errorf("words.csv line %d: %q is not a word, or said twice", number+1, line)
		}
		kinds[fields[0]][fields[1]] = fields[2]
	}
	return w, nil
}

// Act says an act or a permission as subject and verb; one without words keeps its code.
func (w Words) Act(act string) string {
	subject, _, _ := strings.Cut(act, ":")
	if w.subjects[subject] == "" || w.acts[act] == "" {
		return act
	}
	return w.subjects[subject] + "：" + w.acts[act]
}

// Noun says a kind of record; one without words keeps its code.
func (w Words) Noun(noun model.Noun) string {
	if words := w.nouns[string(noun)]; words != "" {
		return words
	}
	return string(noun)
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
