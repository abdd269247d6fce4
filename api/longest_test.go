package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"yijian/model"
	"yijian/store"
)

// lengthenNames gives the firm and every account the longest names there are, because records copy them.
func (s *stage) lengthenNames() {
	s.t.Helper()
	own := s.places["own"]
	own.firm.Name = strings.Repeat("𠮷", 100)
	s.write(func(ctx context.Context, tx *store.Tx) error {
		changed, err := tx.ChangeEnterprise(ctx, own.firm)
		own.firm = changed
		return err
	})
	s.places["own"] = own
	for role, u := range s.people {
		u.DisplayName = strings.Repeat("𠀋", 50)
		s.write(func(ctx context.Context, tx *store.Tx) error {
			changed, err := tx.ChangeUser(ctx, u)
			s.people[role] = changed
			return err
		})
	}
}

// longest is one act with one alphabet; keep has the members for which being long is wrong, such as ids.
type longest struct {
	*stage
	route    Route
	schema   *huma.Schema
	alphabet string
	keep     map[string]bool
}

// perform sends the longest body and then, as long as fields are refused,
// shorter ones of them; it says what is wrong with the last reply.
func (l *longest) perform(operation *huma.Operation) string {
	for {
		q := request{method: l.route.Method, path: l.route.Path, body: l.validBody(l.route)}
		if !l.route.keyless() {
			q = l.valid(l.route)
		}
		q.body = l.lengthened(q.body)
		got := l.send(q)
		l.restorePassword()
		if problem := l.verdict(operation, got); problem != "" {
			return problem
		}
		refused := l.refused(got)
		if len(refused) == 0 {
			if got.status >= http.StatusMultipleChoices && !l.route.keyless() {
				return fmt.Sprintf("refused as a whole: %d %s", got.status, got.body)
			}
			return ""
		}
		for _, name := range refused {
			l.keep[name] = true
		}
	}
}

// restorePassword undoes a change of password, so that the next one can name the old.
func (l *longest) restorePassword() {
	l.t.Helper()
	if !strings.HasSuffix(l.route.Path, "/password") {
		return
	}
	l.write(func(ctx context.Context, tx *store.Tx) error {
		u, err := tx.UserByName(ctx, l.people[model.RoleSupport].Name)
		if err != nil {
			return err
		}
		_, err = tx.SetPassword(ctx, u, l.hash)
		return err
	})
}

// refused are the members named by the reply that were not kept as they had been.
func (l *longest) refused(got reply) []string {
	var p Problem
	if got.status < http.StatusMultipleChoices || json.Unmarshal(got.body, &p) != nil {
		return nil
	}
	var names []string
	for _, field := range p.Errors {
		name, _, _ := strings.Cut(strings.TrimPrefix(field.Pointer, "/"), "/")
		if l.schema.Properties[name] != nil && !l.keep[name] {
			names = append(names, name)
		}
	}
	return names
}

// lengthened replaces the texts and lists of a valid body and adds those that may be left out.
func (l *longest) lengthened(valid []byte) []byte {
	l.t.Helper()
	body := map[string]any{}
	must(l.t, json.Unmarshal(valid, &body))
	for name, property := range l.schema.Properties {
		if value := l.longestOf(l.resolved(property)); value != nil && !l.keep[name] {
			body[name] = value
		}
	}
	text, err := json.Marshal(body)
	must(l.t, err)
	return text
}

// longestOf is the longest value of the schema, nil where length means nothing.
func (l *longest) longestOf(schema *huma.Schema) any {
	switch {
	case schema.Type == huma.TypeString && len(schema.Enum) == 0 && schema.Pattern == "" && schema.Format == "":
		if schema.MaxLength == nil {
			return strings.Repeat(l.alphabet, 1000)
		}
		return l.text(*schema.MaxLength)
	case schema.Type == huma.TypeArray && schema.MaxItems != nil && l.longestOf(l.resolved(schema.Items)) != nil:
		items := make([]any, *schema.MaxItems)
		for i := range items {
			items[i] = l.longestOf(l.resolved(schema.Items))
		}
		return items
	case schema.Type == huma.TypeObject:
		object := map[string]any{}
		for name, property := range schema.Properties {
			property = l.resolved(property)
			if object[name] = l.longestOf(property); object[name] == nil {
				object[name] = l.valueFor(property)
			}
		}
		return object
	}
	return nil
}

// text is n characters, different every time, because some must be unique.
func (l *longest) text(n int) string {
	number := fmt.Sprint(l.next())
	if n <= len(number) {
		return strings.Repeat("9", n)
	}
	characters := []rune(strings.Repeat(l.alphabet, n))
	text := number + string(characters[:n-len(number)])
	if utf8.RuneCountInString(text) != n {
		panic("counted wrong")
	}
	return text
}
