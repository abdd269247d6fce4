package main

import (
	"fmt"
	"go/ast"
	"reflect"
	"regexp"
	"strconv"
	"strings"

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
