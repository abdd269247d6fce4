package main

import (
	"fmt"
	"maps"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"yijian/jobs"
	"yijian/policy"
	"yijian/policy/seal"
	"yijian/store"
)

// settings are the flags that may also stand in the environment (YIJIAN_ and
// the name) and in the settings file, each with what is wrong with a value.
var settings = map[string]func(value string) error{
	"addr":            checkAddress,
	"data":            checkFilled,
	"db":              checkDatabase,
	"metrics-addr":    checkAddress,
	"trusted-proxies": checkNetworks,
	"secure-cookies":  checkTruth,
	"contact":         checkFilled,
	"contact-phone":   checkTelephone,
	"contact-address": checkFilled,
	"demo":            checkTruth,
	"demo-password":   checkFilled,
	"key-file":        checkFilled,
	"audit-key":       checkFilled,
	"audit-head":      checkFilled,

	"password-profile":  checkProfile,
	"seal-profile":      checkSealProfile,
	"writes-per-minute": checkCount,
	"reveals-per-day":   checkCount,
	"downloads-per-day": checkCount,
	"exports-per-day":   checkCount,
	"task-tolerance":    checkPercent,
	"task-score":        checkScore,
	"slips-by-clock":    checkTruth,
	"reads-per-minute":  checkCount,
	"attachments":       store.CheckBlobsAddress,
	"backup-key":        checkFilled,

	"site-url":      checkSite,
	"smtp":          checkMailServer,
	"smtp-security": checkSecurity,
	"smtp-from":     checkEmail,
	"smtp-user":     checkFilled,
	"sms-url":       jobs.CheckSMSAddress,
	"sms-allow":     checkNetworks,
}

// secretVariables are settings that have no flag and no place in a file, where others might read them.
var secretVariables = []string{blobAccessVariable, blobSecretVariable, passphraseVariable, smtpPasswordVariable, smsSecretVariable}

func checkProfile(value string) error {
	if _, err := policy.PasswordProfileNamed(value); err != nil {
		return fmt.Errorf("%q is neither djbh3 nor nist", value)
	}
	return nil
}

func checkSealProfile(value string) error {
	_, err := seal.ProfileNamed(value)
	return err
}

func checkCount(value string) error {
	if n, err := strconv.ParseInt(value, 10, 64); err != nil || n < 0 {
		return fmt.Errorf("%q is no count", value)
	}
	return nil
}

func checkScore(value string) error {
	_, err := policy.ParseScoreWeights(value)
	return err
}

func checkPercent(value string) error {
	if n, err := strconv.Atoi(value); err != nil || n < 0 || n > 100 {
		return fmt.Errorf("%q is not 0 to 100", value)
	}
	return nil
}

func environmentName(setting string) string {
	return "YIJIAN_" + strings.ToUpper(strings.ReplaceAll(setting, "-", "_"))
}

// takeSettings checks the settings wherever they stand, before any of them is
// used: one error names every mistake. It gives the parser the settings file's values.
func takeSettings(parser *kong.Kong, args []string) error {
	given, mistakes := flagsGiven(parser, args)
	mistakes = append(mistakes, environmentMistakes(given)...)
	values, wrong := settingsFile(given)
	mistakes = append(mistakes, wrong...)
	if len(mistakes) > 0 {
		slices.Sort(mistakes)
		return usage("%s", strings.Join(slices.Compact(mistakes), "; "))
	}
	return kong.Resolvers(kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for _, name := range flag.Envs { // the environment goes before the file
			if os.Getenv(name) != "" {
				return nil, nil
			}
		}
		if value, ok := values[flag.Name]; ok {
			return value, nil
		}
		return nil, nil
	})).Apply(parser)
}

// flagsGiven returns the values of the flags that have one, and what is wrong with them.
func flagsGiven(parser *kong.Kong, args []string) (given map[string]string, mistakes []string) {
	given = map[string]string{}
	known := map[string]*kong.Flag{}
	_ = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			known[flag.Name] = flag
		}
		return next(nil)
	})
	for i, arg := range args {
		if arg == "--" {
			break
		}
		text, isFlag := strings.CutPrefix(arg, "--")
		if !isFlag {
			continue
		}
		name, value, valued := strings.Cut(text, "=")
		flag := known[name]
		if flag == nil {
			mistakes = append(mistakes, "--"+name+": no such flag")
			continue
		}
		if !valued && !flag.IsBool() && i+1 < len(args) {
			value, valued = args[i+1], true
		}
		if !valued {
			continue
		}
		given[name] = value
		if check := settings[name]; check != nil && check(value) != nil {
			mistakes = append(mistakes, fmt.Sprintf("--%s: %v", name, check(value)))
		}
	}
	return given, mistakes
}

// environmentMistakes also names variables that look like settings and are none:
// a mistyped one would otherwise be passed over in silence.
func environmentMistakes(given map[string]string) []string {
	checks := map[string]func(string) error{"YIJIAN_CONFIG": checkFilled}
	for name, check := range settings {
		checks[environmentName(name)] = check
	}
	for _, name := range secretVariables {
		checks[name] = checkFilled
	}
	var mistakes []string
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		switch check := checks[name]; {
		case !strings.HasPrefix(name, "YIJIAN_") || value == "":
		case strings.HasPrefix(name, "YIJIAN_TEST") || strings.HasPrefix(name, "YIJIAN_E2E"): // the tests' own
		case name == given["password-env"]:
		case check == nil:
			mistakes = append(mistakes, name+": no such setting")
		case check(value) != nil:
			mistakes = append(mistakes, fmt.Sprintf("%s: %v", name, check(value)))
		}
	}
	return mistakes
}

// settingsFile reads the YAML file named by --config or YIJIAN_CONFIG.
func settingsFile(given map[string]string) (values map[string]string, mistakes []string) {
	name := os.Getenv("YIJIAN_CONFIG")
	if flag, ok := given["config"]; ok {
		name = flag
	}
	if name == "" {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, []string{"settings file: " + err.Error()}
	}
	raw := map[string]any{}
	if err := yaml.UnmarshalWithOptions(text, &raw, yaml.Strict()); err != nil {
		line := strings.ReplaceAll(yaml.FormatError(err, false, false), "\n", " ")
		return nil, []string{"settings file " + name + ": " + line}
	}
	values = map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(raw)) {
		check := settings[key]
		switch value := raw[key].(type) {
		case string, bool, uint64, int64:
			values[key] = fmt.Sprint(value)
			if check == nil {
				mistakes = append(mistakes, fmt.Sprintf("settings file %s: %s: no such setting", name, key))
			} else if err := check(values[key]); err != nil {
				mistakes = append(mistakes, fmt.Sprintf("settings file %s: %s: %v", name, key, err))
			}
		default:
			mistakes = append(mistakes, fmt.Sprintf("settings file %s: %s: not a single value", name, key))
		}
	}
	return values, mistakes
}

func checkFilled(value string) error {
	if strings.TrimSpace(value) == "" {
		return fmt.Errorf("empty")
	}
	return nil
}

// checkTelephone takes a number as people write it, which a page can make a link to call.
func checkTelephone(value string) error {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("-() ", r) {
			return -1
		}
		return r
	}, value)
	if len(digits) < 5 || len(digits) > 13 || strings.Trim(digits, "0123456789") != "" {
		return fmt.Errorf("%q is no telephone number", value)
	}
	return nil
}

func checkTruth(value string) error {
	if value != "true" && value != "false" {
		return fmt.Errorf("%q is neither true nor false", value)
	}
	return nil
}

func checkAddress(value string) error {
	_, port, err := net.SplitHostPort(value)
	if err != nil {
		return fmt.Errorf("%q is not host:port", value)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("%q is not a port from 0 to 65535", port)
	}
	return nil
}

func checkDatabase(value string) error {
	return store.CheckAddress(value)
}

func checkNetworks(value string) error {
	for _, part := range networks(value) {
		if _, err := netip.ParseAddr(part); err == nil {
			continue
		}
		if _, err := netip.ParsePrefix(part); err != nil {
			return fmt.Errorf("%q is neither an address nor a network such as 10.0.0.0/8", part)
		}
	}
	return nil
}

// networks splits a list of addresses and networks at its commas.
func networks(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}
