package rulebook

import (
	"errors"
	"strings"
	"testing"

	"yijian/model"
)

func TestEveryEventHasTexts(t *testing.T) {
	for _, e := range NotificationEvents() {
		texts, known := FirstTexts(e.ID)
		if !known {
			t.Errorf("%s has no texts", e.ID)
			continue
		}
		values := map[string]string{}
		for _, v := range e.Values {
			values[v.Name] = v.Sample
		}
		filled := Fill(texts, values)
		if text := filled.Subject + filled.Text + filled.SMS; strings.ContainsAny(text, "{}") || len([]rune(filled.SMS)) > 140 {
			t.Errorf("%s: %s", e.ID, text)
		}
	}
	if _, known := FirstTexts("no.such"); known {
		t.Error("an unknown event has texts")
	}
}

func TestTextsAreReadStrictly(t *testing.T) {
	whole := string(notificationsText)
	for name, c := range map[string]struct{ old, fresh, pointer, says string }{
		"a value the event lacks": {"账号申请待确认：{account}", "账号申请待确认：{phone}", "/templates/14/subject", "{phone}"},
		"half a brace":            {"账号申请待确认：{account}", "账号申请待确认：{account", "/templates/14/subject", "大括号"},
		"an empty text":           {`sms: "【驿鉴】账号申请待确认，请登录平台办理。"`, `sms: ""`, "/templates/14/sms", "请填写"},
		"a line in a subject":     {"账号申请待确认：{account}", `账号申请\nBcc: x`, "/templates/14/subject", "控制字符"},
		"an unknown event":        {"event: term.near", "event: term.far", "/templates/21/event", "没有这种"},
		"an event twice":          {"event: term.near", "event: account.locked", "/templates/21/event", "两次"},
		"an unknown key":          {"    sms:", "    fax:", "/templates/0/fax", "不认识的键"},
		"another version":         {"notifications/1", "notifications/2", "/version", "notifications/1"},
		"too long":                {"账号申请待确认：{account}", strings.Repeat("长", 61), "/templates/14/subject", "最多 60"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(whole, c.old) {
				t.Fatalf("the shipped texts lack %q", c.old)
			}
			_, err := ParseNotifications([]byte(strings.Replace(whole, c.old, c.fresh, 1)))
			var known *model.Error
			if !errors.As(err, &known) {
				t.Fatalf("accepted: %v", err)
			}
			for _, f := range known.Fields {
				if f.Pointer == c.pointer && strings.Contains(f.Detail, c.says) {
					return
				}
			}
			t.Errorf("got %+v", known.Fields)
		})
	}
}

func TestValuesCannotBeginALine(t *testing.T) {
	texts := model.NotificationTexts{Event: model.EventTermNear, Subject: "{item}", Text: "{item}", SMS: "{item}"}
	filled := Fill(texts, map[string]string{"item": "a\r\nBcc: b@example.com\u2028c\x00" + strings.Repeat("长", 300)})
	for _, text := range []string{filled.Subject, filled.Text, filled.SMS} {
		if strings.ContainsAny(text, "\r\n\u2028\x00") || len([]rune(text)) > 100 {
			t.Errorf("%q", text)
		}
	}
	if again := Fill(texts, map[string]string{"item": "{days}"}); again.Text != "{days}" {
		t.Errorf("a value's own braces were filled: %s", again.Text)
	}
}
