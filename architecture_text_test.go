package main

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

func readable(t tree) []string {
	var broken []string
	for _, file := range t.files {
		if file.err != nil {
			broken = append(broken, file.err.Error())
		}
	}
	return broken
}

func noFloats(t tree) []string {
	var broken []string
	for _, file := range t.product() {
		if file.dir() != "model" && !matches("policy/...", file.dir()) {
			continue
		}
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			if name, ok := node.(*ast.Ident); ok && (name.Name == "float64" || name.Name == "float32") {
				broken = append(broken, fmt.Sprintf("%s: %s", t.at(name), name.Name))
			}
			return true
		})
	}
	return broken
}

func fileSizes(t tree) []string {
	var broken []string
	for _, file := range t.files {
		if n := strings.Count(file.text, "\n"); n > maxFileLines && !ast.IsGenerated(file.syntax) {
			broken = append(broken, fmt.Sprintf("%s: %d lines, at most %d", file.path, n, maxFileLines))
		}
	}
	return broken
}

func functionSizes(t tree) []string {
	var broken []string
	for _, file := range t.product() {
		for _, declaration := range file.syntax.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && t.lines(f) > maxFunctionLines && !isTable(f) {
				broken = append(broken, fmt.Sprintf("%s: %s has %d lines, at most %d", t.at(f), f.Name.Name, t.lines(f), maxFunctionLines))
			}
		}
	}
	return broken
}

// isTable reports whether a function only returns a literal: data, one line a row.
func isTable(f *ast.FuncDecl) bool {
	if f.Body == nil || len(f.Body.List) != 1 {
		return false
	}
	result, ok := f.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(result.Results) != 1 {
		return false
	}
	_, ok = result.Results[0].(*ast.CompositeLit)
	return ok
}

func parameterCounts(t tree) []string {
	var broken []string
	for _, file := range t.product() {
		check := func(at ast.Node, function *ast.FuncType) {
			if n := parameters(function); n > maxParameters {
				broken = append(broken, fmt.Sprintf("%s: %d parameters, at most %d", t.at(at), n, maxParameters))
			}
		}
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			switch f := node.(type) {
			case *ast.FuncDecl:
				if exempt[file.path+" "+f.Name.Name] == "" {
					check(f, f.Type)
				}
			case *ast.FuncLit:
				check(f, f.Type)
			}
			return true
		})
	}
	return broken
}

// parameters counts what a caller must supply. A method cannot have type parameters, so
// in a generic function the transaction or reader that would be the receiver is not counted.
func parameters(function *ast.FuncType) int {
	n := function.Params.NumFields()
	if function.TypeParams == nil {
		return n
	}
	for _, field := range function.Params.List {
		kind := field.Type
		if pointer, ok := kind.(*ast.StarExpr); ok {
			kind = pointer.X
		}
		if name, ok := kind.(*ast.Ident); ok && (name.Name == "Tx" || name.Name == "Reader") {
			return n - 1
		}
	}
	return n
}

func packageComments(t tree) []string {
	comments, names := map[string]string{}, map[string]string{}
	for _, file := range t.product() {
		names[file.dir()] = file.syntax.Name.Name
		if file.syntax.Doc != nil {
			comments[file.dir()] += file.syntax.Doc.Text()
		}
	}
	var broken []string
	for _, dir := range slices.Sorted(maps.Keys(names)) {
		opening := "Package " + names[dir] + " "
		if names[dir] == "main" {
			opening = "Command " + module + " "
		}
		if !strings.HasPrefix(comments[dir], opening) {
			broken = append(broken, fmt.Sprintf("%s: no package comment that begins %q", dir, opening))
		}
	}
	return broken
}

func docComments(t tree) []string {
	var broken []string
	for _, file := range t.product() {
		for _, declaration := range file.syntax.Decls {
			for _, name := range undocumented(declaration) {
				broken = append(broken, fmt.Sprintf("%s: %s has no comment", t.at(name), name.Name))
			}
		}
	}
	return broken
}

// undocumented returns the exported names that a declaration makes without a comment;
// the comment of a group speaks for all its constants and variables.
func undocumented(declaration ast.Decl) []*ast.Ident {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && receiverIsExported(d) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		if d.Doc == nil && d.Tok != token.IMPORT {
			return slices.DeleteFunc(undocumentedSpecs(d.Specs), func(n *ast.Ident) bool { return !n.IsExported() })
		}
	}
	return nil
}

func undocumentedSpecs(specs []ast.Spec) []*ast.Ident {
	var names []*ast.Ident
	for _, spec := range specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Doc == nil && s.Comment == nil {
				names = append(names, s.Name)
			}
		case *ast.ValueSpec:
			if s.Doc == nil && s.Comment == nil {
				names = append(names, s.Names...)
			}
		}
	}
	return names
}

func receiverIsExported(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	exported := false
	ast.Inspect(f.Recv.List[0].Type, func(node ast.Node) bool {
		name, ok := node.(*ast.Ident)
		exported = exported || ok && name.IsExported()
		return !ok
	})
	return exported
}

func namesThatSay(t tree) []string {
	var broken []string
	complain := func(where, name string) {
		for _, word := range words(name) {
			if slices.Contains(emptyNames, word) && exempt[name] == "" {
				broken = append(broken, fmt.Sprintf("%s: %q says nothing in %s", where, word, name))
			}
		}
	}
	for _, file := range t.files {
		complain(file.path, strings.TrimSuffix(path.Base(file.path), ".go"))
		complain(file.path, file.syntax.Name.Name)
		for _, declaration := range file.syntax.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				complain(t.at(d), d.Name.Name)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if s, ok := spec.(*ast.TypeSpec); ok {
						complain(t.at(s), s.Name.Name)
					}
				}
			}
		}
	}
	return broken
}

var wordBreak = regexp.MustCompile(`[A-Z]?[a-z]+|[A-Z]+`)

// words splits camelCase and snake_case, each word with a capital.
func words(name string) []string {
	result := wordBreak.FindAllString(name, -1)
	for i, word := range result {
		runes := []rune(word)
		runes[0] = unicode.ToUpper(runes[0])
		result[i] = string(runes)
	}
	return result
}

// Written in two halves, so that this file does not hold what it looks for.
var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)

func nothingUnfinished(t tree) []string {
	var broken []string
	for _, file := range t.files {
		for _, group := range file.syntax.Comments {
			for _, comment := range group.List {
				if mark := unfinished.FindString(comment.Text); mark != "" {
					broken = append(broken, fmt.Sprintf("%s: %s", t.at(comment), mark))
				}
			}
		}
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			call, ok := node.(*ast.SelectorExpr)
			if ok && file.isTest() && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, call.Sel.Name) {
				broken = append(broken, fmt.Sprintf("%s: a skipped test", t.at(call)))
			}
			return true
		})
	}
	return broken
}

func formatted(t tree) []string {
	var broken []string
	for _, file := range t.files {
		if layout, err := format.Source([]byte(file.text)); err == nil && string(layout) != file.text {
			broken = append(broken, file.path+": run gofmt -w")
		}
	}
	return broken
}
