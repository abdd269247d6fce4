package main

import (
	"encoding/json"
	"io"
	"log/slog"

	"yijian/api"
	"yijian/casework"
	"yijian/policy/access"
)

type openapiVerb struct{ database }

// Run prints the document without opening a database.
func (v *openapiVerb) Run(env *environment) error {
	table, err := access.Load()
	if err != nil {
		return err
	}
	service := &api.API{
		Desk: &casework.Desk{Access: table, Now: env.now}, Hasher: api.NewArgon2(1),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: version,
	}
	encoder := json.NewEncoder(env.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(service.Document())
}
