package reference

import (
	"strings"
	"testing"
	"time"

	"yijian/model"
)

var (
	planDay = model.NewDate(2019, time.July, 15)
	today   = model.NewDate(2026, time.November, 24)
)

func TestTownshipsOfThePlanAndOfToday(t *testing.T) {
	lastOld := model.NewDate(2020, time.April, 21)
	for _, c := range []struct {
		day                      model.Date
		street, town, township   int
		groupStreets, groupTowns int
	}{
		{planDay, 2, 12, 13, 2, 25},
		{lastOld, 2, 12, 13, 2, 25},
		{lastOld.AddDays(1), 4, 10, 12, 4, 22},
		{today, 4, 10, 12, 4, 22},
	} {
		kinds := map[model.AreaKind]int{}
		for _, a := range AreasOn(c.day) {
			kinds[a.Kind]++
		}
		if kinds[model.AreaStreet] != c.street || kinds[model.AreaTown] != c.town || kinds[model.AreaTownship] != c.township {
			t.Errorf("on %s: areas by kind %v", c.day, kinds)
		}
		if n := len(District().MembersOn("streets", c.day)); n != c.groupStreets {
			t.Errorf("on %s: %d streets", c.day, n)
		}
		if n := len(District().MembersOn("towns", c.day)); n != c.groupTowns {
			t.Errorf("on %s: %d towns", c.day, n)
		}
		members := District().MembersOn("townships", c.day)
		if len(members) != c.groupStreets+c.groupTowns {
			t.Errorf("on %s: %d townships", c.day, len(members))
		}
		for i, u := range members {
			if len(u.AreaCode) != 9 || i > 0 && members[i-1].AreaCode >= u.AreaCode {
				t.Errorf("on %s: %s has code %q after %q", c.day, u.ID, u.AreaCode, members[max(i-1, 0)].AreaCode)
			}
		}
	}
	if District().MembersOn("nobody", today) != nil {
		t.Error("an unknown group has members")
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		name string
		day  model.Date
		want model.UnitID
	}{
		{"区商务委", planDay, "qu-shangwuwei"},
		{" 区\u3000商务委\u00a0", planDay, "qu-shangwuwei"},
		{"\ufeff重庆市武隆区商务委员会", today, "qu-shangwuwei"},
		{"区发改委", planDay, "qu-fagaiwei"},
		{"重庆市邮政管理局第三分局", planDay, "youzheng-sanfenju"},
		{"区扶贫办", planDay, "qu-fupinban"},
		{"区扶贫办", model.NewDate(2021, time.May, 28), "qu-fupinban"},
		{"区扶贫办", model.NewDate(2021, time.May, 29), "qu-xiangcunzhenxingju"},
		{"区扶贫办", today, "qu-nongyenongcunwei"},
		{"区乡村振兴局", planDay, ""},
		{"羊角镇", planDay, "yangjiao-zhen"},
		{"羊角镇人民政府", today, "yangjiao-jiedao"},
		{"土坎镇", today, "yangjiao-jiedao"},
		{"仙女山镇", today, "xiannvshan-jiedao"},
		{"仙女山街道", planDay, ""},
		{"凤来乡", today, "fenglai-zhen"},
		{"后坪乡", today, "houping-xiang"},
		{"各街道办事处、各乡镇人民政府", planDay, "townships"},
		{"各乡镇人民政府", planDay, "towns"},
		{"区航天局", planDay, ""},
		{"", planDay, ""},
	} {
		got, ok := District().Resolve(c.name, c.day)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("District().Resolve(%q, %s) = %q, %v; want %q", c.name, c.day, got, ok, c.want)
		}
	}
}

func TestEveryNameOfTheTablesResolves(t *testing.T) {
	for _, u := range Units() {
		day := u.ValidTo
		if day.IsZero() {
			day = today
		}
		for _, name := range []string{u.Name, u.ShortName} {
			if got, _ := District().Resolve(name, day); got != u.ID {
				t.Errorf("%s on %s is %q, want %s", name, day, got, u.ID)
			}
		}
		if id, ok := District().SuccessorOn(u.ID, today); !ok {
			t.Errorf("nobody does the work of %s today", u.ID)
		} else if last, _ := Unit(id); !last.ValidTo.IsZero() {
			t.Errorf("%s is succeeded by %s, which is gone too", u.ID, id)
		}
	}
	for _, a := range Aliases() {
		if _, ok := District().Resolve(a.Alias, today); !ok {
			t.Errorf("alias %s means nothing today", a.Alias)
		}
	}
}

func TestResolveList(t *testing.T) {
	units, unknown := District().ResolveList("区城管局、各街道办事处、各乡镇人民政府、区教委", planDay)
	var got []string
	for _, u := range units {
		got = append(got, string(u.ID))
	}
	if unknown != "" || strings.Join(got, " ") != "qu-chengguanju townships qu-jiaowei" {
		t.Errorf("got %v, unknown %q", got, unknown)
	}
	if units, unknown := District().ResolveList("区教委、区航天局、区交通局", planDay); units != nil || unknown != "区航天局" {
		t.Errorf("got %v, unknown %q", units, unknown)
	}
}

// A name may pass from one unit to another; each day knows whose it is.
func TestAliasPassesOn(t *testing.T) {
	c, err := readCatalogue(
		strings.NewReader("id,name,short_name,kind,area_code,valid_from,valid_to,successor,note\na,甲,甲委,department,,,,,\nb,乙,乙委,department,,,,,\n"),
		strings.NewReader("alias,unit_id,valid_from,valid_to,note\n商局,a,,2019-12-31,\n商局,b,2020-01-02,,\n"),
		strings.NewReader("code,name,kind,valid_from,valid_to,successor,note\n"), strings.NewReader("id,name,kinds,note\n"))
	if err != nil {
		t.Fatal(err)
	}
	last := model.NewDate(2019, time.December, 31)
	for days, want := range []model.UnitID{"a", "", "b"} {
		if got, _ := c.Resolve("商局", last.AddDays(days)); got != want {
			t.Errorf("on %s: %q, want %q", last.AddDays(days), got, want)
		}
	}
}

func TestBrokenTablesAreRefused(t *testing.T) {
	const (
		areas   = "code,name,kind,valid_from,valid_to,successor,note\n500156001,甲街道,street,,,,\n"
		units   = "id,name,short_name,kind,area_code,valid_from,valid_to,successor,note\na,甲,甲委,department,500156001,,,,\nb,乙,乙委,department,,,2020-01-01,a,\n"
		groups  = "id,name,kinds,note\ng,各部门,department,\n"
		aliases = "alias,unit_id,valid_from,valid_to,note\n甲局,a,,,\n"
	)
	read := func(u, al, ar, g string) error {
		_, err := readCatalogue(strings.NewReader(u), strings.NewReader(al), strings.NewReader(ar), strings.NewReader(g))
		return err
	}
	if err := read(units, aliases, areas, groups); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ units, aliases, areas, groups, want string }{
		"head":              {strings.Replace(units, "short_name", "short", 1), aliases, areas, groups, "head"},
		"empty":             {"", aliases, areas, groups, "EOF"},
		"columns":           {units, aliases + "丙,a\n", areas, groups, "fields"},
		"double unit":       {units + "a,丙,丙委,department,,,,,\n", aliases, areas, groups, "line 4: id a stands twice"},
		"overlong id":       {units + strings.Repeat("x", 41) + ",丙,丙委,department,,,,,\n", aliases, areas, groups, "1 to 40"},
		"kind":              {units + "c,丙,丙委,guild,,,,,\n", aliases, areas, groups, "guild"},
		"area of unit":      {units + "c,丙,丙委,department,500156999,,,,\n", aliases, areas, groups, "unknown area"},
		"no name":           {units + "c,丙,,department,,,,,\n", aliases, areas, groups, "empty name"},
		"successor":         {units + "c,丙,丙委,department,,,2020-01-01,z,\n", aliases, areas, groups, "succeeded by z"},
		"endless successor": {units + "c,丙,丙委,department,,,,a,\n", aliases, areas, groups, "succeeded by a"},
		"circle":            {units + "c,丙,丙委,department,,,2020-01-01,c,\n", aliases, areas, groups, "succeeded by c"},
		"period":            {units + "c,丙,丙委,department,,2020-01-02,2020-01-01,,\n", aliases, areas, groups, "before it begins"},
		"date":              {units + "c,丙,丙委,department,,2020-02-30,,,\n", aliases, areas, groups, "2020-02-30"},
		"alias of nobody":   {units, aliases + "丙,z,,,\n", areas, groups, "unknown unit z"},
		"ambiguous alias":   {units, aliases + "甲 局,b,,,\n", areas, groups, "both a and b"},
		"alias date":        {units, aliases + "丙,a,x,,\n", areas, groups, "YYYY-MM-DD"},
		"area code":         {units, aliases, areas + "50015600x,乙,town,,,,\n", groups, "nine digits"},
		"area kind":         {units, aliases, areas + "500156002,乙,city,,,,\n", groups, "no name or kind"},
		"double area":       {units, aliases, areas + "500156001,乙,town,,,,\n", groups, "stands twice"},
		"area successor":    {units, aliases, areas + "500156002,乙,town,,2020-01-01,500156003,\n", groups, "succeeded"},
		"area date":         {units, aliases, areas + "500156002,乙,town,,2020,,\n", groups, "YYYY-MM-DD"},
		"group named a":     {units, aliases, areas, groups + "a,各委,department,\n", "stands twice"},
	} {
		if err := read(c.units, c.aliases, c.areas, c.groups); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}
