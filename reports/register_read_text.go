package reports

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"yijian/model"
)

// readText reads one kind of record as comma-separated text: UTF-8, or GB18030 as old
// office programs write it. Which kind it is, its headings say.
func readText(file io.Reader, sheets []model.Sheet, each func(model.SheetRow) error) error {
	lines := bufio.NewReaderSize(file, 1<<16)
	first, err := lines.Peek(1 << 16)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return fmt.Errorf("read the file: %w", err)
	}
	head, _, _ := bytes.Cut(first, []byte("\n"))
	var from io.Reader = lines
	if !utf8.Valid(head) {
		from = simplifiedchinese.GB18030.NewDecoder().Reader(lines)
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return unreadable("file.unreadable", "只接受 Excel 工作簿（.xlsx）和逗号分隔的文本（.csv，UTF-8 或 GB18030 编码）")
	}
	text := csv.NewReader(&recordsOf{from: from})
	text.FieldsPerRecord, text.ReuseRecord = -1, true
	heads, err := text.Read()
	if errors.Is(err, errLongRecord) {
		return longRecord(1)
	}
	if err != nil {
		return unreadable("file.unreadable", "只接受 Excel 工作簿（.xlsx）和逗号分隔的文本（.csv，UTF-8 或 GB18030 编码）")
	}
	at, order, err := sheetOf(heads, sheets)
	if err != nil {
		return err
	}
	return readLines(text, at, order, each)
}

func readLines(text *csv.Reader, at int, order []int, each func(model.SheetRow) error) error {
	most := model.RegisterLimits().TextRows
	for n, rows := 2, 0; ; n++ {
		cells, err := text.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if errors.Is(err, errLongRecord) {
			return longRecord(n)
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return unreadable("file.unreadable", fmt.Sprintf("文件第 %d 行读不懂：引号不成对，或者不是逗号分隔的文本", wrong.Line))
		}
		if err != nil {
			return fmt.Errorf("read the file: %w", err)
		}
		if isBlank(cells) {
			continue
		}
		if rows++; rows > most {
			return unreadable("file.too_many_rows", tooMany(most, ""))
		}
		if slices.ContainsFunc(cells, func(c string) bool { return !utf8.ValidString(c) || strings.ContainsRune(c, utf8.RuneError) }) {
			return unreadable("file.encoding", fmt.Sprintf("第 %d 行有不能识别的文字：请另存为 UTF-8 编码的 CSV", n))
		}
		if slices.ContainsFunc(cells[min(len(cells), slices.Max(order)+1):], func(c string) bool { return strings.TrimSpace(c) != "" }) {
			return unreadable("file.row_long", fmt.Sprintf("第 %d 行比表头多出几格：含有逗号的内容要加英文双引号", n))
		}
		if err := each(rowOf(at, n, cells, order)); err != nil {
			return err
		}
	}
}

// longestRecord is how many bytes one row of text may take, far more than its columns allow.
const longestRecord = 256 << 10

var errLongRecord = errors.New("a record is too long")

func longRecord(n int) error {
	return unreadable("file.row_long", fmt.Sprintf("第 %d 行过长：引号不成对，或者不是逗号分隔的文本", n))
}

// recordsOf passes text on as long as no record of it is too long: a quotation mark that
// is never closed would make one of the whole file.
type recordsOf struct {
	from   io.Reader
	length int
	quoted bool
}

func (r *recordsOf) Read(into []byte) (int, error) {
	n, err := r.from.Read(into)
	for _, b := range into[:n] {
		r.length++
		switch {
		case b == '"':
			r.quoted = !r.quoted
		case b == '\n' && !r.quoted:
			r.length = 0
		}
		if r.length > longestRecord {
			return 0, errLongRecord
		}
	}
	return n, err
}

// sheetOf is the sheet that has the headings: the one of which the most are there.
func sheetOf(heads []string, sheets []model.Sheet) (at int, order []int, err error) {
	best, most := -1, 0
	for i, of := range sheets {
		n := 0
		for _, head := range heads {
			head = strings.Trim(head, " \t\r\n*＊\u3000\ufeff")
			if slices.ContainsFunc(of.Columns, func(c model.SheetColumn) bool { return !c.Hidden && c.Title == head }) {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	if best < 0 || most < 2 {
		titles := make([]string, len(sheets))
		for i, of := range sheets {
			titles[i] = of.Title
		}
		return 0, nil, unreadable("file.heading", "文本第 1 行应为模板里一张表的表头（"+strings.Join(titles, "、")+"之一），列之间用逗号隔开")
	}
	order, err = orderOf(heads, sheets[best])
	return best, order, err
}
