package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// tree is the source of all packages, parsed once for all laws.
type tree struct {
	fset  *token.FileSet
	files []source
}

// source is one Go file. Syntax is nil when the file cannot be parsed.
type source struct {
	path   string // from the top, with slashes
	text   string
	syntax *ast.File
	err    error
}

func parseTree(sources map[string]string) tree {
	result := tree{fset: token.NewFileSet()}
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		syntax, err := parser.ParseFile(result.fset, name, sources[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			syntax = &ast.File{Name: ast.NewIdent("unreadable")}
		}
		result.files = append(result.files, source{name, sources[name], syntax, err})
	}
	return result
}

// product are the files that are not tests.
func (t tree) product() []source {
	return slices.DeleteFunc(slices.Clone(t.files), source.isTest)
}

// at names a place for a complaint.
func (t tree) at(node ast.Node) string {
	position := t.fset.Position(node.Pos())
	return position.Filename + ":" + strconv.Itoa(position.Line)
}

// lines counts the lines that a node spans.
func (t tree) lines(node ast.Node) int {
	return t.fset.Position(node.End()).Line - t.fset.Position(node.Pos()).Line + 1
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// dir is the package's directory; "." is package main.
func (s source) dir() string { return path.Dir(s.path) }

// imports maps the path of each imported package to the name it has in the file.
func (s source) imports() map[string]string {
	result := map[string]string{}
	for _, spec := range s.syntax.Imports {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has refused it already
		}
		result[importPath] = packageName(importPath)
		if spec.Name != nil {
			result[importPath] = spec.Name.Name
		}
	}
	return result
}

// packageName guesses what a package is called: the last element that is not a version.
func packageName(importPath string) string {
	base := path.Base(importPath)
	if len(base) > 1 && base[0] == 'v' && base[1] >= '0' && base[1] <= '9' {
		return path.Base(path.Dir(importPath))
	}
	return base
}

// ours returns the directory of an import of our own module.
func ours(importPath string) (dir string, ok bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

// isStandard reports whether the standard library holds the package: no host in its first element.
func isStandard(importPath string) bool {
	_, mine := ours(importPath)
	first, _, _ := strings.Cut(importPath, "/")
	return !mine && !strings.Contains(first, ".")
}

// matches reports whether the directory is meant by a pattern like "store" or "policy/...".
func matches(pattern, dir string) bool {
	if pattern == "..." {
		return true
	}
	if top, ok := strings.CutSuffix(pattern, "/..."); ok {
		return dir == top || strings.HasPrefix(dir, top+"/")
	}
	return pattern == dir
}

func matchesAny(patterns []string, dir string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return matches(pattern, dir) })
}

// within reports whether an import is the library or one of its packages.
func within(library, importPath string) bool {
	return importPath == library || strings.HasPrefix(importPath, library+"/")
}
