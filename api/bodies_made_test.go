package api

import (
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"
)

// validBody makes a body from the operation's schema, then puts the act's fields
// over it; fields the schema lacks are left out. It is nil for an act without a body.
func (s *stage) validBody(r Route) []byte {
	s.t.Helper()
	operation := operationOf(s.document, r)
	schema := s.bodySchema(operation)
	if r.Path == "/imports" {
		return s.registerFile()
	}
	if r.Path == "/task-form-returns" {
		return s.formFile(s.places["own"])
	}
	if r.isPlanFile() {
		return s.planFile()
	}
	if r.upload {
		return s.photograph()
	}
	if schema == nil {
		return nil
	}
	body, _ := s.valueFor(schema).(map[string]any)
	if with := acts[operation.OperationID].fields; with != nil {
		for name, value := range with(s) {
			if schema.Properties[name] != nil {
				body[name] = value
			}
		}
	}
	text, err := json.Marshal(body)
	must(s.t, err)
	return text
}

func (s *stage) bodySchema(operation *huma.Operation) *huma.Schema {
	if operation.RequestBody == nil || operation.RequestBody.Content["application/json"] == nil {
		return nil
	}
	return s.resolved(operation.RequestBody.Content["application/json"].Schema)
}

func (s *stage) resolved(schema *huma.Schema) *huma.Schema {
	for schema.Ref != "" {
		schema = s.document.Components.Schemas.SchemaFromRef(schema.Ref)
	}
	return schema
}

// valueFor is the plainest value the schema allows: required fields only.
func (s *stage) valueFor(schema *huma.Schema) any {
	schema = s.resolved(schema)
	if len(schema.Enum) > 0 {
		return schema.Enum[0]
	}
	switch schema.Type {
	case huma.TypeObject:
		object := map[string]any{}
		for _, name := range schema.Required {
			object[name] = s.valueFor(schema.Properties[name])
		}
		return object
	case huma.TypeArray:
		list := []any{}
		for schema.MinItems != nil && len(list) < *schema.MinItems {
			list = append(list, s.valueFor(schema.Items))
		}
		return list
	case huma.TypeInteger, huma.TypeNumber:
		if schema.Minimum != nil {
			return *schema.Minimum
		}
		return 0
	case huma.TypeBoolean:
		return false
	case huma.TypeString:
		if schema.Format == "date" {
			return today
		}
		if schema.Pattern != "" {
			return ""
		}
		return "演示内容文字"
	}
	s.t.Fatalf("no value for a schema of type %q", schema.Type)
	return nil
}
