package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// literal is JSON put into a body as it stands.
type literal = json.RawMessage

// spoilBody replaces, removes or adds one member of the body, at some depth.
func (m *mutator) spoilBody(q *request) string {
	schema := m.bodySchema(m.operation)
	var body map[string]any
	if schema == nil || json.Unmarshal(q.body, &body) != nil || body == nil {
		return m.spoilRaw(q)
	}
	name := m.property(schema)
	what := m.spoilMember(body, name, m.resolved(schema.Properties[name]))
	text, err := json.Marshal(body)
	must(m.t, err)
	q.body = text
	return what
}

func (m *mutator) property(schema *huma.Schema) string {
	names := slices.Sorted(maps.Keys(schema.Properties))
	return names[m.rand.IntN(len(names))]
}

func (m *mutator) spoilMember(body map[string]any, name string, schema *huma.Schema) string {
	switch m.rand.IntN(10) {
	case 0:
		delete(body, name)
		return "without " + name
	case 1:
		body[name+"x"] = 1
		return "undeclared " + name + "x"
	}
	value := m.strange(schema, 0)
	body[name] = value
	return fmt.Sprintf("%s = %.60v", name, value)
}

// strange is a value that the schema, or what follows it, should not like.
func (m *mutator) strange(schema *huma.Schema, depth int) any {
	var values []any
	switch schema.Type {
	case huma.TypeString:
		values = m.strangeText(schema)
	case huma.TypeInteger, huma.TypeNumber:
		values = []any{literal("1e400"), literal("9223372036854775808"), literal("-9223372036854775809"), literal("0.5"), -1, literal("1e3"),
			literal("99999999999999999999999999"), "1", literal("-0")}
		if schema.Maximum != nil {
			values = append(values, *schema.Maximum+1, *schema.Maximum)
		}
		if schema.Minimum != nil {
			values = append(values, *schema.Minimum-1, *schema.Minimum)
		}
	case huma.TypeBoolean:
		values = []any{"true", 0, 1, "yes"}
	case huma.TypeArray:
		values = m.strangeList(schema, depth)
	case huma.TypeObject:
		values = []any{[]any{}, "x", map[string]any{"x": 1}}
	}
	values = append(values, nil, true, map[string]any{}, []any{}, 17, "", literal(`{"a":{"a":{"a":[[[[1]]]]}}}`))
	return values[m.rand.IntN(len(values))]
}

func (m *mutator) strangeText(schema *huma.Schema) []any {
	values := []any{
		" ", "　", "\u0000", "a\u0000b", "\u202e反", "\ud7ff", "😀😀", "' OR '1'='1", "\";DROP TABLE users;--", "%s%d%n", "<script>alert(1)</script>",
		"=cmd|' /C calc'!A0", "../../etc/passwd", strings.Repeat("长", 70000), strings.Repeat("x", 2001), literal(`"\ud800"`), literal(`"\udc00\ud800"`), "null",
	}
	if schema.MaxLength != nil {
		values = append(values, strings.Repeat("长", *schema.MaxLength+1), strings.Repeat("😀", *schema.MaxLength), strings.Repeat("长", *schema.MaxLength))
	}
	if schema.Format == "date" {
		values = append(values, "2026-02-30", "2026-13-01", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "-001-01-01", "2026-3-1",
			"2026-03-01T00:00:00Z", "２０２６-03-01", "1600-01-01", "2026-02-29", "")
	}
	if len(schema.Enum) > 0 {
		values = append(values, "no such value", strings.ToUpper(fmt.Sprint(schema.Enum[0])), fmt.Sprint(schema.Enum[len(schema.Enum)-1]), []any{schema.Enum[0]})
	}
	return values
}

func (m *mutator) strangeList(schema *huma.Schema, depth int) []any {
	item := m.resolved(schema.Items)
	values := []any{"x", map[string]any{"0": 1}, []any{nil}, []any{[]any{}}, make([]any, 1000)}
	if depth < 2 {
		values = append(values, []any{m.strange(item, depth+1)}, []any{m.valueFor(item), m.valueFor(item)})
		if item.Type == huma.TypeObject && len(item.Properties) > 0 {
			object, _ := m.valueFor(item).(map[string]any)
			name := m.property(item)
			object[name] = m.strange(m.resolved(item.Properties[name]), depth+1)
			values = append(values, []any{object})
		}
	}
	return values
}
