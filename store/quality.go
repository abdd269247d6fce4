package store

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

// Flaw asks a list for the records that a rule finds. Today, From and Until are
// days, Before an instant; a rule's condition uses those it needs.
type Flaw struct {
	Rule   model.QualityRuleID
	Today  model.Date
	From   model.Date
	Until  model.Date
	Before time.Time
}

// flaw is a rule as a condition: among which records it looks, and what it finds.
type flaw struct{ among, found string }

// The populations: records that are at an end are left alone.
const (
	openFirms      = "enterprises.status <> 'closed'"
	openEndPoints  = "endpoints.status NOT IN ('returned', 'cancelled', 'lapsed')"
	filedEndPoints = "endpoints.status = 'filed'"
	openTasks      = "tasks.status NOT IN ('closed', 'deferred', 'cancelled')"
	openAccounts   = "NOT users.disabled"
	// officers are accounts that inspect.
	officers = openAccounts + " AND INSTR(users.roles, 'inspector') > 0"
	// staff are accounts with a role that is no outsider's; no role's name contains another's.
	staff = openAccounts + " AND TRIM(REPLACE(REPLACE(REPLACE(users.roles, 'firm', ''), 'association', ''), 'consumers', '')) <> ''"
	// signIns and tokenUses are when an account was last used by its person and by programs.
	signIns   = "SELECT 1 FROM last_sign_ins WHERE last_sign_ins.user_id = users.id"
	tokenUses = "SELECT 1 FROM api_token_uses JOIN api_tokens ON api_tokens.id = api_token_uses.token_id WHERE api_tokens.user_id = users.id"
	// brandEnded is that the opener's agreement about a brand that the end point bears is over, and none about it holds.
	brandEnded = "EXISTS (SELECT 1 FROM brand_agreements AS a WHERE a.enterprise_id = endpoints.enterprise_id AND a.void_mark = '' AND a.last_day < @today" +
		" AND INSTR(endpoints.brands, REPLACE('\"~\"', '~', a.brand)) > 0 AND NOT EXISTS (SELECT 1 FROM brand_agreements AS n WHERE n.enterprise_id = a.enterprise_id" +
		" AND n.brand_key = a.brand_key AND n.void_mark = '' AND n.valid_from <= @today AND (n.last_day IS NULL OR n.last_day >= @today)))"
	runs       = "job_runs.status <> 'baseline'"
	everything = "1 = 1"
)

func certificateEnds(when string) flaw {
	return flaw{officers, "users.certificate_expires " + when}
}

// flaws is every rule's condition by the noun whose list it narrows.
var flaws = map[model.Noun]map[model.QualityRuleID]flaw{
	"enterprises": {
		"licence-expired":   {openFirms, "enterprises.licence_expires < @today"},
		"licence-expiring":  {openFirms, "enterprises.licence_expires BETWEEN @from AND @until"},
		"licence-undated":   {openFirms, "enterprises.licence_expires IS NULL"},
		"credit-code-wrong": {openFirms, wrongCreditCode("enterprises.uscc")},
	},
	"endpoints": {
		"endpoint-unlocated":   {openEndPoints, unplaced},
		"endpoint-unmanaged":   {openEndPoints, "endpoints.manager_name = ''"},
		"endpoint-unreachable": {openEndPoints, "endpoints.service_phone = ''"},
		"endpoint-brand-ended": {filedEndPoints, brandEnded},
	},
	"penalties": {
		penaltyDoubled: {"penalties.status <> 'withdrawn'", "EXISTS (SELECT 1 FROM penalties AS o WHERE " + sameNumber + ")"},
	},
	"certificates": {
		"certificate-missing":   {officers, "users.certificate_expires IS NULL"},
		"certificate-expired":   certificateEnds("< @today"),
		"certificate-gap":       {officers, certificateGap()},
		"certificate-7-days":    certificateEnds("BETWEEN @from AND @until"),
		"certificate-30-days":   certificateEnds("BETWEEN @from AND @until"),
		"certificate-60-days":   certificateEnds("BETWEEN @from AND @until"),
		"certificate-suspended": {officers, "EXISTS (SELECT 1 FROM certificate_suspensions AS s WHERE s.user_id = users.id AND s.suspended_on <= @today AND (s.returned_on IS NULL OR s.returned_on > @today))"},
	},
	"users": {
		"account-second-factor": {staff, "users.second_factor <> 'on'"},
		"account-unused":        {openAccounts, "users.created_at < @before AND NOT EXISTS (" + signIns + ") AND NOT EXISTS (" + tokenUses + ")"},
		"account-dormant": {openAccounts, "(EXISTS (" + signIns + ") OR EXISTS (" + tokenUses + "))" +
			" AND NOT EXISTS (" + signIns + " AND last_sign_ins.at >= @before) AND NOT EXISTS (" + tokenUses + " AND api_token_uses.at >= @before)"},
	},
	"tasks": {
		"task-unscheduled": {openTasks, "tasks.start_on IS NULL"},
		"task-unled":       {openTasks, "tasks.annex_lead = '' AND tasks.resolved_lead = ''"},
	},
	"job-runs": {
		"job-failing": {runs, "job_runs.status = 'failed' AND job_runs.failures >= 2"},
	},
	"deliveries": {
		"delivery-failed":  {everything, "deliveries.status = 'failed'"},
		"delivery-unknown": {everything, "deliveries.status = 'unknown'"},
	},
}

// flawTitles are the columns by which a record is called among those that a rule finds.
var flawTitles = map[model.Noun]string{
	"enterprises": "name", "endpoints": "name", "penalties": "document_no", "certificates": "display_name", "users": "display_name",
	"tasks": "name", "job-runs": "job", "deliveries": "event_title",
}

// wrongCreditCode holds for a code that fails the check of GB 32100.
func wrongCreditCode(column string) string {
	value := func(at int) string {
		return fmt.Sprintf("INSTR('%s', SUBSTR(%s, %d, 1))", model.USCCAlphabet, column, at)
	}
	const last = len(model.USCCWeights) + 1
	checks, terms := []string{fmt.Sprintf("LENGTH(%s) = %d", column, last)}, []string{}
	for at := 1; at <= last; at++ {
		weight := 1
		if at < last {
			weight = model.USCCWeights[at-1]
		}
		checks = append(checks, value(at)+" > 0")
		terms = append(terms, fmt.Sprintf("%d * (%s - 1)", weight, value(at)))
	}
	checks = append(checks, "("+strings.Join(terms, " + ")+") % "+fmt.Sprint(len(model.USCCAlphabet))+" = 0")
	return "NOT (" + strings.Join(checks, " AND ") + ")"
}

// narrow keeps the rows that the rule finds; a rule of another noun finds none.
func (f Flaw) narrow(db *gorm.DB, n noun) *gorm.DB {
	if f.Rule == "" {
		return db
	}
	rule, known := flaws[n.name][f.Rule]
	if !known {
		return db.Where("1 = 0")
	}
	db = db.Where(rule.among)
	if !strings.Contains(rule.found, "@") {
		return db.Where("(" + rule.found + ")")
	}
	return db.Where("("+spoken(db, rule.found)+")", map[string]any{
		"today": f.Today, "from": f.From, "until": f.Until, "before": f.Before.UTC(), // SQLite compares instants as text
	})
}

var daysBefore = regexp.MustCompile(`DATE_SUB\(([a-z_.]+), INTERVAL (\d+) DAY\)`)

// spoken is a condition, written for MariaDB, in the words of the database.
func spoken(db *gorm.DB, condition string) string {
	if db.Name() == "mysql" {
		return condition
	}
	return daysBefore.ReplaceAllString(condition, "DATE($1, '-$2 day')")
}

// CountFlaws counts what the rule finds among the noun's records within the scope,
// and names the newest of them, at most so many.
func (r Reader) CountFlaws(ctx context.Context, name model.Noun, scope Scope, f Flaw, newest int) (model.QualityCount, error) {
	count := model.QualityCount{Records: []model.QualityRecord{}}
	n, rule := nouns[name], flaws[name][f.Rule]
	if rule.found == "" {
		return count, fmt.Errorf("no rule %s of %s", f.Rule, name)
	}
	rows := func() *gorm.DB { return n.visible(n.rows(r.db.WithContext(ctx)), scope) }
	if err := rows().Where(rule.among).Count(&count.Of).Error; err != nil {
		return count, fmt.Errorf("count %s: %w", n.table, err)
	}
	if err := f.narrow(rows(), n).Count(&count.Count).Error; err != nil || count.Count == 0 {
		return count, wrapped(err, f)
	}
	err := f.narrow(rows(), n).Select(n.table + ".id, " + n.table + "." + flawTitles[name] + " AS title").
		Order(n.table + ".id DESC").Limit(newest).Find(&count.Records).Error
	if err == nil && f.Rule == penaltyDoubled {
		err = r.namePairs(ctx, scope, count.Records)
	}
	return count, wrapped(err, f)
}

func wrapped(err error, f Flaw) error {
	if err != nil {
		return fmt.Errorf("rule %s: %w", f.Rule, err)
	}
	return nil
}
