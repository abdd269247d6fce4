package model

import "testing"

func TestBasisIsWrittenAsACitation(t *testing.T) {
	cases := []struct {
		basis Basis
		want  string
	}{
		{Basis{"快递暂行条例", "2025年修订", "19"}, "《快递暂行条例》（2025年修订）第十九条"},
		{Basis{"邮政法", "", "65"}, "《邮政法》第六十五条"},
		{Basis{"民法典", "", "201"}, "《民法典》第二百零一条"},
		{Basis{"民法典", "", "10"}, "《民法典》第十条"},
		{Basis{"民法典", "", "110"}, "《民法典》第一百一十条"},
		{Basis{"民法典", "", "300"}, "《民法典》第三百条"},
		{Basis{"民法典", "", "1024"}, "《民法典》第1024条"},
		{Basis{"快递末端网点备案暂行规定", "国邮发〔2018〕60号", ""}, "《快递末端网点备案暂行规定》（国邮发〔2018〕60号）"},
		{Basis{"", "", "平台默认设置"}, "平台默认设置"},
	}
	for _, c := range cases {
		if got := c.basis.String(); got != c.want {
			t.Errorf("%+v = %s, want %s", c.basis, got, c.want)
		}
	}
}
