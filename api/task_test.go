package api

import (
	"testing"

	"yijian/casework"
)

func TestTheWorkbookIsDeclaredAsAFile(t *testing.T) {
	service := &API{Desk: &casework.Desk{}}
	path := service.Document().Paths["/task-workbook"]
	if path == nil || path.Get == nil || path.Get.Responses["200"].Content[xlsx] == nil {
		t.Fatal("GET /task-workbook does not declare a workbook")
	}
}
