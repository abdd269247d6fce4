package migrations

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
)

type publication1505 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	Kind           string     `gorm:"column:kind;size:30;not null;index:publications_public,priority:1"`
	SubjectID      string     `gorm:"column:subject_id;size:60;not null;index:publications_subject"`
	LiveKey        *string    `gorm:"column:live_key;size:100;uniqueIndex:publications_live"`
	EnterpriseID   string     `gorm:"column:enterprise_id;size:36;not null;index:publications_enterprise"`
	EnterpriseName string     `gorm:"column:enterprise_name;size:200;not null"`
	USCC           string     `gorm:"column:uscc;size:18;not null;index:publications_uscc"`
	AreaCode       string     `gorm:"column:area_code;size:12;not null;index:publications_area"`
	SearchText     string     `gorm:"column:search_text;size:1000;not null"`
	Title          string     `gorm:"column:title;size:200;not null"`
	Topic          string     `gorm:"column:topic;size:30;not null;index:publications_public,priority:2"`
	Series         string     `gorm:"column:series;size:60;not null"`
	Source         string     `gorm:"column:source;size:120;not null"`
	Basis          string     `gorm:"column:basis;size:500;not null"`
	Written        string     `gorm:"column:written;type:mediumtext;not null"`
	PublishReason  string     `gorm:"column:publish_reason;size:500;not null"`
	Text           string     `gorm:"column:public_text;type:mediumtext;not null"`
	TextHash       string     `gorm:"column:text_hash;size:64;not null"`
	MaskPolicy     string     `gorm:"column:mask_policy;size:40;not null"`
	Masked         string     `gorm:"column:masked;size:1000;not null"`
	FormedOn       *time.Time `gorm:"column:formed_on;type:date"`
	EarliestEnd    *time.Time `gorm:"column:earliest_end;type:date"`
	EndsOn         *time.Time `gorm:"column:ends_on;type:date;index:publications_ends"`
	Status         string     `gorm:"column:status;size:20;not null;index:publications_status;index:publications_public,priority:3"`
	Drafters       string     `gorm:"column:drafters;size:400;not null"`
	SecrecyBy      string     `gorm:"column:secrecy_by;size:36;not null"`
	SecrecyOn      *time.Time `gorm:"column:secrecy_on;type:date"`
	SecrecyNote    string     `gorm:"column:secrecy_note;size:500;not null"`
	PersonalBy     string     `gorm:"column:personal_by;size:36;not null"`
	PersonalOn     *time.Time `gorm:"column:personal_on;type:date"`
	PersonalNote   string     `gorm:"column:personal_note;size:500;not null"`
	ApprovedBy     string     `gorm:"column:approved_by;size:36;not null"`
	PublishedOn    *time.Time `gorm:"column:published_on;type:date;index:publications_public,priority:4"`
	PublishedAt    *time.Time `gorm:"column:published_at"`
	ReturnReason   string     `gorm:"column:return_reason;size:500;not null"`
	LeftOn         *time.Time `gorm:"column:left_on;type:date"`
	LeftAt         *time.Time `gorm:"column:left_at;index:publications_left"`
	LeaveReason    string     `gorm:"column:leave_reason;size:500;not null"`
	Edition        int        `gorm:"column:edition;not null"`
	CorrectsID     string     `gorm:"column:corrects_id;size:36;not null;index:publications_corrects"`
	CorrectReason  string     `gorm:"column:correct_reason;size:500;not null"`
	ContestedOn    *time.Time `gorm:"column:contested_on;type:date"`
	ContestReason  string     `gorm:"column:contest_reason;size:1000;not null"`
	ContestAnswer  string     `gorm:"column:contest_answer;size:1000;not null"`
	AnsweredOn     *time.Time `gorm:"column:answered_on;type:date"`
	Record         string     `gorm:"column:record;type:mediumtext;not null"`
	RecordHash     string     `gorm:"column:record_hash;size:64;not null"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

type entry1505 struct {
	ID, EnterpriseID, EnterpriseName, AreaCode, List, Reasons, EndReason string
	USCC                                                                 string `gorm:"column:uscc"`
	PublishedOn, EndsOn                                                  *time.Time
	Number, Title, ApprovedBy, ReviewedBy                                string
	AsOf                                                                 *time.Time
	Demo                                                                 bool
	CreatedAt, UpdatedAt                                                 time.Time
}

type line1505 struct{ name, label, text string }

const mask1505 = "升级前公开，未经个人信息审查"

func day1505(day *time.Time) string {
	if day == nil {
		return ""
	}
	return day.UTC().Format(time.DateOnly)
}

func chinese1505(day *time.Time) string {
	if day == nil {
		return ""
	}
	return day.UTC().Format("2006年1月2日")
}

func json1505(v any) (text, hash string, err error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return "", "", fmt.Errorf("keep what was public: %w", err)
	}
	text = strings.TrimSuffix(out.String(), "\n")
	sum := sha256.Sum256([]byte(text))
	return text, hex.EncodeToString(sum[:]), nil
}

// write gives the publication its text, and the bytes that the public was given.
func (p *publication1505) write(lines []line1505) error {
	fields := []map[string]string{}
	for _, l := range lines {
		if l.text != "" {
			fields = append(fields, map[string]string{"name": l.name, "label": l.label, "text": l.text})
		}
	}
	text := map[string]any{"title": p.Title, "fields": fields}
	var err error
	if p.Text, p.TextHash, err = json1505(text); err != nil || p.PublishedOn == nil {
		return err
	}
	p.Record, p.RecordHash, err = json1505(map[string]any{
		"format": "publication/1", "id": p.ID, "kind": p.Kind, "topic": p.Topic, "series": p.Series,
		"subject": map[string]string{"name": p.EnterpriseName, "uscc": p.USCC, "area_code": p.AreaCode},
		"text":    text, "source": p.Source, "basis": p.Basis, "formed_on": day1505(p.FormedOn), "published_on": day1505(p.PublishedOn),
		"earliest_end": day1505(p.EarliestEnd), "ends_on": day1505(p.EndsOn), "edition": 1, "corrects": "", "correct_reason": "",
		"mask_policy": p.MaskPolicy, "contact": "", "objection": "",
	})
	return err
}

// keep adds the publications that are not there yet, so that a step cut off goes on where it was.
func keep1505(db *gorm.DB, rows []publication1505) error {
	for _, row := range rows {
		var there int64
		if err := db.Table("publications").Where("id = ?", row.ID).Count(&there).Error; err != nil {
			return fmt.Errorf("keep what was public: %w", err)
		}
		if there > 0 {
			continue
		}
		if err := db.Table("publications").Create(&row).Error; err != nil {
			return fmt.Errorf("keep what was public: %w", err)
		}
	}
	return nil
}

func short1505(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(most, len(runes))])
}

var penaltyKinds1505 = map[string]string{
	"warning": "警告", "criticism": "通报批评", "fine": "罚款", "confiscation": "没收违法所得、没收非法财物",
	"suspension": "责令停业整顿", "restriction": "限制开展经营活动、限制从业", "revocation": "吊销许可证件",
}

var classes1505 = map[string]string{"slight": "轻微", "general": "一般", "grave": "严重"}

func yuan1505(fen int64) string {
	switch {
	case fen == 0:
		return ""
	case fen%100 == 0:
		return fmt.Sprintf("%d元", fen/100)
	}
	return fmt.Sprintf("%d.%02d元", fen/100, fen%100)
}

// publicPenalties turns the notices of penalties into publications of the same ids: what is
// public stays public, what was proposed is a draft that goes through the reviews.
func publicPenalties(db *gorm.DB) error {
	if !db.Migrator().HasTable("penalty_notices") {
		return nil
	}
	states := map[string]string{"proposed": "draft", "published": "published", "withdrawn": "withdrawn", "ended": "ended"}
	for after := ""; ; {
		var notices []penaltyNotice0602
		if err := db.Table("penalty_notices").Where("id > ?", after).Order("id").Limit(500).Find(&notices).Error; err != nil {
			return fmt.Errorf("notices of penalties: %w", err)
		}
		if len(notices) == 0 {
			return nil
		}
		rows := make([]publication1505, 0, len(notices))
		for _, n := range notices {
			p := publication1505{
				ID: n.ID, Kind: "penalty", SubjectID: n.PenaltyID, EnterpriseID: n.EnterpriseID, EnterpriseName: n.EnterpriseName, USCC: n.USCC,
				AreaCode: n.AreaCode, SearchText: n.SearchText, Title: short1505("行政处罚："+n.EnterpriseName+"（"+n.DocumentNo+"）", 200), Topic: n.Kind,
				Source: n.DocumentNo, Basis: n.Basis, Written: n.Summary, PublishReason: n.PublishReason, MaskPolicy: mask1505, Masked: "[]",
				FormedOn: n.DecidedOn, EarliestEnd: n.EarliestEnd, EndsOn: n.EndsOn, Status: states[n.Status], Drafters: n.Proposers,
				ApprovedBy: n.ApprovedBy, PublishedOn: n.PublishedOn, LeaveReason: n.WithdrawReason, Edition: 1, Demo: n.Demo, Version: n.Version,
				CreatedAt: n.CreatedAt, UpdatedAt: n.UpdatedAt,
			}
			switch n.Status {
			case "proposed", "published":
				live := "penalty:" + n.PenaltyID
				p.LiveKey = &live
			case "withdrawn":
				p.LeftOn = n.WithdrawnOn
				if n.PublishedOn == nil {
					p.Status = "discarded"
				}
			case "ended":
				p.LeftOn, p.LeaveReason = n.EndsOn, "公示期满"
			}
			if n.PublishedOn != nil {
				at := n.PublishedOn.UTC().Add(-8 * time.Hour) // the day began then in Shanghai
				p.PublishedAt = &at
			}
			if p.LeftOn != nil && n.PublishedOn != nil {
				at := p.LeftOn.UTC().Add(-8 * time.Hour)
				p.LeftAt = &at
			}
			err := p.write([]line1505{
				{"document_no", "决定书文号", n.DocumentNo}, {"decided_on", "决定日期", chinese1505(n.DecidedOn)},
				{"kind", "处罚种类", penaltyKinds1505[n.Kind]}, {"amount", "罚没金额", yuan1505(n.AmountFen)}, {"facts", "违法事实", n.Summary},
				{"basis", "处罚依据", n.Basis}, {"class", "失信类别", classes1505[n.PublicityClass]},
			})
			if err != nil {
				return err
			}
			rows, after = append(rows, p), n.ID
		}
		if err := keep1505(db, rows); err != nil {
			return err
		}
	}
}

var sides1505 = map[string]string{"red": "诚信红榜", "black": "诚信黑榜"}

// publicEntries keeps public what of the lists is public, under the ids of the entries.
func publicEntries(db *gorm.DB) error {
	for after := ""; ; {
		var entries []entry1505
		err := db.Table("edition_entries").Joins("JOIN editions ON editions.id = edition_entries.edition_id").
			Select("edition_entries.id, edition_entries.enterprise_id, edition_entries.enterprise_name, edition_entries.uscc, edition_entries.area_code,"+
				" edition_entries.list, edition_entries.reasons, edition_entries.published_on, edition_entries.ends_on, edition_entries.demo,"+
				" edition_entries.created_at, edition_entries.updated_at, editions.number, editions.title, editions.as_of, editions.approved_by, editions.reviewed_by").
			Where("edition_entries.status = 'published' AND edition_entries.id > ?", after).Order("edition_entries.id").Limit(500).Find(&entries).Error
		if err != nil {
			return fmt.Errorf("public entries: %w", err)
		}
		if len(entries) == 0 {
			return nil
		}
		rows := make([]publication1505, 0, len(entries))
		for _, e := range entries {
			live, title := "list_entry:"+e.ID, short1505(e.EnterpriseName+"列入"+sides1505[e.List], 200)
			p := publication1505{
				ID: e.ID, Kind: "list_entry", SubjectID: e.ID, LiveKey: &live, EnterpriseID: e.EnterpriseID, EnterpriseName: e.EnterpriseName, USCC: e.USCC,
				AreaCode: e.AreaCode, SearchText: strings.ToLower(e.EnterpriseName + "|" + e.USCC + "|" + title), Title: title, Topic: e.List, Series: e.Number,
				Source: e.Title, Basis: "《重庆市邮政条例》关于诚信经营考核与公告的规定", MaskPolicy: mask1505, Masked: "[]", FormedOn: e.PublishedOn,
				EndsOn: e.EndsOn, Status: "published", ApprovedBy: e.ApprovedBy, PublishedOn: e.PublishedOn, Edition: 1, Demo: e.Demo, Version: 1, Drafters: e.ReviewedBy,
				CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
			}
			if e.EndsOn != nil { // an entry was shown on its last day too
				ends := e.EndsOn.AddDate(0, 0, 1)
				p.EndsOn = &ends
			}
			if e.PublishedOn != nil {
				at := e.PublishedOn.UTC().Add(-8 * time.Hour)
				p.PublishedAt = &at
			}
			err := p.write([]line1505{
				{"list", "榜别", sides1505[e.List]}, {"reasons", "列入理由", e.Reasons}, {"as_of", "评价截至", chinese1505(e.AsOf)}, {"edition", "期次", e.Title},
			})
			if err != nil {
				return err
			}
			rows, after = append(rows, p), e.ID
		}
		if err := keep1505(db, rows); err != nil {
			return err
		}
	}
}

// shortDays1505 writes the days as the program does and compares them: SQLite keeps them as texts.
func shortDays1505(db *gorm.DB) error {
	if db.Name() == "mysql" {
		return nil
	}
	for _, column := range []string{"formed_on", "earliest_end", "ends_on", "published_on", "left_on"} {
		if err := db.Exec("UPDATE publications SET " + column + " = substr(" + column + ", 1, 10) WHERE length(" + column + ") > 10").Error; err != nil {
			return fmt.Errorf("days of publications: %w", err)
		}
	}
	return nil
}

// dropTable takes a table away whose rows are kept elsewhere.
func dropTable(table string) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		if !db.Migrator().HasTable(table) {
			return nil
		}
		if err := db.Exec("DROP TABLE " + table).Error; err != nil {
			return fmt.Errorf("drop %s: %w", table, err)
		}
		return nil
	}
}

var publications = []Step{
	{1505, "publications", create("publications", &publication1505{})},
	{1506, "publications of penalties", publicPenalties},
	{1507, "publications of list entries", publicEntries},
	{1508, "penalty_notices", dropTable("penalty_notices")},
	{1509, "days of publications", shortDays1505},
}
