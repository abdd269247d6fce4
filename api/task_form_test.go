package api

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/reports"
	"yijian/store"
)

func (s *stage) sendForm(role model.Role, content []byte) reply {
	s.t.Helper()
	return s.send(request{role: role, method: http.MethodPost, path: "/task-form-returns?name=form.xlsx", key: s.freshKey(), body: content, media: anyFile})
}

// A form that is downloaded, edited in LibreOffice and uploaded is shown cell by cell, and handed in when it is confirmed.
func TestAFormGoesRound(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		report, _ := newTaskReport(s, s.places["own"])
		report.Status, report.Progress, report.Done = model.TaskReportReturned, 40, "演示：尚未选址。"
		s.write(func(ctx context.Context, tx *store.Tx) error { return addTaskReport(tx, ctx, &report) })
		made := s.send(request{role: model.RoleLead, method: http.MethodPost, path: "/task-forms", key: s.freshKey(), body: []byte(`{"month":"2026-02"}`)})
		var form model.TaskForm
		if must(t, json.Unmarshal(made.body, &form)); made.status != http.StatusCreated {
			t.Fatalf("made: %d %s", made.status, made.body)
		}
		file := s.send(request{role: model.RoleLead, method: http.MethodGet, path: "/task-forms/" + string(form.ID) + "/content"})
		if !strings.Contains(file.header.Get("Content-Disposition"), "form-2026-02.xlsx") {
			t.Errorf("it is called %s", file.header.Get("Content-Disposition"))
		}
		flat := string(inOffice(t, file.body, "xlsx", "fods"))
		edited := strings.Replace(flat, "演示：尚未选址。", "演示：已经选址。", 1)
		edited = strings.Replace(edited, `office:value="40" calcext:value-type="float">`, `office:value="55" calcext:value-type="float">`, 1)
		sent := s.sendForm(model.RoleLead, inOffice(t, []byte(edited), "fods", "xlsx"))
		var came model.TaskFormReturn
		if must(t, json.Unmarshal(sent.body, &came)); sent.status != http.StatusCreated || came.Changed != 1 || came.Foreign != 0 {
			t.Fatalf("sent back: %d %s", sent.status, sent.body)
		}
		path := "/task-form-returns/" + string(came.ID)
		got := s.send(request{role: model.RoleLead, method: http.MethodGet, path: path})
		var card casework.FormReturnCard
		must(t, json.Unmarshal(got.body, &card))
		for _, line := range card.Lines {
			if line.Task == report.TaskID {
				want := []model.FormCell{{Cell: line.Cells[0].Cell, Column: "实报进度（%）", Before: "40", After: "55"}, {Cell: line.Cells[1].Cell, Column: "本月情况", Before: "演示：尚未选址。", After: "演示：已经选址。"}}
				if fmt.Sprint(line.Cells) != fmt.Sprint(want) || line.State != model.FormRowChanged || !strings.HasPrefix(line.Cells[0].Cell, "I") {
					t.Errorf("the difference is %+v", line)
				}
			} else if line.State != model.FormRowSame {
				t.Errorf("what nobody edited is %+v", line)
			}
		}
		done := s.send(request{role: model.RoleLead, method: http.MethodPost, path: path + "/confirm", key: s.freshKey(), match: fmt.Sprintf(`"%d"`, came.Version)})
		if done.status != http.StatusOK {
			t.Fatalf("confirmed: %d %s", done.status, done.body)
		}
		now, err := s.api.Store.TaskReport(t.Context(), store.Everything(), report.ID)
		if must(t, err); now.Progress != 55 || now.Done != "演示：已经选址。" || now.Status != model.TaskReportSubmitted {
			t.Errorf("the report says %+v", now)
		}
		back := s.send(request{role: model.RoleSupervisor, method: http.MethodGet, path: path + "/content"})
		if sumOf(back.body) != came.SHA256 {
			t.Errorf("the file that is kept is another: %d, %d bytes", back.status, len(back.body))
		}
	})
}

// withPart is the workbook with one more part.
func withPart(t *testing.T, book []byte, name string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(name string, text []byte) {
		into, err := w.Create(name)
		must(t, err)
		_, err = into.Write(text)
		must(t, err)
	}
	inBook(t, book, add)
	add(name, []byte("演示"))
	must(t, w.Close())
	return out.Bytes()
}

// Of others' forms no more is said than of none, and what is no form is refused in words.
func TestFilesThatAreNotTakenAsForms(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		absent, _ := newTaskForm(s, s.places["own"])
		unknown, err := reports.TaskFormBook(absent.TaskForm, []model.TaskFormFacts{absent.facts})
		must(t, err)
		others, none := s.sendForm(model.RoleLead, s.formFile(s.places["foreign"])), s.sendForm(model.RoleLead, unknown)
		if others.status != http.StatusUnprocessableEntity || others.status != none.status || !bytes.Equal(withoutID(others.body), withoutID(none.body)) || !bytes.Contains(none.body, []byte("task_form.unknown")) {
			t.Errorf("another's form: %d %s, none: %d %s", others.status, others.body, none.status, none.body)
		}
		for what, try := range map[string]struct {
			content []byte
			reason  string
		}{
			"a picture":         {s.photograph(), "task_form.type"},
			"a register":        {s.registerFile(), "task_form.foreign"},
			"nothing":           {[]byte{}, "attachment.empty"},
			"an old workbook":   {[]byte("\xd0\xcf\x11\xe0 old"), "attachment.type"},
			"an archive":        {[]byte("PK\x03\x04 nothing"), "attachment."},
			"one with a macro":  {withPart(t, unknown, "xl/vbaProject.bin"), "attachment.office_active"},
			"with a link to go": {withPart(t, unknown, "xl/externalLinks/externalLink1.xml"), "attachment.office_active"},
		} {
			got := s.sendForm(model.RoleLead, try.content)
			if got.status != http.StatusUnprocessableEntity || !bytes.Contains(got.body, []byte(try.reason)) || !bytes.Contains(got.body, []byte(`"/file"`)) {
				t.Errorf("%s: %d %s", what, got.status, got.body)
			}
		}
	})
}
