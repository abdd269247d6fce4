package policy

import (
	"testing"

	"yijian/model"
)

// TestPatternsAreNoPasswords tries what people in this office would think of first.
func TestPatternsAreNoPasswords(t *testing.T) {
	reason := func(password string) string {
		var fields model.FieldErrors
		NIST().Check(&fields, "/password", password, "operator7", true)
		if len(fields) == 0 {
			return ""
		}
		return fields[0].Reason
	}
	for _, weak := range []string{
		// walks over the keyboard
		"1qaz2wsx3edc", "zaq12wsxcde3", "qazwsxedcrfv", "1qaz@WSX3edc", "qwer!@#$", "asdfjkl;2026", "poiuytrewq0987", "!QAZ@WSX#EDC", "QWEasd123zxc", "mnbvcxz;lkjhgf",
		// names in pinyin and a year or a number
		"zhangwei1990", "wangxiaoming2026", "Lina19900101", "liuyang@2026", "chenjing888888", "zhao.lei.1985", "yangfan520", "huangmeiling2000",
		// the product, the district, the office
		"yijian2026", "wulongqu2026", "Wulong-Chongqing-2026", "youzhengju@2026", "fengshan-jiedao-2026", "驿鉴密码2026年3月", "武隆区邮政管理局2026", "xiannvshan123",
		// dates and digits
		"2026-03-15-1990-01-01", "20260315", "1990年1月1日生日", "13912345678a", "500156199001011234", "19900101x19920202", "2026032026042026",
	} {
		if got := reason(weak); got != "password.well_known" {
			t.Errorf("%q gives %q", weak, got)
		}
	}
	for _, strong := range []string{
		"kestrel-umbrella-94", "mouse tractor violin", "woaichihuoguomalatang", "红灯停绿灯行黄灯亮了等一等再走", "demo-only-2026", "stage-only-2026",
		"Aq7-kmz0tw", "vukbapoxim", "tQ9#mLx2", "雨天收了二十八件退件", "blue7lamp!river",
	} {
		if got := reason(strong); got != "" {
			t.Errorf("%q gives %q", strong, got)
		}
	}
}
