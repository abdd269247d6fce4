package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"
)

// settingNames are the keys of the settings file, one per flag that is a setting.
var settingNames = []string{"addr", "data", "db", "metrics-addr", "secure-cookies", "contact", "demo", "demo-password", "key-file",
	"audit-key", "audit-head"}

// settingsFile reads the YAML file named by --config or YIJIAN_CONFIG. Every
// unknown key and unusable value is reported in one message.
func settingsFile(args []string) (kong.Resolver, error) {
	name := os.Getenv("YIJIAN_CONFIG")
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--config="); ok {
			name = value
		} else if arg == "--config" && i+1 < len(args) {
			name = args[i+1]
		}
	}
	if name == "" {
		return nil, nil //nolint:nilnil // no file, no resolver
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, usage("settings file: %v", err)
	}
	values := map[string]any{}
	if err := yaml.UnmarshalWithOptions(text, &values, yaml.Strict()); err != nil {
		return nil, usage("settings file %s: %s", name, strings.ReplaceAll(yaml.FormatError(err, false, false), "\n", " "))
	}
	var mistakes []string
	for key, value := range values {
		switch value.(type) {
		case string, bool, uint64, int64:
		default:
			mistakes = append(mistakes, fmt.Sprintf("%s: not a single value", key))
		}
		if !slices.Contains(settingNames, key) {
			mistakes = append(mistakes, fmt.Sprintf("%s: no such setting", key))
		}
	}
	if len(mistakes) > 0 {
		slices.Sort(mistakes)
		return nil, usage("settings file %s: %s", name, strings.Join(mistakes, "; "))
	}
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for _, name := range flag.Envs { // the environment goes before the file
			if os.Getenv(name) != "" {
				return nil, nil
			}
		}
		if value, ok := values[flag.Name]; ok {
			return fmt.Sprint(value), nil
		}
		return nil, nil
	}), nil
}
