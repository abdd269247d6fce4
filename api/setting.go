package api

import (
	"context"
	"runtime/debug"

	"yijian/model"
)

// SettingTable is what runs here, and with which settings; no secret is in it.
type SettingTable struct {
	Version  string           `json:"version"`
	Build    string           `json:"build" doc:"revision of the sources; empty where the build does not know it"`
	Database string           `json:"database" doc:"sqlite or mysql"`
	Steps    int              `json:"steps" doc:"steps of the schema that the database has taken"`
	Keys     []string         `json:"keys" doc:"fingerprints of the keys that seal values, the one that seals now first"`
	Audit    model.AuditState `json:"audit"`
	Settings []model.Setting  `json:"settings"`
}

func (a *API) readSettings(ctx context.Context, _ model.Call, _ *nothing) (*plain[SettingTable], error) {
	steps, err := a.Store.SchemaSteps(ctx)
	return body(SettingTable{
		Version: a.Version, Build: revision(), Database: a.Store.Dialect, Steps: steps, Keys: a.Store.KeyIDs(),
		Audit: a.auditState(), Settings: append([]model.Setting{}, a.Settings...),
	}, err)
}

// revision is what the compiler noted of the sources.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, note := range info.Settings {
		if note.Key == "vcs.revision" {
			return note.Value
		}
	}
	return ""
}
