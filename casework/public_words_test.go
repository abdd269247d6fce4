package casework

import (
	"slices"
	"strings"
	"testing"
)

// People write as they speak: what they mean is looked for part by part, and told to resemble as it was written.
func TestWhatPeopleWriteIsTakenApart(t *testing.T) {
	for search, want := range map[string][2]string{ // the words, and those that were written
		"江豚":                 {"江豚", "江豚"},
		"江豚驿站":               {"江豚", "江豚驿站"},
		"驿站":                 {"驿站", "驿站"},
		"综合服务站":              {"综合服务站", "综合服务站"},
		"江豚综合服务站":            {"江豚 综合服务站", "江豚综合服务站"},
		"白马镇山雀":              {"白马镇 山雀", "白马镇山雀"},
		"白马山雀驿站":             {"白马 山雀", "白马山雀驿站"},
		"白马镇":                {"白马镇", "白马镇"},
		"江豚快递公司":             {"江豚快递", "江豚快递公司"},
		"快递有限责任公司":           {"快递", "快递有限责任公司"},
		"公司":                 {"公司", "公司"},
		"江豚 网点":              {"江豚", "江豚 网点"},
		"天 天 快 递":            {"天天快递", "天天快递"},
		"1088-12":            {"1088-12", "1088-12"},
		"网点":                 {"网点", "网点"},
		"公司 网点":              {"公司 网点", "公司 网点"},
		"江 豚":                {"江豚", "江豚"},
		"江 豚 驿站":             {"江豚", "江豚 驿站"},
		"a 江":                {"a 江", "a 江"},
		"500156-2026-0001":   {"50015620260001", "50015620260001"},
		"(023)7770-0000":     {"02377700000", "02377700000"},
		"3-1":                {"3-1", "3-1"},
		"渝邮20250012B":        {"", ""},
		"渝邮20250012B 驿站":     {"驿站", "驿站"},
		"123456789012345670": {"123456789012345670", "123456789012345670"},
		"江豚 江豚驿站":            {"江豚", "江豚 江豚驿站"},
		"":                   {"", ""},
		"９１１１００００６０００３７３４１l": {"", ""},
	} {
		got := SoughtOnSite(search)
		if !slices.Equal(got.Words, strings.Fields(want[0])) || !slices.Equal(got.Whole, strings.Fields(want[1])) {
			t.Errorf("%s: %q, as written %q", search, got.Words, got.Whole)
		}
		if (got.USCC != "") != (search == "９１１１００００６０００３７３４１l") || (got.LicenceNo != "") != strings.HasPrefix(search, "渝邮") {
			t.Errorf("%s: the code is %q, the number %q", search, got.USCC, got.LicenceNo)
		}
	}
}
