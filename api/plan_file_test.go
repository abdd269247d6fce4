package api

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"html"
	"net/http"
	"os"
	"strings"
	"testing"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
)

// takeIn uploads the file of a plan and returns the card of its draft.
func (s *stage) takeIn(file []byte) casework.PlanDraftCard {
	s.t.Helper()
	got := s.send(request{role: model.RoleSupervisor, method: http.MethodPost, path: "/plan-files?name=plan", key: s.freshKey(), body: file})
	if got.status != http.StatusCreated {
		s.t.Fatalf("taken in: %d %s", got.status, got.body)
	}
	var draft model.PlanDraft
	must(s.t, json.Unmarshal(got.body, &draft))
	var card casework.PlanDraftCard
	must(s.t, json.Unmarshal(s.send(request{role: model.RoleChief, method: http.MethodGet, path: "/plan-drafts/" + string(draft.ID)}).body, &card))
	return card
}

// wordDocument is a Word document with the plan's text: cells of the annex in a table, the rest as paragraphs.
func wordDocument(t *testing.T, text string) []byte {
	t.Helper()
	var body strings.Builder
	paragraph := func(words string) string {
		return "<w:p><w:r><w:t>" + html.EscapeString(strings.TrimSpace(words)) + "</w:t></w:r></w:p>"
	}
	row := ""
	for line := range strings.SplitSeq(text, "\n") {
		if cell, is := strings.CutPrefix(line, "\t"); is {
			row += "<w:tc>" + paragraph(cell) + "</w:tc>"
			continue
		}
		if row != "" {
			body.WriteString("<w:tbl><w:tr>" + row + "</w:tr></w:tbl>")
			row = ""
		}
		body.WriteString(paragraph(line))
	}
	if row != "" {
		body.WriteString("<w:tbl><w:tr>" + row + "</w:tr></w:tbl>")
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	part, err := archive.Create("word/document.xml")
	must(t, err)
	_, err = part.Write([]byte(`<w:document xmlns:w="w"><w:body>` + body.String() + `</w:body></w:document>`))
	must(t, err)
	must(t, archive.Close())
	return out.Bytes()
}

// The template, filled in and saved by an office program, becomes a draft whose problems name sheet and cell.
func TestAFilledTemplateBecomesADraft(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		must(t, s.api.Desk.LoadReference(t.Context()))
		file := s.send(request{role: model.RoleSupervisor, method: http.MethodGet, path: "/plan-template"})
		found := false
		inBook(t, file.body, func(_ string, text []byte) {
			found = found || bytes.Contains(text, []byte("各街道办事处、各乡镇人民政府"))
		})
		if file.status != http.StatusOK || !found {
			t.Errorf("the template: %d, with the groups %v", file.status, found)
		}
		filled := s.planFile(model.SheetRow{Sheet: 1, Row: 4, Cells: []string{"", "3", "培训人员", "演示内容", "区商业委", "", "", "2026-02-31", "", ""}})
		if s.api.Desk.Store.Dialect == "sqlite" {
			filled = throughOffice(t, filled)
		}
		card := s.takeIn(filled)
		told := map[string]string{}
		for _, p := range card.Problems {
			if p.Error {
				told[p.Sheet+" "+p.Cell] = p.Detail
			}
		}
		if len(card.Tasks) != 3 || len(told) != 2 || !strings.Contains(told["任务分解 E4"], "区商业委") || !strings.Contains(told["任务分解 H4"], "2026-02-31") {
			t.Errorf("%d tasks, told %v", len(card.Tasks), told)
		}
		if card.Tasks[1].GroupTitle != "主体任务" || len(card.Tasks[0].Milestones) != 2 || card.Tasks[0].StartOn != model.NewDate(2026, 2, 1) {
			t.Errorf("tasks %+v", card.Tasks[:2])
		}
	})
}

// The same document as text and as a Word document becomes the same draft; other files are refused in words.
func TestAPlanDocumentBecomesADraft(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		must(t, s.api.Desk.LoadReference(t.Context()))
		text, err := os.ReadFile("../policy/reference/plan-2019-61.txt")
		must(t, err)
		plain, word := s.takeIn(text), s.takeIn(wordDocument(t, string(text)))
		if len(plain.Tasks) != 13 || len(word.Tasks) != 13 {
			t.Fatalf("%d and %d tasks", len(plain.Tasks), len(word.Tasks))
		}
		for i := range plain.Tasks {
			if a, b := plain.Tasks[i], word.Tasks[i]; a.Name != b.Name || a.Lead != b.Lead || a.BodyLead != b.BodyLead || len(a.Support) != len(b.Support) {
				t.Errorf("task %d: %+v and %+v", i+1, a, b)
			}
		}
		deep := wordDocument(t, "")
		for what, file := range map[string][]byte{
			"old format": []byte("\xd0\xcf\x11\xe0 old"), "no plan": []byte("一张便条"), "broken": append([]byte("PK\x03\x04"), 1, 2, 3), "empty document": deep,
			"a register": s.registerFile(),
		} {
			got := s.send(request{role: model.RoleSupervisor, method: http.MethodPost, path: "/plan-files?name=x", key: s.freshKey(), body: file})
			if got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), `"pointer":"/file"`) {
				t.Errorf("%s: %d %s", what, got.status, got.body)
			}
		}
	})
}
