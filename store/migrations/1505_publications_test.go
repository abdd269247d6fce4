package migrations

import (
	"strings"
	"testing"
	"time"
)

// What was public before is kept as bytes in the canonical form: names in order, no spaces, no escapes that are not needed.
func TestWhatWasPublicIsKeptInTheCanonicalForm(t *testing.T) {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	p := publication1505{ID: "p1", Kind: "penalty", EnterpriseName: "演示<甲>&乙", Title: "行政处罚", PublishedOn: &day}
	if err := p.write([]line1505{{"facts", "违法事实", "抛扔\"快件\""}, {"amount", "罚没金额", yuan1505(0)}, {"decided_on", "决定日期", chinese1505(&day)}}); err != nil {
		t.Fatal(err)
	}
	const text = `{"fields":[{"label":"违法事实","name":"facts","text":"抛扔\"快件\""},{"label":"决定日期","name":"decided_on","text":"2026年3月1日"}],"title":"行政处罚"}`
	if p.Text != text || len(p.TextHash) != 64 {
		t.Errorf("the text is %s", p.Text)
	}
	if !strings.HasPrefix(p.Record, `{"basis":"","contact":"","correct_reason":"","corrects":"","earliest_end":"","edition":1,"ends_on":"","format":"publication/1","formed_on":"","id":"p1","kind":"penalty"`) ||
		!strings.Contains(p.Record, `"subject":{"area_code":"","name":"演示<甲>&乙","uscc":""},"text":`+text+`,"topic":""}`) {
		t.Errorf("the record is %s", p.Record)
	}
	draft := publication1505{ID: "p2", Title: "行政处罚"}
	if err := draft.write(nil); err != nil || draft.Record != "" || draft.Text != `{"fields":[],"title":"行政处罚"}` {
		t.Errorf("a draft is kept as %q, %q, %v", draft.Text, draft.Record, err)
	}
	for fen, want := range map[int64]string{0: "", 100: "1元", 300050: "3000.50元", 7: "0.07元"} {
		if got := yuan1505(fen); got != want {
			t.Errorf("%d fen: %s, want %s", fen, got, want)
		}
	}
}
