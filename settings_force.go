package main

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"os"
	"slices"

	"github.com/alecthomas/kong"

	"yijian/model"
	"yijian/store"
)

// settingsInForce are the settings of the chosen verb, with where each came from;
// what a secret is stays untold.
func settingsInForce(command *kong.Context) []model.Setting {
	given, resolved := map[string]bool{}, map[string]bool{}
	for _, part := range command.Path {
		switch {
		case part.Flag == nil:
		case part.Resolved:
			resolved[part.Flag.Name] = true
		default:
			given[part.Flag.Name] = true
		}
	}
	flags := map[string]*kong.Flag{}
	for _, flag := range command.Flags() {
		flags[flag.Name] = flag
	}
	places := map[string]string{}
	if data := flags["data"]; data != nil {
		places = standardPlaces(fmt.Sprint(data.Target.Interface()))
	}
	var all []model.Setting
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		flag := flags[name]
		if flag == nil {
			continue
		}
		value := cmp.Or(fmt.Sprint(flag.Target.Interface()), places[name])
		one := model.Setting{Name: name, Source: model.SettingDefault, Set: value != "", Secret: name == "demo-password"}
		switch {
		case given[name]:
			one.Source = model.SettingFlag
		case os.Getenv(environmentName(name)) != "":
			one.Source = model.SettingVariable
		case resolved[name]:
			one.Source = model.SettingFile
		}
		if !one.Secret {
			one.Value = tellable(name, value)
		}
		all = append(all, one)
	}
	for _, name := range secretVariables {
		one := model.Setting{Name: name, Source: model.SettingDefault, Secret: true, Set: os.Getenv(name) != ""}
		if one.Set {
			one.Source = model.SettingVariable
		}
		all = append(all, one)
	}
	return all
}

// standardPlaces are the files and folders that count where no other is set.
func standardPlaces(data string) map[string]string {
	of := database{Data: data}
	return map[string]string{
		"key-file": keyFlags{}.fileOfKeys(data), "audit-key": of.keyFile(), "audit-head": of.headFile(), "attachments": of.placeOfBlobs(),
	}
}

// tellable is the value without what lets its reader in elsewhere.
func tellable(name, value string) string {
	switch name {
	case "db":
		return store.Redact(value)
	case "sms-url", "site-url", "attachments": // the way of an address, or what follows it, may be a gateway's secret
		address, err := url.Parse(value)
		if err != nil {
			return "…"
		}
		address.User, address.RawQuery, address.Fragment = nil, "", ""
		if name == "sms-url" && address.Path != "" {
			address.Path, address.RawPath = "/", ""
		}
		return address.String()
	}
	return value
}
