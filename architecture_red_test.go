package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// sound is a small house that keeps every law.
var sound = map[string]string{
	"main.go": `// Command yijian is small.
package main

import (
	"time"

	"yijian/api"
)

func main() { api.Serve(time.Now) }
`,
	"api/api.go": `// Package api hears.
package api

import (
	"time"

	"github.com/gin-gonic/gin"

	"yijian/model"
)

// Serve answers.
func Serve(now func() time.Time) { _, _ = gin.New, model.Day(now().Day()) }
`,
	"model/day.go": `// Package model names.
package model

// Day is a day of the month.
type Day int
`,
}

// crime is one change to the sound house: the law it breaks and what is said about it.
type crime struct {
	name, law string
	path      string
	text      string
	says      string
}

var crimes = []crime{
	{"a syntax error", "parse", "model/bad.go", "package model\n\nfunc {\n", "model/bad.go:3"},
	{"an arrow upwards", "rooms", "model/up.go",
		"package model\n\nimport _ \"yijian/api\"\n", "model may not import api"},
	{"transport that reaches a rule", "rooms", "api/rule.go",
		"package api\n\nimport _ \"yijian/policy/credit\"\n", "api may not import policy/credit"},
	{"a test in the wrong room", "rooms", "model/up_test.go",
		"package model\n\nimport _ \"yijian/store\"\n", "model may not import store"},
	{"the product linked to test databases", "rooms", "api/db.go",
		"package api\n\nimport _ \"yijian/deploy/testdb\"\n", "api may not import deploy/testdb"},
	{"a package without a room", "rooms", "service/service.go",
		"// Package service is new.\npackage service\n", "service is no room of the house"},
	{"a package under a flat room", "rooms", "api/v2/v2.go",
		"// Package v2 is new.\npackage v2\n", "api/v2 is no room of the house"},
	{"a library outside its owner", "owners", "model/orm.go",
		"package model\n\nimport _ \"gorm.io/gorm\"\n", "gorm.io/gorm belongs to store"},
	{"a library nobody owns", "owners", "api/left.go",
		"package api\n\nimport _ \"example.com/leftpad\"\n", "nobody owns example.com/leftpad"},
	{"a test library in the product", "owners", "api/cmp.go",
		"package api\n\nimport _ \"github.com/google/go-cmp/cmp\"\n", "nobody owns github.com/google/go-cmp/cmp"},
	{"a decision that rolls dice", "purity", "policy/dice.go",
		"// Package policy decides.\npackage policy\n\nimport _ \"math/rand/v2\"\n", "policy may not import math/rand/v2"},
	{"a hidden clock", "bans", "model/now.go",
		"package model\n\nimport clock \"time\"\n\nvar started = clock.Now()\n", "model/now.go:5: time.Now"},
	{"a hidden stop-watch", "bans", "watch.go",
		"package main\n\nimport \"time\"\n\nvar took = time.Since(time.Time{})\n", "watch.go:5: time.Since"},
	{"a pointer made of anything", "bans", "model/raw.go",
		"package model\n\nimport \"unsafe\"\n\nvar raw unsafe.Pointer\n", "model/raw.go:5: unsafe.Pointer"},
	{"a route outside the table", "bans", "api/extra.go",
		"package api\n\nimport \"github.com/danielgtaylor/huma/v2\"\n\nvar extra = huma.Register[int, int]\n", "no row in the table"},
	{"a soft deletion", "bans", "store/soft.go",
		"// Package store remembers.\npackage store\n\nimport \"gorm.io/gorm\"\n\ntype soft struct{ gorm.Model }\n", "store/soft.go:6: gorm.io/gorm.Model"},
	{"a second clock", "one clock", "clock.go",
		"package main\n\nimport \"time\"\n\nvar second = time.Now\n", "clock.go:5 main.go:10"},
	{"a score that is a float", "exactness", "model/score.go",
		"package model\n\ntype score float64\n", "model/score.go:3: float64"},
	{"a number that fmt prints in clear", "masks", "model/call.go",
		"package model\n\ntype call struct {\n\tto []Phone\n}\n", "model/call.go:4: to is personal"},
	{"a number below a field that fmt prints in clear", "masks", "model/call.go",
		"package model\n\ntype call struct {\n\tto map[string][]*person\n}\n\ntype person struct{ Home home }\n\ntype home struct{ Number Phone }\n", "model/call.go:4: to is personal"},
	{"a number of another package that fmt prints in clear", "masks", "api/call.go",
		"package api\n\nimport names \"yijian/model\"\n\ntype call struct{ to names.Email }\n", "api/call.go:5: to is personal"},
	{"a number in what is embedded without a capital letter", "masks", "model/call.go",
		"package model\n\ntype call struct{ person }\n\ntype person struct{ Number Phone }\n", "model/call.go:3: person is personal"},
	{"a long file", "file size", "model/long_test.go",
		"package model\n" + strings.Repeat("\n// More.\n", 200), "401 lines"},
	{"a long function", "function size", "model/long.go",
		"package model\n\nfunc long() {\n" + strings.Repeat("\tlong()\n", 59) + "}\n", "long has 61 lines"},
	{"a long closure in one statement", "function size", "model/long.go",
		"package model\n\nfunc long() func() {\n\treturn func() {\n" + strings.Repeat("\t\tlong()\n", 59) + "\t}\n}\n", "long has 63 lines"},
	{"six parameters", "parameters", "model/six.go",
		"package model\n\nfunc six(a, b, c int, d, e, f string) {}\n", "6 parameters"},
	{"six parameters besides the transaction", "parameters", "model/six.go",
		"package model\n\nfunc six[T any](a, b, c, d, e T, tx *Tx, f T) {}\n", "6 parameters"},
	{"a bare library in the product", "owners", "bare.go",
		"package main\n\nimport _ \"github.com/gin-gonic/gin\"\n", "gin belongs to api"},
	{"six parameters without a name", "parameters", "model/six.go",
		"package model\n\nvar six = func(a, b, c, d, e, f int) {}\n", "6 parameters"},
	{"a package that says nothing", "package comment", "model/day.go",
		"package model\n\n// Day is a day of the month.\ntype Day int\n", `begins "Package model "`},
	{"a main package that says nothing", "package comment", "main.go", "package main\n\nfunc main() {}\n", `begins "Command yijian "`},
	{"a function without a promise", "doc comment", "model/f.go", "package model\n\nfunc Promise() {}\n", "Promise has no comment"},
	{"a method without a promise", "doc comment", "model/f.go", "package model\n\nfunc (d *Day) Next() {}\n", "Next has no comment"},
	{"a type without a promise", "doc comment", "model/f.go", "package model\n\ntype Week int\n", "Week has no comment"},
	{"a constant without a promise", "doc comment", "model/f.go", "package model\n\nconst (\n\tWeek = 7\n)\n", "Week has no comment"},
	{"an empty type name", "names", "model/m.go", "package model\n\ntype dayManager int\n", `"Manager" says nothing`},
	{"an empty function name", "names", "model/m.go", "package model\n\nfunc infoOf() {}\n", `"Info" says nothing`},
	{"an empty file name", "names", "model/day_utils.go", "package model\n", `"Utils" says nothing`},
	{"an act without words", "acts", "jobs_x.go", "package main\n\nconst act = \"endpoint:paint\"\n", "no words for endpoint:paint"},
	{"a column without words", "columns", "model/c.go",
		"package model\n\ntype colour struct {\n\tHue string `json:\"hue\" gorm:\"column:hue\"`\n}\n", "no words for the column hue"},
	{"a code without words", "values", "model/c.go",
		"package model\n\ntype colour string\n\nconst crimson colour = \"crimson\"\n\ntype coat struct {\n\tLining colour `json:\"name\" gorm:\"column:name\"`\n}\n", "no words for colour=crimson"},
	{"an unfinished thought", "unfinished", "model/later.go", "package model\n\n// TO" + "DO: think.\n", "model/later.go:3"},
	{"a skipped test", "unfinished", "model/s_test.go",
		"package model\n\nimport \"testing\"\n\nfunc TestS(t *testing.T) { t.Skip() }\n", "a skipped test"},
	{"a layout of its own", "gofmt", "model/wide.go", "package model\n\nvar  wide = 1\n", "model/wide.go: run gofmt"},
}

// The chain that is one import too deep for the law about depth.
var deep = map[string]string{
	"policy/a/a.go": "// Package a is deep.\npackage a\n\nimport _ \"yijian/policy/b\"\n",
	"policy/b/b.go": "// Package b is deep.\npackage b\n\nimport _ \"yijian/policy/c\"\n",
	"policy/c/c.go": "// Package c is deep.\npackage c\n\nimport _ \"yijian/policy/d\"\n",
	"policy/d/d.go": "// Package d is deep.\npackage d\n\nimport _ \"yijian/policy/e\"\n",
	"policy/e/e.go": "// Package e is deep.\npackage e\n\nimport _ \"yijian/policy/f\"\n",
	"policy/f/f.go": "// Package f is deep.\npackage f\n\nimport _ \"yijian/model\"\n",
}

const deepest = "// Package casework acts.\npackage casework\n\nimport _ \"yijian/policy/a\"\n"

func TestASoundHouseBreaksNoLaw(t *testing.T) {
	expectOnly(t, sound, "", "")
	allowed := maps.Clone(deep)
	maps.Copy(allowed, sound)
	allowed["api/routes.go"] = "package api\n\nfunc routes() []string {\n\treturn []string{\n" +
		strings.Repeat("\t\t\"a row\",\n", 80) + "\t}\n}\n"
	allowed["model/call.go"] = "package model\n\nimport \"fmt\"\n\ntype call struct {\n\tto   person\n\tthen func(Phone)\n\tNext Phone\n}\n\ntype person struct{ Number Phone }\n\n" +
		"// Format writes stars.\nfunc (person) Format(fmt.State, rune) {}\n"
	expectOnly(t, allowed, "", "")
}

func TestEachLawIsSeenBroken(t *testing.T) {
	seen := map[string]bool{"depth": true}
	for _, c := range crimes {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			house := maps.Clone(sound)
			house[c.path] = c.text
			expectOnly(t, house, c.law, c.says)
		})
		seen[c.law] = true
	}
	t.Run("a_deep_house", func(t *testing.T) {
		house := maps.Clone(deep)
		maps.Copy(house, sound)
		house["casework/casework.go"] = deepest
		expectOnly(t, house, "depth", "7 imports deep: casework → policy/a")
	})
	for _, l := range laws {
		if !seen[l.name] {
			t.Errorf("no crime breaks the law %q", l.name)
		}
	}
}

// expectOnly fails unless the house breaks just the named law, and the complaint says so.
func expectOnly(t *testing.T, house map[string]string, name, says string) {
	t.Helper()
	found := map[string][]string{}
	for _, l := range laws {
		if broken := l.check(parseTree(house)); len(broken) > 0 {
			found[l.name] = broken
		}
	}
	complaints := found[name]
	delete(found, name)
	if len(found) > 0 {
		t.Errorf("other laws are broken too: %v", found)
	}
	if name != "" && !slices.ContainsFunc(complaints, func(s string) bool { return strings.Contains(s, says) }) {
		t.Errorf("law %q says %q, not %q", name, complaints, says)
	}
}
