// Package access decides who may do what: roles and permissions from the
// embedded roles.csv, evaluated by casbin. It knows neither records nor users'
// names; which rows a permission reaches is told as a Reach.
package access

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/casbin/casbin/v2"
	casbinmodel "github.com/casbin/casbin/v2/model"
	"github.com/casbin/casbin/v2/persist"

	"yijian/model"
)

//go:embed roles.csv
var rolesCSV string

// Permission names an act on a noun, for example "endpoint:accept".
type Permission string

// Reach says which rows a permission covers.
type Reach string

// The reaches, from nothing to everything.
const (
	ReachNone Reach = "none" // an act on no record
	ReachOwn  Reach = "own"  // the account's own record
	ReachFirm Reach = "firm" // the firm's rows
	ReachUnit Reach = "unit" // rows the unit has a part in
	ReachArea Reach = "area" // rows of the account's area
	ReachAll  Reach = "all"  // every row
)

const modelText = `
[request_definition]
r = role, act
[policy_definition]
p = role, act, reach
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g(r.role, p.role)
`

// Table answers permission questions; it never changes while the program runs.
type Table struct {
	Words   Words
	reaches map[model.Role]map[Permission][]Reach
}

var load = sync.OnceValues(func() (*Table, error) {
	table, err := parse(rolesCSV)
	if err != nil {
		return nil, err
	}
	table.Words, err = parseWords(wordsCSV)
	return table, err
})

// Load returns the table of the embedded roles.csv with the words of words.csv,
// read once; it fails on a line that says nothing.
func Load() (*Table, error) { return load() }

func parse(csv string) (*Table, error) {
	enforcer, roles, err := enforcerOf(csv)
	if err != nil {
		return nil, err
	}
	return tabulate(enforcer, roles)
}

// enforcerOf returns casbin over the rules, and the roles that they name.
func enforcerOf(csv string) (*casbin.Enforcer, map[string]bool, error) {
	m, err := casbinmodel.NewModelFromString(modelText)
	if err != nil {
		return nil, nil, fmt.Errorf("access model: %w", err)
	}
	enforcer, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, nil, fmt.Errorf("access enforcer: %w", err)
	}
	roles := map[string]bool{}
	for number, line := range strings.Split(csv, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.ReplaceAll(line, " ", ""), ",")
		if !validLine(fields) {
			return nil, nil, fmt.Errorf("roles.csv line %d: %q is not a rule", number+1, line)
		}
		if err := persist.LoadPolicyArray(fields, enforcer.GetModel()); err != nil {
			return nil, nil, fmt.Errorf("roles.csv line %d: %w", number+1, err)
		}
		roles[fields[1]] = true
	}
	if err := enforcer.BuildRoleLinks(); err != nil {
		return nil, nil, fmt.Errorf("roles.csv: %w", err)
	}
	return enforcer, roles, nil
}

func validLine(fields []string) bool {
	switch {
	case len(fields) == 3 && fields[0] == "g":
		return fields[1] != "" && fields[2] != ""
	case len(fields) == 4 && fields[0] == "p":
		known := []Reach{ReachNone, ReachOwn, ReachFirm, ReachUnit, ReachArea, ReachAll}
		return strings.Contains(fields[2], ":") && slices.Contains(known, Reach(fields[3]))
	}
	return false
}

// tabulate asks casbin once what each role holds by itself and by those it includes: the
// answers cannot change, and a look-up costs a map access instead of a scan of all rules.
func tabulate(enforcer *casbin.Enforcer, roles map[string]bool) (*Table, error) {
	table := &Table{reaches: map[model.Role]map[Permission][]Reach{}}
	for role := range roles {
		rules, err := enforcer.GetImplicitPermissionsForUser(role)
		if err != nil {
			return nil, fmt.Errorf("access: %s: %w", role, err)
		}
		granted := map[Permission][]Reach{}
		for _, rule := range rules {
			act, reach := Permission(rule[1]), Reach(rule[2])
			if !slices.Contains(granted[act], reach) {
				granted[act] = append(granted[act], reach)
			}
		}
		table.reaches[model.Role(role)] = granted
	}
	return table, nil
}

// Reaches returns how far the roles together carry the permission; empty means
// denied. Everybody also holds what the public holds.
func (t *Table) Reaches(roles []model.Role, permission Permission) []Reach {
	var reaches []Reach
	for _, role := range append([]model.Role{model.RolePublic}, roles...) {
		for _, reach := range t.reaches[role][permission] {
			if !slices.Contains(reaches, reach) {
				reaches = append(reaches, reach)
			}
		}
	}
	return reaches
}

// Bounds returns the reaches to which the roles confine some permission: an
// account with such a role needs the area, unit or firm it is confined to.
func (t *Table) Bounds(roles []model.Role) map[Reach]bool {
	bounds := map[Reach]bool{}
	for _, role := range roles {
		for _, reaches := range t.reaches[role] {
			for _, reach := range reaches {
				if reach == ReachArea || reach == ReachUnit || reach == ReachFirm {
					bounds[reach] = true
				}
			}
		}
	}
	return bounds
}

// Permissions lists, sorted, what the roles may do, for menus and the session reply.
func (t *Table) Permissions(roles []model.Role) []Permission {
	held := map[Permission]bool{}
	for _, role := range append([]model.Role{model.RolePublic}, roles...) {
		for permission := range t.reaches[role] {
			held[permission] = true
		}
	}
	sorted := []Permission{}
	for permission := range held {
		sorted = append(sorted, permission)
	}
	slices.Sort(sorted)
	return sorted
}

// Knows reports whether any role holds the permission; a route with an unknown one is a mistake.
func (t *Table) Knows(permission Permission) bool {
	for _, granted := range t.reaches {
		if len(granted[permission]) > 0 {
			return true
		}
	}
	return false
}

// AccountRoles are the roles an account may hold.
var AccountRoles = []model.Role{
	model.RoleSystemAdmin, model.RoleSecurityAdmin, model.RoleAuditor, model.RoleChief, model.RoleLegal,
	model.RoleInspector, model.RoleComplaints, model.RoleSupervisor, model.RoleLead, model.RoleSupport,
	model.RoleFirm, model.RoleAssociation, model.RoleConsumers,
}

// CheckRoles refuses unknown roles and an account that holds two of the three
// offices that must stay apart (等保 三员分立).
func CheckRoles(roles []model.Role) error {
	var fields model.FieldErrors
	offices := 0
	for _, role := range roles {
		if !slices.Contains(AccountRoles, role) {
			fields.Add("/roles", "role.unknown", fmt.Sprintf("没有“%s”这个岗位", role))
		}
		if role == model.RoleSystemAdmin || role == model.RoleSecurityAdmin || role == model.RoleAuditor {
			offices++
		}
	}
	if len(roles) == 0 {
		fields.Add("/roles", "role.missing", "至少指定一个岗位")
	}
	if offices > 1 {
		fields.Add("/roles", "role.offices_apart", "系统管理员、安全管理员、审计员不得由同一人兼任")
	}
	return fields.Err()
}

// IsStaff reports whether any of the roles is an office's: all but firms, the
// association and the consumers' council. Staff sign in with a second factor.
func IsStaff(roles []model.Role) bool {
	return slices.ContainsFunc(roles, func(role model.Role) bool {
		return !slices.Contains([]model.Role{model.RoleFirm, model.RoleAssociation, model.RoleConsumers, model.RolePublic}, role)
	})
}

// personal are the nouns whose acts belong to a person, never to a machine; so does seeing somebody's data in clear.
var personal = []string{"session", "sign-in", "password", "second-factor", "recovery-code", "token", "user", "account-request", "contact", "notification"}

// Delegable reports whether a machine's token may carry the permission.
func Delegable(permission Permission) bool {
	noun, verb, _ := strings.Cut(string(permission), ":")
	return !slices.Contains(personal, noun) && verb != "reveal" && verb != "lookup"
}

// Acts lists, sorted, every permission that somebody holds.
func (t *Table) Acts() []Permission {
	held := map[Permission]bool{}
	for _, granted := range t.reaches {
		for permission := range granted {
			held[permission] = true
		}
	}
	return slices.Sorted(maps.Keys(held))
}
