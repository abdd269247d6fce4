package reports

import (
	"strings"
	"testing"

	"yijian/model"
)

// A sheet without persons says which of its columns tells who somebody is; other columns
// that nobody knows are refused as ever.
func TestColumnsOfPersonalDataAreRefusedByName(t *testing.T) {
	sheet := model.Sheet{Title: "申诉", NoPersons: true, Columns: []model.SheetColumn{{Key: "external_no", Title: "申诉编号"}, {Key: "upheld", Title: "有效申诉"}}}
	for column, want := range map[string]string{"联系电话": "file.personal_data", "用户姓名": "file.personal_data", "身份证号": "file.personal_data", "备注": "file.column_unknown"} {
		text := "申诉编号,有效申诉," + column + "\r\n1,是,演示\r\n"
		_, err := ReadRegister(strings.NewReader(text), int64(len(text)), []model.Sheet{sheet}, func(model.SheetRow) error { return nil })
		fields := model.FieldsOf(err)
		if len(fields) != 1 || fields[0].Reason != want || !strings.Contains(fields[0].Detail, column) {
			t.Errorf("%s is refused with %v", column, err)
		}
	}
}
