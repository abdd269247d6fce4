package api

import (
	"testing"

	"yijian/casework"
)

func TestTheWorkbookIsDeclaredAsAFile(t *testing.T) {
	rows := 0
	for _, r := range Routes() {
		if r.Path == "/task-workbook" {
			rows++
		}
	}
	if rows != 1 {
		t.Fatalf("GET /task-workbook stands %d times in the table", rows)
	}
	service := &API{Desk: &casework.Desk{}}
	path := service.Document().Paths["/task-workbook"]
	if path == nil || path.Get == nil || path.Get.Responses["200"].Content[xlsx] == nil {
		t.Fatal("GET /task-workbook does not declare a workbook")
	}
}
