package portal

import (
	"cmp"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"yijian/model"
)

// mostSent is how many bytes of a form are taken in; every field filled to its bound is shorter.
const mostSent = 48 << 10

// sent are the fields of a form as they came in, with the raw body that they were read from.
type sent struct {
	values map[string]string
	raw    []byte
}

func (s sent) get(name string) string { return s.values[name] }

// readForm reads a form strictly: nothing but the fields, none of them twice, no file.
func readForm(c *gin.Context, fields []string) (sent, error) {
	form := sent{values: map[string]string{}}
	if media, _, err := mime.ParseMediaType(c.GetHeader("Content-Type")); err != nil || media != "application/x-www-form-urlencoded" {
		return form, model.Fail(model.Malformed, "form.media", "请用页面上的表单提交")
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, mostSent))
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return form, model.Fail(model.TooLarge, "form.too_large", "提交的内容太长，请删减以后再提交")
	}
	if err != nil {
		return form, model.Fail(model.Malformed, "form.unreadable", "提交的内容没有传完，请再提交一次")
	}
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return form, model.Fail(model.Malformed, "form.unreadable", "提交的内容无法识别，请用页面上的表单提交")
	}
	for name, given := range values {
		if !slices.Contains(fields, name) {
			return form, model.Fail(model.Malformed, "form.unknown_field", "提交的内容里有这个表单没有的项目，请用页面上的表单提交")
		}
		if len(given) != 1 {
			return form, model.Fail(model.Malformed, "form.doubled_field", "提交的内容里有一项填了两遍，请用页面上的表单提交")
		}
		if !utf8.ValidString(given[0]) {
			return form, model.Fail(model.Malformed, "form.unreadable", "提交的内容里有无法识别的字符，请用页面上的表单提交")
		}
		form.values[name] = strings.TrimSpace(strings.ReplaceAll(given[0], "\r\n", "\n"))
	}
	form.raw = raw
	return form, nil
}

// wrongField is a field with what is wrong with it, as the summary of errors links to it.
type wrongField struct{ Name, Detail string }

// filled is a form as a page shows it: what was typed and what is wrong with it.
type filled struct {
	Values map[string]string
	Wrong  []wrongField
}

// Value is what was typed into the field.
func (f filled) Value(name string) string { return f.Values[name] }

// Error is what is wrong with the field, empty for nothing.
func (f filled) Error(name string) string {
	at := slices.IndexFunc(f.Wrong, func(w wrongField) bool { return w.Name == name })
	if at < 0 {
		return ""
	}
	return f.Wrong[at].Detail
}

// wrongFields are the wrong fields of an act's refusal by the names of the form.
func wrongFields(fields []model.FieldError, renamed map[string]string) []wrongField {
	var wrong []wrongField
	for _, f := range fields {
		name := strings.TrimPrefix(f.Pointer, "/")
		wrong = append(wrong, wrongField{cmp.Or(renamed[name], name), f.Detail})
	}
	return wrong
}

// inOrder are the wrong fields in the order of the form, each once.
func inOrder(wrong []wrongField, order []string) []wrongField {
	var sorted []wrongField
	for _, name := range order {
		if at := slices.IndexFunc(wrong, func(w wrongField) bool { return w.Name == name }); at >= 0 {
			sorted = append(sorted, wrong[at])
		}
	}
	return sorted
}

// dayTyped reads a day as people write it: 2026-03-05, 2026/3/5, 2026年3月5日.
func dayTyped(text string) (model.Date, bool) {
	if text == "" {
		return model.Date{}, true
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) != 3 || len(parts[0]) != 4 || len(parts[1]) > 2 || len(parts[2]) > 2 || utf8.RuneCountInString(text) > 14 {
		return model.Date{}, false
	}
	pad := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	day, err := model.ParseDate(parts[0] + "-" + pad(parts[1]) + "-" + pad(parts[2]))
	return day, err == nil && day.Year() >= 2000
}

// grouped is a number in groups of four, as it is read aloud and copied.
func grouped(number string) []string {
	var groups []string
	for group := range slices.Chunk([]rune(number), 4) {
		groups = append(groups, string(group))
	}
	return groups
}

// within says how far away a last day is.
func within(days int) string {
	switch {
	case days < 0:
		return "已超过 " + strconv.Itoa(-days) + " 天"
	case days == 0:
		return "就是今天"
	}
	return "还有 " + strconv.Itoa(days) + " 天"
}
