package policy

import (
	"strings"
	"testing"
	"time"

	"yijian/model"
)

func TestPasswordProfiles(t *testing.T) {
	for _, c := range []struct {
		password, name   string
		djbh3            string // the reason without or with a second factor, empty when accepted
		nist, nistSecond string
	}{
		{"demo-only-2026", "security", "", "password.length", ""},
		{"Aq7-kmz0t", "a", "password.length", "password.length", ""},
		{"Aq7-kmz0tw", "a", "", "password.length", ""},
		{"aqkmztwvbpx7", "a", "password.kinds", "password.length", ""},
		{"aqkmztwvbpxerc", "a", "password.kinds", "password.length", ""},
		{"aqkmztwvbpxercy", "a", "password.kinds", "", ""},
		{"aqkmztw", "a", "password.length", "password.length", "password.length"},
		{"aqkmztwv", "a", "password.length", "password.length", ""},
		{"Password123!", "a", "password.well_known", "password.length", "password.well_known"},
		{"P@ssw0rd2026", "a", "password.well_known", "password.length", "password.well_known"},
		{"passwordpassword", "a", "password.kinds", "password.well_known", "password.well_known"},
		{"Admin@123456", "a", "password.well_known", "password.length", "password.well_known"},
		{"1234567890123456", "a", "password.kinds", "password.well_known", "password.well_known"},
		{"aaaaaaaaaaaaaaaaaaaa", "a", "password.kinds", "password.well_known", "password.well_known"},
		{"abcdefghijklmnop", "a", "password.kinds", "password.well_known", "password.well_known"},
		{"lihuamin-2026", "lihuamin", "password.well_known", "password.length", "password.well_known"},
		{"红灯停绿灯行黄灯亮了等一等", "a", "password.kinds", "password.length", ""},
		{"红灯停绿灯行黄灯亮了等一等再走", "a", "password.kinds", "", ""},
		{strings.Repeat("红灯停绿灯行Ab1 ", 12) + "12345678", "a", "", "", ""},
		{strings.Repeat("红灯停绿灯行Ab1 ", 13), "a", "password.length", "password.length", "password.length"},
	} {
		for _, asked := range []struct {
			profile PasswordProfile
			second  bool
			want    string
		}{{DJBH3(), false, c.djbh3}, {DJBH3(), true, c.djbh3}, {NIST(), false, c.nist}, {NIST(), true, c.nistSecond}} {
			var fields model.FieldErrors
			asked.profile.Check(&fields, "/password", c.password, c.name, asked.second)
			got := ""
			for _, f := range fields {
				got += f.Reason
			}
			if got != asked.want {
				t.Errorf("%s, second factor %v: %q gives %q, want %q", asked.profile.Name, asked.second, c.password, got, asked.want)
			}
		}
	}
}

func TestPasswordTerm(t *testing.T) {
	set := time.Date(2026, 1, 10, 23, 0, 0, 0, model.Shanghai)
	first := model.NewDate(2026, 1, 10)
	for days, want := range map[int]struct{ warns, expired bool }{0: {}, 75: {}, 76: {warns: true}, 90: {warns: true}, 91: {true, true}} {
		day := first.AddDays(days)
		if got := DJBH3().Warns(set, day); got != want.warns {
			t.Errorf("day %d warns: %v", days, got)
		}
		if got := DJBH3().Expired(set, day); got != want.expired {
			t.Errorf("day %d expired: %v", days, got)
		}
		if NIST().Warns(set, day) || NIST().Expired(set, day) {
			t.Errorf("day %d: nist knows no rotation", days)
		}
	}
}

func TestPasswordProfileNames(t *testing.T) {
	for name, known := range map[string]bool{"djbh3": true, "nist": true, "": false, "NIST": false} {
		profile, err := PasswordProfileNamed(name)
		if (err == nil) != known || known && profile.Name != name {
			t.Errorf("%q: %v, %v", name, profile, err)
		}
	}
	if says := DJBH3().Says(true); !strings.Contains(says, "90 天") || !strings.Contains(says, "最近 5 次") {
		t.Error(says)
	}
	if says := NIST().Says(false); !strings.Contains(says, "15 至") || strings.Contains(says, "天") {
		t.Error(says)
	}
}
