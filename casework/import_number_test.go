package casework

import (
	"slices"
	"testing"
)

// A document is one however its number is written, in the file and in what people entered.
func TestADocumentIsOneHoweverItsNumberIsWritten(t *testing.T) {
	for _, written := range []string{"武邮罚〔2025〕1号", "武邮罚[2025]1号", "武邮罚（2025）1号", "武邮罚(2025) 1 号", "武邮罚【２０２５】1号", " 武邮罚［2025］1号　"} {
		if key := numberKey(written); key != "武邮罚〔2025〕1号" {
			t.Errorf("%q is known by %q", written, key)
		}
	}
	entered := map[string]int{"武邮罚[2025]1号": 1, "武邮罚（2025）2号": 2, "S-3": 3, "武邮罚〔2024〕1号": 4}
	found, err := byNumber(func(numbers []string) (map[string]int, error) {
		some := map[string]int{}
		for number, row := range entered {
			if slices.Contains(numbers, number) {
				some[number] = row
			}
		}
		return some, nil
	}, []string{"武邮罚〔2025〕1号", "武邮罚〔2025〕2号", "S-3"})
	if err != nil || len(found) != 3 || found["武邮罚〔2025〕1号"] != 1 || found["武邮罚〔2025〕2号"] != 2 || found["S-3"] != 3 {
		t.Errorf("found are %v, %v", found, err)
	}
}

func TestNumbersOfPersonsAreSeenInATextAndOthersAreNot(t *testing.T) {
	for text, isOne := range map[string]bool{
		"用户13812345678投诉": true, "证件11010519491231002X。": true, "电话１３８１２３４５６７８": true, "快件单号138123456789012": false, "统一代码91500156MADM00012F": false,
		"渝邮20230012A": false, "2025年第12345678901号": false, "共 12 件": false,
	} {
		if got := personalNumber.MatchString(halfWidth(text)); got != isOne {
			t.Errorf("%s: %v", text, got)
		}
	}
}
