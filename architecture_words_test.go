package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yijian/policy/access"
)

// actText is how an act is written where it is stamped or ordered.
var actText = regexp.MustCompile(`^"[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*"$`)

// actsSaid demands words for every act that may stand in the audit trail.
func actsSaid(t tree) []string {
	table, err := access.Load()
	if err != nil {
		return []string{err.Error()}
	}
	var broken []string
	for _, file := range t.product() {
		if !matchesAny([]string{".", "casework", "jobs", "store"}, file.dir()) {
			continue
		}
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			literal, ok := node.(*ast.BasicLit)
			if !ok || !actText.MatchString(literal.Value) {
				return true
			}
			if act := strings.Trim(literal.Value, `"`); table.Words.Act(act) == act {
				broken = append(broken, fmt.Sprintf("%s: policy/access/words.csv has no words for %s", t.at(literal), act))
			}
			return true
		})
	}
	return broken
}

// columnsSaid demands words for every column that a before or an after may hold.
func columnsSaid(t tree) []string {
	table, err := access.Load()
	if err != nil {
		return []string{err.Error()}
	}
	var broken []string
	for _, file := range t.product() {
		if file.dir() != "model" {
			continue
		}
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			field, ok := node.(*ast.Field)
			if !ok || field.Tag == nil {
				return true
			}
			text, _ := strconv.Unquote(field.Tag.Value)
			key, _, _ := strings.Cut(reflect.StructTag(text).Get("json"), ",")
			if key == "" || key == "-" || reflect.StructTag(text).Get("gorm") == "" {
				return true
			}
			if table.Words.Column(key) == key {
				broken = append(broken, fmt.Sprintf("%s: policy/access/words.csv has no words for the column %s", t.at(field), key))
			}
			return true
		})
	}
	return broken
}

// avoided are words that people read for what has another word; parted, so that this file holds none.
var avoided = map[string]string{"角" + "色": "岗位"}

// TestOneWordIsSaidForOneThing looks through everything that people read.
func TestOneWordIsSaidForOneThing(t *testing.T) {
	read := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		if entry.IsDir() && (name == "node_modules" || name == "dist" || name == "bin" || path != "." && strings.HasPrefix(name, ".")) {
			return filepath.SkipDir
		}
		if err != nil || entry.IsDir() || !slices.Contains([]string{".go", ".ts", ".vue", ".html", ".csv", ".md", ".yaml"}, filepath.Ext(name)) {
			return err
		}
		text, err := os.ReadFile(path)
		read++
		for word, said := range avoided {
			if strings.Contains(string(text), word) {
				t.Errorf("%s says %s, which is called %s (docs/glossary.md)", path, word, said)
			}
		}
		return err
	})
	if err != nil || read < 500 {
		t.Fatalf("%d files were read: %v", read, err)
	}
}

// valuesSaid demands words for every code that a column of a record may hold.
func valuesSaid(t tree) []string {
	table, err := access.Load()
	if err != nil {
		return []string{err.Error()}
	}
	held, codes := map[string]bool{}, map[string][]*ast.BasicLit{}
	for _, file := range t.product() {
		if file.dir() != "model" {
			continue
		}
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.Field:
				if name, ok := n.Type.(*ast.Ident); ok && n.Tag != nil && strings.Contains(n.Tag.Value, `json:"`) && strings.Contains(n.Tag.Value, `gorm:"`) {
					held[name.Name] = true
				}
			case *ast.ValueSpec:
				name, ok := n.Type.(*ast.Ident)
				for _, value := range n.Values {
					if literal, isText := value.(*ast.BasicLit); ok && isText && literal.Kind == token.STRING {
						codes[name.Name] = append(codes[name.Name], literal)
					}
				}
			}
			return true
		})
	}
	var broken []string
	for kind, literals := range codes {
		for _, literal := range literals {
			code := strings.Trim(literal.Value, `"`)
			if code != "" && (held[kind] || table.Words.HasValues(kind)) && table.Words.Value(kind, code) == code {
				broken = append(broken, fmt.Sprintf("%s: policy/access/words.csv has no words for %s=%s", t.at(literal), kind, code))
			}
		}
	}
	return broken
}
