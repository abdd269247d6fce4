package rulebook

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"yijian/model"
	"yijian/policy/canonical"
	"yijian/policy/strict"
)

//go:embed notifications.yaml
var notificationsText []byte

type notificationsFile struct {
	Version   string              `json:"version"`
	Templates []notificationsItem `json:"templates"`
}

type notificationsItem struct {
	Event   string `json:"event"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	SMS     string `json:"sms"`
}

var notifications = sync.OnceValue(func() []model.NotificationTexts {
	texts, err := ParseNotifications(notificationsText)
	if err != nil {
		panic(err) // the file is part of the build and tested
	}
	return texts
})

// FirstTexts returns the texts of the event that the product ships with, used
// until the administrator adopts others.
func FirstTexts(event model.NotificationEventID) (texts model.NotificationTexts, known bool) {
	at := slices.IndexFunc(notifications(), func(t model.NotificationTexts) bool { return t.Event == event })
	if at < 0 {
		return texts, false
	}
	return notifications()[at], true
}

// ParseNotifications reads the texts of every event from YAML, strictly: each
// event once, none left out, no value that the event does not have.
func ParseNotifications(text []byte) ([]model.NotificationTexts, error) {
	root, problems := Read(text)
	var file notificationsFile
	if len(problems) == 0 {
		problems = strict.Decode(root, &file)
	}
	if len(problems) > 0 {
		return nil, strict.Refusal("notifications.malformed", problems)
	}
	if file.Version != "notifications/1" {
		problems.Add("/version", "version", "版本应为 notifications/1")
	}
	texts := make([]model.NotificationTexts, len(file.Templates))
	seen := map[model.NotificationEventID]bool{}
	for i, item := range file.Templates {
		texts[i] = model.NotificationTexts{Event: model.NotificationEventID(item.Event), Subject: item.Subject, Text: item.Text, SMS: item.SMS}
		at := "/templates/" + strconv.Itoa(i)
		for _, p := range CheckTexts(texts[i]) {
			problems.Add(at+p.Pointer, p.Reason, p.Detail)
		}
		if seen[texts[i].Event] {
			problems.Add(at+"/event", "template.twice", "同一事件出现两次："+item.Event)
		}
		seen[texts[i].Event] = true
	}
	for _, e := range notificationEvents {
		if !seen[e.ID] {
			problems.Add("/templates", "template.missing", "缺少事件的文本："+string(e.ID))
		}
	}
	if len(problems) > 0 {
		problems = root.Located(problems)
	}
	return texts, strict.Refusal("notifications.malformed", problems)
}

// The most characters of each text before its values are put in.
const (
	MostSubject = 60
	MostText    = 600
	MostSMS     = 120
)

// CheckTexts names what is wrong with the texts, by field.
func CheckTexts(t model.NotificationTexts) model.FieldErrors {
	var fields model.FieldErrors
	event, known := NotificationEvent(t.Event)
	if !known {
		fields.Add("/event", "event.unknown", "没有这种通知事件")
		return fields
	}
	for _, part := range []struct {
		pointer, text string
		most          int
		lines         bool
	}{{"/subject", t.Subject, MostSubject, false}, {"/text", t.Text, MostText, true}, {"/sms", t.SMS, MostSMS, false}} {
		switch n := len([]rune(strings.TrimSpace(part.text))); {
		case n == 0:
			fields.Add(part.pointer, "required", "请填写文本")
		case len([]rune(part.text)) > part.most:
			fields.Add(part.pointer, "text.too_long", fmt.Sprintf("最多 %d 字", part.most))
		}
		if strings.IndexFunc(part.text, func(r rune) bool { return unicode.IsControl(r) && (r != '\n' || !part.lines) }) >= 0 {
			fields.Add(part.pointer, "text.control", "不得含换行、制表等控制字符")
		}
		for _, name := range unknownValues(part.text, event) {
			fields.Add(part.pointer, "template.unknown_value", "没有 {"+name+"} 这个值，可用的有："+namesOf(event))
		}
		if strings.ContainsAny(valuePattern.ReplaceAllString(part.text, ""), "{}") {
			fields.Add(part.pointer, "template.brace", "大括号只能成对用于值，如 {"+event.Values[0].Name+"}")
		}
	}
	return fields
}

var valuePattern = regexp.MustCompile(`\{[^{}]*\}`)

func unknownValues(text string, event model.NotificationEvent) []string {
	var unknown []string
	for _, found := range valuePattern.FindAllString(text, -1) {
		name := strings.Trim(found, "{}")
		if !slices.ContainsFunc(event.Values, func(v model.NotificationValue) bool { return v.Name == name }) {
			unknown = append(unknown, name)
		}
	}
	return unknown
}

func namesOf(event model.NotificationEvent) string {
	names := make([]string, len(event.Values))
	for i, v := range event.Values {
		names[i] = "{" + v.Name + "}"
	}
	return strings.Join(names, "、")
}

// HashTexts is the SHA-256 of the texts' RFC 8785 form in lower-case hex.
func HashTexts(t model.NotificationTexts) (string, error) { return canonical.Hash(t) }

const longestValue = 100

// Fill puts the values into the texts. A value's line breaks and other control
// characters become spaces, so that no value can begin a header or a line of its own.
func Fill(t model.NotificationTexts, values map[string]string) model.NotificationTexts {
	fill := func(text string, most int) string {
		filled := []rune(valuePattern.ReplaceAllStringFunc(text, func(found string) string {
			return plainValue(values[strings.Trim(found, "{}")])
		}))
		return string(filled[:min(len(filled), most)])
	}
	return model.NotificationTexts{Event: t.Event, Subject: fill(t.Subject, 200), Text: fill(t.Text, 2000), SMS: fill(t.SMS, 500)}
}

func plainValue(value string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, value))
	if len(runes) > longestValue {
		return string(runes[:longestValue-1]) + "…"
	}
	return string(runes)
}
