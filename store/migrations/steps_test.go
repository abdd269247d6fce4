package migrations

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever writes steps must also put them into the list: else no database ever takes them.
func TestNoStepIsForgotten(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var written []string
	listed := map[string]bool{}
	for _, file := range files {
		syntax, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(syntax, func(node ast.Node) bool {
			spec, is := node.(*ast.ValueSpec)
			if !is || strings.HasSuffix(file, "_test.go") || len(spec.Values) != 1 {
				return true
			}
			literal, is := spec.Values[0].(*ast.CompositeLit)
			switch {
			case !is:
			case isArrayOfSteps(literal.Type):
				written = append(written, spec.Names[0].Name)
			case spec.Names[0].Name == "parts":
				for _, part := range literal.Elts {
					listed[part.(*ast.Ident).Name] = true
				}
			}
			return true
		})
	}
	for _, name := range written {
		if !listed[name] {
			t.Errorf("the steps %s are in no list", name)
		}
	}
	if len(written) < 40 || len(listed) != len(parts) {
		t.Errorf("%d written, %d of %d listed", len(written), len(listed), len(parts))
	}
}

func isArrayOfSteps(expression ast.Expr) bool {
	array, is := expression.(*ast.ArrayType)
	if !is {
		return false
	}
	of, is := array.Elt.(*ast.Ident)
	return is && of.Name == "Step"
}

func TestNoTwoStepsHaveOneNumber(t *testing.T) {
	last := Step{}
	for _, step := range Steps() {
		if step.Version == last.Version || step.Title == "" || step.Up == nil {
			t.Errorf("%d (%s) after %d (%s)", step.Version, step.Title, last.Version, last.Title)
		}
		last = step
	}
}
