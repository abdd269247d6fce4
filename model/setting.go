package model

// SettingSource is where the value of a setting came from.
type SettingSource string

// The sources, each going before those after it.
const (
	SettingFlag     SettingSource = "flag"
	SettingVariable SettingSource = "variable"
	SettingFile     SettingSource = "file"
	SettingDefault  SettingSource = "default"
)

// Setting is one setting as the server was started with it.
type Setting struct {
	Name   string        `json:"name"`
	Value  string        `json:"value" doc:"empty for a secret, whose value is never told"`
	Source SettingSource `json:"source"`
	Secret bool          `json:"secret"`
	Set    bool          `json:"set" doc:"whether it has a value"`
}
