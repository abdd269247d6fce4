package api

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy"
)

const canaryName, canaryPhone, canaryMail = "金丝雀欧阳", "13977331155", "ouyang.canary@canary.example"

// canaryID is a well-formed identity number that nothing else in the tests has.
func canaryID(t *testing.T) string {
	t.Helper()
	for _, check := range "0123456789X" {
		if id := "50019919000101734" + string(check); policy.CheckIDNumber(id) == nil {
			return id
		}
	}
	t.Fatal("no check digit fits")
	return ""
}

// plantCanaries sends the canaries wherever an act takes personal data, also where
// it is refused, and returns the records that hold them.
func (s *stage) plantCanaries(found func(string, []byte), id string) map[model.Noun]string {
	s.t.Helper()
	send := func(role model.Role, path string, body fields, want int) map[string]any {
		s.t.Helper()
		text, err := json.Marshal(body)
		must(s.t, err)
		got := s.send(request{role: role, method: http.MethodPost, path: path, key: s.freshKey(), body: text})
		if got.status != want {
			s.t.Fatalf("POST %s: %d %s, want %d", path, got.status, got.body, want)
		}
		var reply map[string]any
		must(s.t, json.Unmarshal(got.body, &reply))
		if strings.HasSuffix(path, "-reveals") && want == http.StatusCreated {
			if got.header.Get("Cache-Control") != "no-store" || !bytes.Contains(got.body, []byte(canaryPhone)) {
				s.t.Errorf("POST %s: %v %s", path, got.header, got.body)
			}
		} else {
			found("POST "+path, got.body)
		}
		return reply
	}
	told := fields{
		"channel": "visit", "kind": "complaint_to_bureau", "category": "loss", "statement": "演示事由", "received_on": yesterday,
		"enterprise_id": s.places["own"].firm.ID, "consumer_name": canaryName, "consumer_phone": canaryPhone,
	}
	complaint, _ := send(model.RoleComplaints, "/complaints", told, http.StatusCreated)["id"].(string)
	filed := fields{
		"enterprise_id": s.places["own"].firm.ID, "name": "演示网点", "kind": "station", "brands": []string{"演示"}, "services": []string{"pickup"}, "scope": []string{"province"},
		"area_code": "500156001", "address": "演示街1号", "manager_name": canaryName, "manager_id": id, "manager_phone": canaryPhone,
		"service_phone": "12305", "cameras": 1, "floor_area": 10,
	}
	endpoint, _ := send(model.RoleFirm, "/endpoints", filed, http.StatusCreated)["id"].(string)
	purpose := fields{"record_id": complaint, "fields": []string{"consumer_name", "consumer_phone"}, "purpose": "contact", "note": "演示用途"}
	send(model.RoleComplaints, "/complaint-reveals", purpose, http.StatusCreated)
	purpose["record_id"], purpose["fields"] = endpoint, []string{"manager_name", "manager_id", "manager_phone"}
	send(model.RoleInspector, "/endpoint-reveals", purpose, http.StatusCreated)
	send(model.RoleComplaints, "/complaint-lookups", fields{"phone": canaryPhone}, http.StatusCreated)
	send(model.RoleInspector, "/endpoint-lookups", fields{"phone": canaryPhone, "id_number": id}, http.StatusCreated)

	clerk := string(s.people[model.RoleLegal].ID)
	for body, want := range map[string]int{
		`{"email":"` + canaryMail + `","mobile":"` + canaryPhone + `","email_off":false,"sms_off":false}`:  http.StatusOK,
		`{"email":"` + canaryMail + `@","mobile":"` + canaryPhone + `","email_off":false,"sms_off":false}`: http.StatusUnprocessableEntity,
	} {
		got := s.send(request{role: model.RoleLegal, method: http.MethodPost, path: "/users/" + clerk + "/contact",
			key: s.freshKey(), match: s.version("users", clerk), body: []byte(body)})
		if found("contact", got.body); got.status != want {
			s.t.Fatalf("contact: %d %s, want %d", got.status, got.body, want)
		}
	}

	told["consumer_phone"], told["received_on"] = canaryPhone+"*", "2999-01-01"
	send(model.RoleComplaints, "/complaints", told, http.StatusUnprocessableEntity)
	filed["manager_phone"], filed["manager_name"] = canaryPhone+"x", canaryName+"*"
	send(model.RoleFirm, "/endpoints", filed, http.StatusUnprocessableEntity)
	filed["cameras"] = canaryPhone
	send(model.RoleFirm, "/endpoints", filed, http.StatusUnprocessableEntity)
	send(model.RoleComplaints, "/complaint-lookups", fields{"phone": canaryPhone + strings.Repeat("9", 30)}, http.StatusUnprocessableEntity)
	send(model.RoleComplaints, "/complaint-lookups", fields{"phone": canaryPhone, "undeclared": canaryName}, http.StatusUnprocessableEntity)
	send(model.RoleComplaints, "/complaint-reveals", fields{"record_id": complaint, "fields": []string{canaryPhone}, "purpose": canaryName, "note": "x"}, http.StatusUnprocessableEntity)
	return map[model.Noun]string{"complaints": complaint, "endpoints": endpoint, "users": clerk}
}

// inBook shows every part of a workbook unpacked.
func inBook(t *testing.T, book []byte, show func(part string, text []byte)) {
	t.Helper()
	packed, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	must(t, err)
	for _, part := range packed.File {
		opened, err := part.Open()
		must(t, err)
		text, err := io.ReadAll(opened)
		must(t, err)
		must(t, opened.Close())
		show(part.Name, text)
	}
}

// tables are all tables of the database.
func (s *stage) tables() []string {
	s.t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if s.api.Store.Dialect == "mysql" {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
	}
	rows, err := s.changes.db.Query(query)
	must(s.t, err)
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		must(s.t, rows.Scan(&name))
		names = append(names, name)
	}
	must(s.t, rows.Err())
	return names
}
