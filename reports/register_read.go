package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// longestTaken is how much of a cell is taken in; no column allows as much, so the check says so.
const longestTaken = 1000

// mostCells is how many cells a workbook may have, empty ones between others included.
const mostCells = 4_000_000

// ReadRegister gives the rows of a file of the register, a workbook or one kind of record
// as text, in the order of the sheets, and says of which format it is. What cannot be read
// is Invalid at /file.
func ReadRegister(file io.ReaderAt, size int64, sheets []model.Sheet, each func(model.SheetRow) error) (format string, err error) {
	head := make([]byte, min(size, 8))
	if _, err := file.ReadAt(head, 0); err != nil && size > 0 {
		return "", fmt.Errorf("read the file: %w", err)
	}
	switch {
	case size == 0:
		return "", unreadable("file.empty", "文件是空的")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "xlsx", readBook(file, size, sheets, each)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return "", unreadable("file.old", "这是旧格式（.xls）或加了密码的工作簿，请去掉密码，另存为 .xlsx 后再上传")
	}
	return "csv", readText(io.NewSectionReader(file, 0, size), sheets, each)
}

func unreadable(reason, detail string) error {
	var fields model.FieldErrors
	fields.Add("/file", reason, detail)
	return fields.Err()
}

func notWorkbook() error {
	return unreadable("file.unreadable", "文件不是能读取的 Excel 工作簿（.xlsx），或者已经损坏；请用模板填写，另存为 .xlsx 或 CSV")
}

const (
	// mostBeside is how much the parts may hold that are neither sheets nor shared texts: they are
	// kept in memory, and those of them that are markup as objects of some fifty times their size.
	mostBeside = 16 << 20
	mostMarkup = 2 << 20
	// mostShared is how many shared texts a workbook may have; each takes memory of its own.
	mostShared = 600_000
	// mostText is how much text the cells may hold together; many may share one long text.
	mostText = 256 << 20
)

func tooLarge(most int64) error {
	return unreadable("file.too_large", fmt.Sprintf("工作簿展开后超过 %d MB：请删去图片和多余的工作表，或者分成几个文件", most>>20))
}

func overfull() error {
	return unreadable("file.too_large", "工作簿里的单元格或者文字过多：请删去表格右边和下边多余的行列，或者分成几个文件")
}

// mostRun is how long text may be between two tags; a cell holds 32,767 characters at most.
const mostRun = 1 << 20

// mostAcross is how many cells a row may have: a row is read at once, and no sheet has a tenth of them.
const mostAcross = 1000

// markup looks at what is written to it: how many shared texts begin in it, how many cells its
// widest row has, and how long the longest text between two tags is.
type markup struct {
	texts         int
	cells, widest int
	run, longest  int
	name          []byte // of the tag that has begun, without its prefix
	named         bool
}

func (m *markup) Write(text []byte) (int, error) {
	const longestName = 8
	for _, b := range text {
		m.run++
		switch {
		case b == '<':
			m.run, m.name, m.named = 0, m.name[:0], true
		case !m.named:
		case b == '>' || b == ' ' || b == '/' || b == '\t' || b == '\r' || b == '\n':
			m.begin(string(m.name))
			m.named = false
		case b == ':':
			m.name = m.name[:0]
		case len(m.name) < longestName:
			m.name = append(m.name, b)
		}
		m.longest = max(m.longest, m.run)
	}
	return len(text), nil
}

func (m *markup) begin(tag string) {
	switch tag {
	case "si":
		m.texts++
	case "row":
		m.cells = 0
	case "c":
		m.cells++
		m.widest = max(m.widest, m.cells)
	}
}

// weigh unfolds every part of a workbook without keeping any: what a part says of its size is not believed.
func weigh(file io.ReaderAt, size, most int64) error {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return notWorkbook()
	}
	const mostParts = 2000
	if len(archive.File) > mostParts {
		return notWorkbook()
	}
	left, beside, around := most, int64(mostBeside), int64(mostMarkup)
	var read markup
	for _, part := range archive.File {
		content, err := part.Open()
		if err != nil {
			return notWorkbook()
		}
		name, into := strings.ToLower(part.Name), io.Discard
		marked := strings.HasPrefix(name, "xl/worksheets/") || name == "xl/sharedstrings.xml"
		if read.run, read.cells = 0, 0; marked {
			into = &read
		}
		n, err := io.Copy(into, io.LimitReader(content, left+1))
		_ = content.Close()
		if left -= n; left < 0 {
			return tooLarge(most)
		}
		if !marked {
			beside -= n
		}
		if !marked && (strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")) {
			around -= n
		}
		switch {
		case err != nil:
			return notWorkbook()
		case beside < 0:
			return unreadable("file.too_large", fmt.Sprintf("工作簿里的图片和其他内容展开后超过 %d MB：请删去图片、图表和多余的工作表", mostBeside>>20))
		case around < 0:
			return unreadable("file.too_large", fmt.Sprintf("工作簿里的格式和样式展开后超过 %d MB：请把内容复制到新下载的模板里再上传", mostMarkup>>20))
		case read.texts > mostShared || read.longest > mostRun || read.widest > mostAcross:
			return overfull()
		}
	}
	return nil
}

func readBook(file io.ReaderAt, size int64, sheets []model.Sheet, each func(model.SheetRow) error) (err error) {
	limits := model.RegisterLimits()
	if err := weigh(file, size, limits.Unzipped); err != nil {
		return err
	}
	const keptInMemory = 4 << 20 // larger parts wait in files
	book, err := excelize.OpenReader(io.NewSectionReader(file, 0, size), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: limits.Unzipped, UnzipXMLSizeLimit: keptInMemory,
	})
	if err != nil {
		return notWorkbook()
	}
	defer func() { _ = book.Close() }() // nothing but temporary files can fail
	if err := fitting(book, sheets); err != nil {
		return err
	}
	r := &bookReader{book: book, most: limits.WorkbookRows, each: each}
	for at, of := range sheets {
		if n, err := book.GetSheetIndex(of.Title); err != nil || n < 0 {
			continue
		}
		if err := r.read(at, of); err != nil {
			return err
		}
	}
	return nil
}

// fitting refuses a workbook of another form, and sheets that nobody would read.
func fitting(book *excelize.File, sheets []model.Sheet) error {
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		return unreadable("file.dates_1904", "这个工作簿从 1904 年起算日期，日期会差四年；请在表格软件的选项里取消“1904 日期系统”后再上传")
	}
	known := []string{guideSheet, codeSheet, faultSheet, markSheet}
	titles := make([]string, len(sheets))
	for i, of := range sheets {
		titles[i] = of.Title
	}
	found := false
	for _, name := range book.GetSheetList() {
		switch {
		case slices.Contains(titles, name):
			found = true
		case name == markSheet:
			if mark, err := firstCell(book, name); err != nil || mark != registerMark {
				return unreadable("file.former", "模板已经更新，请重新下载模板或重新导出")
			}
		case !slices.Contains(known, name):
			if empty, err := isEmpty(book, name); err != nil || !empty {
				return unreadable("file.sheet_unknown", "不认识工作表“"+shortened(name)+"”：工作表应叫"+strings.Join(titles, "、")+"，其他的请删去")
			}
		}
	}
	if !found {
		return unreadable("file.no_sheet", "没有找到工作表："+strings.Join(titles, "、")+"。请使用模板填写")
	}
	return nil
}

func shortened(name string) string {
	if runes := []rune(name); len(runes) > 20 {
		return string(runes[:20]) + "…"
	}
	return name
}

// firstCell is the text of A1; the rest of the sheet is not read.
func firstCell(book *excelize.File, name string) (string, error) {
	rows, err := book.Rows(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return "", rows.Error()
	}
	cells, err := rows.Columns()
	if err != nil || len(cells) == 0 {
		return "", err
	}
	return cells[0], nil
}

func isEmpty(book *excelize.File, name string) (bool, error) {
	rows, err := book.Rows(name)
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }()
	const looked = 1000
	for n := 0; n < looked && rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return false, err
		}
		if !isBlank(cells) {
			return false, nil
		}
	}
	return true, rows.Error()
}

func isBlank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(text string) bool { return strings.Trim(text, " \t\r\n\u3000\u00a0") != "" })
}

// bookReader reads the sheets of a workbook, within what it may hold.
type bookReader struct {
	book  *excelize.File
	most  int
	each  func(model.SheetRow) error
	rows  int
	cells int
	text  int
}

// read gives the rows of a sheet. Rows without anything in them are passed over.
func (r *bookReader) read(at int, of model.Sheet) error {
	rows, err := r.book.Rows(of.Title)
	if err != nil {
		return notWorkbook()
	}
	defer func() { _ = rows.Close() }()
	var order []int
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return notWorkbook()
		}
		for _, text := range cells {
			r.text += len(text)
		}
		if r.cells += len(cells); r.cells > mostCells || r.text > mostText {
			return overfull()
		}
		if isBlank(cells) {
			continue
		}
		if order == nil {
			if n > 1 {
				return unreadable("file.heading", "工作表“"+of.Title+"”的第 1 行应为表头")
			}
			if order, err = orderOf(cells, of); err != nil {
				return err
			}
			continue
		}
		if r.rows++; r.rows > r.most {
			return unreadable("file.too_many_rows", tooMany(r.most, "；也可以把一张表另存为 CSV，每个文件最多 "+fmt.Sprint(model.RegisterLimits().TextRows)+" 行"))
		}
		if err := r.each(rowOf(at, n, cells, order)); err != nil {
			return err
		}
	}
	if rows.Error() != nil {
		return notWorkbook()
	}
	return nil
}

func tooMany(most int, or string) string {
	return fmt.Sprintf("超过 %d 行：请分成几个文件%s", most, or)
}

// personal are headings of what tells who somebody is or how to reach him.
var personal = regexp.MustCompile(`姓名|名字|电话|手机|号码|身份证|证件|住址|地址|邮箱|微信|联系|用户|申诉人|收件人|寄件人|当事人员`)

// orderOf says in which place of a row each column of the sheet stands. Each has to be
// there once, and nothing else.
func orderOf(heads []string, of model.Sheet) ([]int, error) {
	order := make([]int, len(of.Columns))
	for i := range order {
		order[i] = -1
	}
	for at, head := range heads {
		head = strings.Trim(head, " \t\r\n*＊\u3000\ufeff")
		if head == "" {
			continue
		}
		i := slices.IndexFunc(of.Columns, func(c model.SheetColumn) bool { return c.Title == head })
		if i < 0 && of.NoPersons && personal.MatchString(head) {
			return nil, unreadable("file.personal_data", "“"+of.Title+"”表里的“"+shortened(head)+"”列像是个人信息：这里不导入个人信息，请删去这一列再上传")
		}
		if i < 0 {
			return nil, unreadable("file.column_unknown", "“"+of.Title+"”表头里有不认识的列“"+shortened(head)+"”，请删去或改回模板的表头")
		}
		if order[i] >= 0 {
			return nil, unreadable("file.column_twice", "“"+of.Title+"”表头里“"+head+"”出现了两次")
		}
		order[i] = at
	}
	for i, c := range of.Columns {
		if order[i] < 0 && !c.Hidden {
			return nil, unreadable("file.column_missing", "“"+of.Title+"”表缺少列“"+c.Title+"”，请使用模板的表头")
		}
	}
	return order, nil
}

// rowOf puts the cells of a row in the order of the sheet's columns.
func rowOf(at, n int, cells []string, order []int) model.SheetRow {
	row := model.SheetRow{Sheet: at, Row: n, Cells: make([]string, len(order))}
	for i, from := range order {
		if from < 0 || from >= len(cells) {
			continue
		}
		words := cells[from]
		if len(words) > longestTaken*4 {
			words = words[:longestTaken*4]
		}
		if runes := []rune(words); len(runes) > longestTaken {
			words = string(runes[:longestTaken])
		}
		row.Cells[i] = unguarded(strings.Clone(strings.ToValidUTF8(words, "\ufffd")))
	}
	return row
}
