package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// mostPlanText is how many bytes the text of a plan document may have; that of 2019 has 30 thousand.
const mostPlanText = 2 << 20

// ReadPlanFile reads the file of a plan: a workbook with the sheets, a Word document, or plain
// text. What cannot be read is Invalid at /file.
func ReadPlanFile(file io.ReaderAt, size int64, sheets []model.Sheet) (model.PlanFile, error) {
	if size == 0 {
		return model.PlanFile{}, unreadable("file.empty", "文件是空的")
	}
	head := make([]byte, min(size, 8))
	if _, err := file.ReadAt(head, 0); err != nil {
		return model.PlanFile{}, fmt.Errorf("read the file: %w", err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return readPlanArchive(file, size, sheets)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return model.PlanFile{}, unreadable("file.old", "这是旧格式（.xls、.doc）或加了密码的文件，请去掉密码，另存为 .xlsx 或 .docx 后再上传")
	case size > mostPlanText:
		return model.PlanFile{}, unreadable("file.too_large", fmt.Sprintf("方案文本最大 %d MB", mostPlanText>>20))
	}
	text := make([]byte, size)
	if _, err := file.ReadAt(text, 0); err != nil {
		return model.PlanFile{}, fmt.Errorf("read the file: %w", err)
	}
	return model.PlanFile{Format: "txt", Text: strings.TrimPrefix(string(text), "\ufeff")}, nil
}

func notPlan() error {
	return unreadable("file.unreadable", "文件不是能读取的 Excel 工作簿（.xlsx）、Word 文档（.docx）或 UTF-8 文本（.txt），或者已经损坏")
}

func readPlanArchive(file io.ReaderAt, size int64, sheets []model.Sheet) (model.PlanFile, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return model.PlanFile{}, notPlan()
	}
	for _, part := range archive.File {
		if part.Name == documentPart {
			text, err := readDocument(part)
			return model.PlanFile{Format: "docx", Text: text}, err
		}
	}
	rows, err := readPlanBook(file, size, sheets)
	return model.PlanFile{Format: "xlsx", Rows: rows}, err
}

func readPlanBook(file io.ReaderAt, size int64, sheets []model.Sheet) ([]model.BookRow, error) {
	limits := model.PlanLimits()
	if err := weigh(file, size, limits.Unzipped); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(io.NewSectionReader(file, 0, size), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: limits.Unzipped, UnzipXMLSizeLimit: limits.Unzipped,
	})
	if err != nil {
		return nil, notPlan()
	}
	defer func() { _ = book.Close() }() // nothing but temporary files can fail
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		return nil, unreadable("file.dates_1904", "这个工作簿从 1904 年起算日期，日期会差四年；请在表格软件的选项里取消“1904 日期系统”后再上传")
	}
	r := planBookReader{book: book, left: limits.WorkbookRows}
	for at, of := range sheets {
		if n, err := book.GetSheetIndex(of.Title); err != nil || n < 0 {
			return nil, unreadable("file.no_sheet", "没有找到工作表“"+of.Title+"”，请使用模板填写")
		}
		if err := r.read(at, of); err != nil {
			return nil, err
		}
	}
	return r.rows, nil
}

// planBookReader reads the sheets of a plan's workbook, within what it may hold.
type planBookReader struct {
	book *excelize.File
	left int
	rows []model.BookRow
}

// mostAbove is how many rows may stand above the headings, such as the annex's title.
const mostAbove = 5

func (r *planBookReader) read(at int, of model.Sheet) error {
	rows, err := r.book.Rows(of.Title)
	if err != nil {
		return notPlan()
	}
	defer func() { _ = rows.Close() }()
	var order []int
	above := 0
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return notPlan()
		}
		if isBlank(cells) {
			continue
		}
		if order == nil {
			if !isHeading(cells, of) {
				if above++; above > mostAbove {
					break
				}
				continue
			}
			if order, err = orderOf(cells, of); err != nil {
				return err
			}
			continue
		}
		if r.left--; r.left < 0 {
			return unreadable("file.too_many_rows", fmt.Sprintf("工作簿超过 %d 行，请删去多余的行", model.PlanLimits().WorkbookRows))
		}
		r.rows = append(r.rows, placed(at, n, cells, order))
	}
	if rows.Error() != nil {
		return notPlan()
	}
	if order == nil {
		return unreadable("file.heading", "工作表“"+of.Title+"”里没有找到表头，请使用模板的表头")
	}
	return nil
}

// isHeading reports whether the row has headings: at least two of the sheet's columns.
func isHeading(cells []string, of model.Sheet) bool {
	found := 0
	for _, head := range cells {
		head = strings.Trim(head, " \t\r\n*＊\u3000\ufeff")
		if slices.ContainsFunc(of.Columns, func(c model.SheetColumn) bool { return c.Title == head }) {
			found++
		}
	}
	return found >= 2
}

func placed(at, n int, cells []string, order []int) model.BookRow {
	row := model.BookRow{SheetRow: model.SheetRow{Sheet: at, Row: n, Cells: make([]string, len(order))}, At: make([]int, len(order))}
	for i, from := range order {
		if row.At[i] = from + 1; from >= 0 && from < len(cells) {
			row.Cells[i] = unguarded(strings.ToValidUTF8(cells[from], "\ufffd"))
		}
	}
	return row
}
