package policy

import (
	"strings"
	"testing"
)

// Each line is a text and what the public may see of it.
func TestMaskPublicText(t *testing.T) {
	for text, want := range map[string]string{
		"联系电话13812345678，另138-1234-5678。":           "联系电话138****5678，另138****5678。",
		"身份证号11010519491231002X":                    "身份证号110*************2X",
		"身份证号110105194912310021":                    "身份证号**************0021", // a wrong check digit: masked as a card's number is
		"统一社会信用代码91350100M000100Y43":                "统一社会信用代码91350100M000100Y43",
		"运单SF1234567890123丢失":                       "运单***********0123丢失",
		"邮箱zhang.san@example.cn":                    "邮箱z***@example.cn",
		"家住建设路3号5栋2单元301室":                          "家住建设路3号*",
		"某某路12号3栋2单元501":                            "某某路12号*",
		"白马镇铁佛村3组15号":                               "白马镇铁佛村*",
		"芙蓉西路88号附5号2-3-1":                           "芙蓉西路88号*",
		"芙蓉西路88号，2026年第2号通告":                        "芙蓉西路88号，2026年第2号通告",
		"申诉人张三丰先生反映":                                "申诉人*先生反映",
		"演示邮罚决〔2026〕12号，2026年3月1日，罚款50000元":         "演示邮罚决〔2026〕12号，2026年3月1日，罚款50000元",
		"许可证号渝邮20260001B":                           "许可证号渝邮20260001B",
		"微信wx13812345678，１３８1234５678，138.1234.5678": "微信wx138****5678，138****5678，138****5678",
		"身份证11010519491231003X":                     "身份证**************003X", // a wrong check digit
		"演示邮罚2026-12号":                              "演示邮罚2026-12号",
		"监督电话023-77712345":                          "监督电话023-77712345",
	} {
		if got, _ := MaskPublicText(text); got != want {
			t.Errorf("%s: shown as %s, want %s", text, got, want)
		}
	}
}

// What is hidden is called what it looks like, so that the reviewer knows what stood there.
func TestMaskPublicTextSaysWhatItHid(t *testing.T) {
	for number, want := range map[string]string{
		"11010519491231002X":  "id_number 居民身份证号码",
		"110105194912310021":  "id_like 身份证号码样的数字", // a wrong check digit
		"11010519491231003x":  "id_like 身份证号码样的数字",
		"500156200002290010":  "id_like 身份证号码样的数字",
		"500156200102290010":  "bank_card 银行账号", // no such day
		"500156189912310010":  "bank_card 银行账号", // nobody living
		"170105194912310021":  "bank_card 银行账号", // no such province
		"622202199001010011":  "id_like 身份证号码样的数字",
		"6222021234567890123": "bank_card 银行账号",
		"91350100M000100Y43":  "",
	} {
		shown, hidden := MaskPublicText("号码" + number + "。")
		told := ""
		for _, piece := range hidden {
			told += piece.Rule + " " + piece.Title
		}
		if told != want || (want != "") == strings.Contains(shown, number) {
			t.Errorf("%s: told %q, shown %s", number, told, shown)
		}
	}
}

// A masked text is masked no further, and what was hidden before stays told.
func TestMaskPublicTextTwice(t *testing.T) {
	once, hidden := MaskPublicText("电话13812345678、13912345678，运单1234567890123")
	twice, again := MaskPublicText(once)
	if once != twice || len(again) != 0 {
		t.Errorf("second time: %s, %v", twice, again)
	}
	if merged := MergeMasked(hidden, again); len(merged) != 2 || merged[0].Count != 2 || merged[1].Count != 1 {
		t.Errorf("merged: %v", merged)
	}
}
