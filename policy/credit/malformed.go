package credit

import (
	"regexp"
	"strconv"
	"strings"

	"yijian/model"
	"yijian/policy/canonical"
)

var idForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// subjectProblems returns what the method refuses in the facts, by JSON pointer.
func subjectProblems(subjects []model.CreditSubject) model.FieldErrors {
	var c factChecker
	ids := map[string]bool{}
	for i, subject := range subjects {
		c.subject = i
		c.id(ids, subject.ID, "")
		c.refuse(subject.Group == "", "empty_group", "组别不能为空", "/group")
		c.checks(subject.Checks)
		c.duties(subject.Duties)
		c.triggers(subject.Triggers)
		c.whole(subject.Service.Upheld, "/service/upheld")
		c.whole(subject.Service.Parcels, "/service/parcels")
		c.refuse(subject.Service.Upheld > subject.Service.Parcels, "upheld_above_parcels", "认定的申诉数不能多于业务量", "/service/upheld")
	}
	return c.problems
}

type factChecker struct {
	subject  int
	problems model.FieldErrors
}

// refuse notes a problem below the current subject when wrong is true; each # stands for an index.
func (c *factChecker) refuse(wrong bool, reason, detail, below string, indexes ...int) {
	if !wrong {
		return
	}
	pointer := "/subjects/" + strconv.Itoa(c.subject) + below
	for _, index := range indexes {
		pointer = strings.Replace(pointer, "#", strconv.Itoa(index), 1)
	}
	c.problems.Add(pointer, reason, detail)
}

func (c *factChecker) id(seen map[string]bool, id, below string, indexes ...int) {
	c.refuse(!idForm.MatchString(id), "bad_id", "编号只能是 1 至 64 个字母、数字、点、下划线或短横", below+"/id", indexes...)
	c.refuse(seen[id], "duplicate_id", "编号重复："+id, below+"/id", indexes...)
	seen[id] = true
}

func (c *factChecker) whole(value int64, below string) {
	c.refuse(value < 0, "negative", "不能是负数", below)
	c.refuse(value > canonical.MaxInteger, "not_integer", "必须是小于 2^53 的整数", below)
}

func (c *factChecker) checks(checks []model.CreditCheck) {
	ids, findings, days := map[string]bool{}, map[string]bool{}, map[model.Date]bool{}
	for i, check := range checks {
		c.id(ids, check.ID, "/checks/#", i)
		c.refuse(check.On.IsZero(), "bad_date", "缺少检查日期", "/checks/#/on", i)
		c.refuse(days[check.On], "duplicate_day", "同一天的检查应当合并为一次", "/checks/#/on", i)
		days[check.On] = true
		c.refuse(check.Units < 1, "below_least", "检查数量不能小于 1", "/checks/#/units", i)
		c.refuse(check.Units > canonical.MaxInteger, "not_integer", "必须是小于 2^53 的整数", "/checks/#/units", i)
		for j, finding := range check.Findings {
			c.id(findings, finding.ID, "/checks/#/findings/#", i, j)
			c.refuse(finding.Group == "", "empty_group", "组别不能为空", "/checks/#/findings/#/group", i, j)
			c.class(finding.Class, "/checks/#/findings/#", i, j)
			c.final(check.On, finding.FinalOn, "/checks/#/findings/#", i, j)
		}
	}
}

func (c *factChecker) duties(duties []model.CreditDuty) {
	ids := map[string]bool{}
	for i, duty := range duties {
		c.id(ids, duty.ID, "/duties/#", i)
		c.class(duty.Class, "/duties/#", i)
		c.refuse(duty.On.IsZero(), "bad_date", "缺少日期", "/duties/#/on", i)
		c.final(duty.On, duty.FinalOn, "/duties/#", i)
	}
}

func (c *factChecker) triggers(triggers []model.CreditTrigger) {
	ids := map[string]bool{}
	for i, trigger := range triggers {
		c.id(ids, trigger.ID, "/triggers/#", i)
		c.refuse(trigger.On.IsZero(), "bad_date", "缺少日期", "/triggers/#/on", i)
		c.final(trigger.On, trigger.FinalOn, "/triggers/#", i)
	}
}

func (c *factChecker) class(class model.Severity, below string, indexes ...int) {
	c.refuse(class.Rank() == 0, "unknown_class", "不认识的类别："+string(class), below+"/class", indexes...)
}

func (c *factChecker) final(on model.Date, finalOn *model.Date, below string, indexes ...int) {
	c.refuse(finalOn != nil && finalOn.Before(on), "final_before_on", "生效日期不能早于发生日期", below+"/final_on", indexes...)
}
