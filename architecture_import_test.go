package main

import (
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strings"
)

func importsOfOurs(t tree) []string {
	var broken []string
	for _, file := range t.files {
		at := slices.IndexFunc(rooms, func(r room) bool { return matches(r.dir, file.dir()) })
		if at < 0 {
			broken = append(broken, fmt.Sprintf("%s: %s is no room of the house", file.path, file.dir()))
			continue
		}
		for _, importPath := range slices.Sorted(maps.Keys(file.imports())) {
			dir, ok := ours(importPath)
			allowed := !ok || matchesAny(rooms[at].imports, dir) ||
				file.isTest() && (dir == file.dir() || slices.Contains(testRooms, dir))
			if !allowed {
				broken = append(broken, fmt.Sprintf("%s: %s may not import %s (%s)", file.path, file.dir(), dir, rooms[at].reason))
			}
		}
	}
	return broken
}

func importsOfOthers(t tree) []string {
	var broken []string
	for _, file := range t.files {
		for _, importPath := range slices.Sorted(maps.Keys(file.imports())) {
			if _, mine := ours(importPath); mine || isStandard(importPath) {
				continue
			}
			isIt := func(library string) bool { return within(library, importPath) }
			measured := func(o owner) bool { return isIt(o.library) && matchesAny(o.rooms, file.dir()) }
			if file.isTest() && (slices.ContainsFunc(testLibraries, isIt) || slices.ContainsFunc(testOwners, measured)) {
				continue
			}
			at := slices.IndexFunc(owners, func(o owner) bool { return isIt(o.library) })
			if at < 0 {
				broken = append(broken, fmt.Sprintf("%s: nobody owns %s", file.path, importPath))
			} else if !matchesAny(owners[at].rooms, file.dir()) {
				broken = append(broken, fmt.Sprintf("%s: %s belongs to %s (%s)", file.path, importPath,
					strings.Join(owners[at].rooms, ", "), owners[at].reason))
			}
		}
	}
	return broken
}

func purePolicy(t tree) []string {
	var broken []string
	for _, file := range t.product() {
		for _, importPath := range slices.Sorted(maps.Keys(file.imports())) {
			if matches("policy/...", file.dir()) && slices.Contains(impure, importPath) {
				broken = append(broken, fmt.Sprintf("%s: policy may not import %s", file.path, importPath))
			}
		}
	}
	return broken
}

// selections calls found for each pkg.Name in the file, with the package's path.
func (s source) selections(found func(node *ast.SelectorExpr, importPath string)) {
	byName := map[string]string{}
	for importPath, name := range s.imports() {
		byName[name] = importPath
	}
	ast.Inspect(s.syntax, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if left, ok := selector.X.(*ast.Ident); ok && byName[left.Name] != "" {
				found(selector, byName[left.Name])
			}
		}
		return true
	})
}

func bannedNames(t tree) []string {
	var broken []string
	for _, file := range t.product() {
		file.selections(func(node *ast.SelectorExpr, importPath string) {
			for _, b := range bans {
				if b.path == importPath && b.name == node.Sel.Name && !b.allows(file) {
					broken = append(broken, fmt.Sprintf("%s: %s.%s (%s)", t.at(node), b.path, b.name, b.reason))
				}
			}
		})
	}
	return broken
}

func (b ban) allows(file source) bool {
	return slices.Contains(b.allowed, file.path) || slices.Contains(b.allowed, "*.go") && file.dir() == "."
}

func oneClock(t tree) []string {
	var places []string
	for _, file := range t.product() {
		file.selections(func(node *ast.SelectorExpr, importPath string) {
			if importPath == "time" && node.Sel.Name == "Now" && file.dir() == "." {
				places = append(places, t.at(node))
			}
		})
	}
	if len(places) > 1 {
		return []string{"the clock is read in several places: " + strings.Join(places, " ")}
	}
	return nil
}

// importDepth counts the imports of the longest chain of our own packages.
func importDepth(t tree) []string {
	edges := map[string][]string{}
	for _, file := range t.product() {
		for importPath := range file.imports() {
			if dir, ok := ours(importPath); ok {
				edges[file.dir()] = append(edges[file.dir()], dir)
			}
		}
	}
	chains := map[string][]string{}
	var longest func(dir string) []string
	longest = func(dir string) []string {
		if chain, known := chains[dir]; known {
			return chain
		}
		chains[dir] = []string{dir} // a cycle does not compile, but must not hang this test
		best := []string{dir}
		for _, next := range edges[dir] {
			if chain := longest(next); len(chain) >= len(best) {
				best = append([]string{dir}, chain...)
			}
		}
		chains[dir] = best
		return best
	}
	var deepest []string
	for _, dir := range slices.Sorted(maps.Keys(edges)) {
		if chain := longest(dir); len(chain) > len(deepest) {
			deepest = chain
		}
	}
	if len(deepest)-1 > maxImportDepth {
		return []string{fmt.Sprintf("%d imports deep: %s", len(deepest)-1, strings.Join(deepest, " → "))}
	}
	return nil
}
