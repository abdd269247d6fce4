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

func TestALineOfWordsSaysOneThingOnce(t *testing.T) {
	for name, csv := range map[string]string{
		"unknown kind": "verb, a:b, 甲", "too short": "act, a:b", "twice": "act, a:b, 甲\nact, a:b, 乙", "no space": "act,a:b,甲",
	} {
		if _, err := parseWords(csv); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}
