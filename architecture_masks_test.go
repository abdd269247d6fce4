package main

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// personal are the types that mask themselves wherever they are printed.
var personal = []string{"model.Phone", "model.IDNumber", "model.PersonName", "model.Email"}

// maskedFields finds personal data in fields that fmt prints without asking their methods:
// those without a capital letter, and everything below them, through any number of types.
func maskedFields(t tree) []string {
	carriers := carriersOf(t)
	var broken []string
	for _, file := range t.product() {
		masking := masksItself(t, file.dir())
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			if spec, ok := node.(*ast.TypeSpec); ok && slices.Contains(masking, spec.Name.Name) {
				return false
			}
			fields, ok := node.(*ast.StructType)
			if !ok {
				return true
			}
			for _, field := range fields.Fields.List {
				if name := hiddenName(field); name != "" && carriers.in(file, field.Type) != "" {
					broken = append(broken, fmt.Sprintf("%s: %s is personal and would be printed in clear: %s", t.at(field), name, carriers.in(file, field.Type)))
				}
			}
			return true
		})
	}
	return broken
}

// hiddenName is the first name of a field that has no capital letter, its type's where it is embedded.
func hiddenName(field *ast.Field) string {
	names := field.Names
	if len(names) == 0 {
		ast.Inspect(field.Type, func(node ast.Node) bool {
			if name, ok := node.(*ast.Ident); ok {
				names = []*ast.Ident{name} // the last, which follows the package
			}
			_, isGeneric := node.(*ast.IndexExpr)
			return !isGeneric
		})
	}
	if at := slices.IndexFunc(names, func(name *ast.Ident) bool { return !name.IsExported() }); at >= 0 {
		return names[at].Name
	}
	return ""
}

// carriers are the types whose values hold personal data, by package and name, each with
// the way to it.
type carriers map[string]string

// carriersOf starts from the personal types and goes on until no further type holds one.
// A type that writes itself is none: what it holds is its own to mask.
func carriersOf(t tree) carriers {
	found := carriers{}
	for _, kind := range personal {
		found[kind] = kind
	}
	for grown := true; grown; {
		grown = false
		for _, file := range t.product() {
			masking := masksItself(t, file.dir())
			for _, declaration := range file.syntax.Decls {
				general, ok := declaration.(*ast.GenDecl)
				if !ok {
					continue
				}
				for _, spec := range general.Specs {
					kind, ok := spec.(*ast.TypeSpec)
					if !ok || slices.Contains(masking, kind.Name.Name) {
						continue
					}
					name := packageOf(file) + "." + kind.Name.Name
					if way := found.in(file, kind.Type); way != "" && found[name] == "" {
						found[name], grown = name+" > "+way, true
					}
				}
			}
		}
	}
	return found
}

// packageOf is how other packages call the file's.
func packageOf(file source) string {
	if file.dir() == "." {
		return "main"
	}
	return packageName(module + "/" + file.dir())
}

// in returns the way to personal data inside a type as the file writes it, "" when there is none.
func (c carriers) in(file source, kind ast.Expr) (way string) {
	if kind == nil {
		return ""
	}
	ast.Inspect(kind, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncType, *ast.ChanType, *ast.InterfaceType: // printed as an address or as what they hold elsewhere
			return false
		case *ast.Field:
			if way == "" {
				way = c.in(file, n.Type)
			}
			return false
		case *ast.SelectorExpr:
			of, _ := n.X.(*ast.Ident)
			for path, name := range file.imports() {
				if of != nil && name == of.Name && way == "" && strings.HasPrefix(path, module+"/") {
					way = c[packageName(path)+"."+n.Sel.Name]
				}
			}
			return false
		case *ast.Ident:
			if way == "" {
				way = c[packageOf(file)+"."+n.Name]
			}
		}
		return true
	})
	return way
}

// masksItself returns the types of a package that write themselves for fmt.
func masksItself(t tree, dir string) []string {
	var masking []string
	for _, file := range t.product() {
		if file.dir() != dir {
			continue
		}
		for _, declaration := range file.syntax.Decls {
			method, ok := declaration.(*ast.FuncDecl)
			if !ok || method.Recv == nil || method.Name.Name != "Format" && method.Name.Name != "String" {
				continue
			}
			if name, ok := method.Recv.List[0].Type.(*ast.Ident); ok && !slices.Contains(personal, packageOf(file)+"."+name.Name) {
				masking = append(masking, name.Name)
			}
		}
	}
	return masking
}
