package access

import (
	"strings"
	"testing"
)

func TestEveryPermissionHasWords(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, permission := range table.Acts() {
		if words := table.Words.Act(string(permission)); !strings.Contains(words, "：") {
			t.Errorf("%s has no words", permission)
		}
	}
	if said := table.Words.Act("inspection:return"); said != "行政检查：退回重录" {
		t.Errorf("an act is called %s", said)
	}
}

// What a record is called is what its list is called, unless the list has a word of its own; so it is with columns.
func TestListsAndTheirColumnsAreCalledAsTheirRecordsUnlessTheyHaveWords(t *testing.T) {
	words, err := parseWords("noun, parcels, 包裹\nnoun, routes, 路线\nlist, routes, 路线表\ncolumn, weight, 重量\ncolumn, parcels.weight, 毛重")
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		words.List("parcels"): "包裹", words.List("routes"): "路线表", words.Noun("routes"): "路线", words.List("vans"): "vans",
		words.ColumnOf("parcels", "weight"): "毛重", words.ColumnOf("routes", "weight"): "重量", words.ColumnOf("routes", "length"): "length",
	} {
		if got != want {
			t.Errorf("said is %s, want %s", got, want)
		}
	}
}

func TestALineOfWordsSaysOneThingOnce(t *testing.T) {
	for name, csv := range map[string]string{
		"unknown kind": "verb, a:b, 甲", "too short": "act, a:b", "twice": "act, a:b, 甲\nact, a:b, 乙", "no space": "act,a:b,甲", "a stamp without status": "former, a:b *, a:c",
	} {
		if _, err := parseWords(csv); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestEveryFormerActHasAName(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, former := range table.Words.formers {
		for _, act := range []string{former.Act, former.Now} {
			if table.Words.Act(act) == act {
				t.Errorf("%s has no words", act)
			}
		}
		if table.Words.Noun(former.Noun) == string(former.Noun) && former.Noun != "*" {
			t.Errorf("%s is no kind of record", former.Noun)
		}
	}
	if now := table.Words.Present("task:suspend", "tasks", "cancelled"); now != "task:cancel" {
		t.Errorf("a cancelled task is %s now", now)
	}
	if now := table.Words.Present("task:report", "task-reports", ""); now != "task:report" {
		t.Errorf("a first report is %s now", now)
	}
}
