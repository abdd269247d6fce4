package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"yijian/model"
	"yijian/store"
)

// auditSpeaker says audit rows in words. It asks for each name once, and only for names
// that the reader may know; it keeps the first error.
type auditSpeaker struct {
	ctx   context.Context
	desk  *Desk
	actor model.Actor
	scope store.Scope // of the audit trail
	units map[model.UnitID]model.UnitRecord
	areas map[string]model.AreaRecord
	names map[auditKey]string
	err   error
}

type auditKey struct {
	noun model.Noun
	id   string
}

func (d *Desk) auditSpeaker(ctx context.Context, actor model.Actor, scope store.Scope) *auditSpeaker {
	s := &auditSpeaker{ctx: ctx, desk: d, actor: actor, scope: scope, names: map[auditKey]string{}}
	s.units, s.err = d.Store.UnitsByID(ctx)
	if s.err == nil {
		s.areas, s.err = d.Store.AreasByCode(ctx)
	}
	return s
}

// unnamed stands for an id whose name the reader does not learn here.
const unnamed = "（名称未知）"

// silent are columns that tell people nothing: ids, counters and what only searches use.
var silent = []string{"id", "version", "created_at", "updated_at", "search_text", "demo", "record_id", "subject_id"}

// maxNamedRecords bounds the names that an export keeps in memory.
const maxNamedRecords = 20_000

func (s *auditSpeaker) line(row model.AuditEntry) model.AuditLine {
	before, after := sideOf(row.Before), sideOf(row.After)
	status := ""
	if row.Before != "" {
		status, _ = after["status"].(string)
		status = cmp.Or(status, model.ChangedStamp)
	}
	words := s.desk.Access.Words
	return model.AuditLine{
		AuditEntry: row, ActTitle: words.Act(words.Present(row.Act, row.Noun, status)), NounTitle: words.Noun(row.Noun),
		RecordName: s.nameOf(row, true), Changes: s.changes(row.Noun, before, after),
	}
}

func sideOf(text string) map[string]any {
	side := map[string]any{}
	read := json.NewDecoder(strings.NewReader(text))
	read.UseNumber()
	if text == "" || read.Decode(&side) != nil {
		return nil
	}
	return side
}

// nameOf is what the row's record was called then: by its own values, or by those of the
// newest row about it until then.
func (s *auditSpeaker) nameOf(row model.AuditEntry, further bool) string {
	shape := auditShapes[row.Noun]
	side := sideOf(row.After)
	if side == nil {
		side = sideOf(row.Before)
	}
	_, types := jsonFields(shape.row)
	var parts []string
	for _, key := range shape.named {
		said := ""
		if key != "@" {
			said = s.said(spoken{row.Noun, key, types[key], false}, side[key])
		} else if further {
			noun, _ := side["noun"].(string)
			id, _ := side["record_id"].(string)
			said = s.recordThen(cmp.Or(shape.of, model.Noun(noun)), id, row.ID)
		}
		if said != "" && said != unnamed {
			parts = append(parts, said)
		}
	}
	if len(parts) == 0 && further && row.RecordID != "" {
		return s.recordThen(row.Noun, row.RecordID, row.ID)
	}
	return strings.Join(parts, " · ")
}

// recordThen is what another record was called in the newest row about it until the row.
func (s *auditSpeaker) recordThen(noun model.Noun, id, until string) string {
	if noun == "" || id == "" || s.err != nil {
		return ""
	}
	key := auditKey{"@" + noun, id}
	if name, known := s.names[key]; known {
		return name
	}
	page, err := s.desk.Store.AuditEntries(s.ctx, s.scope, store.Query{
		Filter: map[string]string{"noun": string(noun), "record_id": id, "until": until}, Limit: 1,
	})
	if s.err = err; err != nil || len(page.Items) == 0 {
		return ""
	}
	return s.keep(key, s.nameOf(page.Items[0], false))
}

func (s *auditSpeaker) keep(key auditKey, name string) string {
	if len(s.names) >= maxNamedRecords {
		clear(s.names)
	}
	s.names[key] = name
	return name
}

// changes are the fields that differ, those of the record first and in its order; of a new
// or removed record everything that it holds.
func (s *auditSpeaker) changes(noun model.Noun, before, after map[string]any) []model.AuditChange {
	changes := []model.AuditChange{}
	order, types := jsonFields(auditShapes[noun].row)
	var others []string
	for _, side := range []map[string]any{before, after} {
		for key := range side {
			if types[key] == nil && !slices.Contains(others, key) {
				others = append(others, key)
			}
		}
	}
	slices.Sort(others)
	isChange := before != nil && after != nil
	for _, key := range append(order, others...) {
		if slices.Contains(silent, key) || reflect.DeepEqual(before[key], after[key]) {
			continue
		}
		column := spoken{noun, key, types[key], true}
		change := model.AuditChange{
			Field: key, Title: s.desk.Access.Words.Column(key), Before: s.said(column, before[key]), After: s.said(column, after[key]),
		}
		if !isChange && (isNothing(before[key]) && isNothing(after[key])) || change.Before == "" && change.After == "" {
			continue
		}
		changes = append(changes, change)
	}
	return changes
}

func isNothing(value any) bool {
	list, isList := value.([]any)
	return value == nil || value == "" || value == false || isList && len(list) == 0
}

// spoken is a column whose value is said: of which noun, its name and its type, if known,
// and whether as a value of its own, where "no" is worth saying.
type spoken struct {
	noun model.Noun
	key  string
	kind reflect.Type
	bare bool
}

// said is a value in words, "" for nothing.
func (s *auditSpeaker) said(column spoken, value any) string {
	for column.kind != nil && column.kind.Kind() == reflect.Pointer {
		column.kind = column.kind.Elem()
	}
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "是"
		}
		return map[bool]string{true: "否"}[column.bare]
	case json.Number:
		return numberSaid(column.key, v)
	case string:
		return s.textSaid(column, v)
	case []any:
		return s.listSaid(column, v)
	case map[string]any:
		return s.recordSaid(column, v)
	}
	return fmt.Sprint(value)
}

func (s *auditSpeaker) listSaid(column spoken, values []any) string {
	if column.kind != nil && column.kind.Kind() == reflect.Slice {
		column.kind = column.kind.Elem()
	}
	separator, all := "、", make([]string, 0, len(values))
	for _, value := range values {
		if _, isRecord := value.(map[string]any); isRecord {
			separator = "\n"
		}
		all = append(all, s.said(column, value))
	}
	return strings.Join(all, separator)
}

func (s *auditSpeaker) recordSaid(column spoken, value map[string]any) string {
	switch column.kind {
	case reflect.TypeFor[model.FieldChange]():
		return s.changeSaid(column, value)
	case reflect.TypeFor[model.PublicField]():
		return fmt.Sprint(value["label"]) + "：" + fmt.Sprint(value["text"])
	}
	order, types := jsonFields(column.kind)
	for _, key := range slices.Sorted(maps.Keys(value)) {
		if types[key] == nil {
			order = append(order, key)
		}
	}
	var all []string
	for _, key := range order {
		if said := s.said(spoken{column.noun, key, types[key], true}, value[key]); said != "" && !slices.Contains(silent, key) {
			all = append(all, s.desk.Access.Words.Column(key)+"："+said)
		}
	}
	return strings.Join(all, "；")
}

// changeSaid says what a change of an end point makes of one of its fields.
func (s *auditSpeaker) changeSaid(column spoken, value map[string]any) string {
	field := fmt.Sprint(value["field"])
	_, types := jsonFields(reflect.TypeFor[model.EndPoint]())
	of := spoken{"endpoints", field, types[field], column.bare}
	return s.desk.Access.Words.ColumnOf("endpoints", field) + "：" + cmp.Or(s.said(of, value["from"]), "无") + " → " + cmp.Or(s.said(of, value["to"]), "无")
}

// numberSaid says a number with its unit.
func numberSaid(key string, number json.Number) string {
	digits, unit := pointed(key, number)
	return digits + unit
}

// pointing is how many digits of a column stand behind the point, and its unit.
func pointing(key string) (places int, unit string) {
	switch {
	case strings.HasSuffix(key, "_fen"):
		return 2, " 元"
	case strings.HasSuffix(key, "_micro"):
		return 6, "°"
	case key == "score":
		return 2, ""
	}
	return 0, ""
}

// pointed points money and degrees, by digits, so that nothing is rounded.
func pointed(key string, number json.Number) (digits, unit string) {
	text := number.String()
	places, unit := pointing(key)
	if _, err := number.Int64(); err != nil || places == 0 {
		return text, ""
	}
	digits, isNegative := strings.CutPrefix(text, "-")
	digits = strings.Repeat("0", max(0, places+1-len(digits))) + digits
	return map[bool]string{true: "-"}[isNegative] + digits[:len(digits)-places] + "." + digits[len(digits)-places:], unit
}

var idText = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func (s *auditSpeaker) textSaid(column spoken, text string) string {
	if text == "" {
		return ""
	}
	words := s.desk.Access.Words
	switch column.key {
	case "area_code", "areas":
		return cmp.Or(s.areas[text].Name, words.Value("licences.areas", text))
	case "waybill_no":
		return "运单尾号 " + string([]rune(text)[max(0, len([]rune(text))-4):])
	case "permissions", "act":
		return words.Act(text)
	case "noun":
		return words.Noun(model.Noun(text))
	case "fields":
		return words.Column(text)
	case "topic":
		return s.topicSaid(text)
	}
	switch column.kind {
	case reflect.TypeFor[model.UnitID]():
		return cmp.Or(s.units[model.UnitID(text)].Name, unnamed)
	case reflect.TypeFor[model.CountID]():
		return countSaid(model.CountID(text))
	case reflect.TypeFor[model.Phone]():
		return model.Phone(text).String()
	case reflect.TypeFor[model.IDNumber]():
		return model.IDNumber(text).String()
	case reflect.TypeFor[model.PersonName]():
		return model.PersonName(text).String()
	case reflect.TypeFor[model.Email]():
		return model.Email(text).String()
	}
	if ref, isRef := auditRefs[column.kind]; isRef {
		return s.recordNow(ref.noun, text)
	}
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return momentWords(at)
	}
	if idText.MatchString(text) {
		if strings.HasSuffix(column.key, "_by") {
			return s.recordNow("users", text)
		}
		return unnamed
	}
	kind := string(column.noun) + "." + column.key
	if column.kind != nil && words.HasValues(column.kind.Name()) {
		kind = column.kind.Name()
	}
	return words.Value(kind, text)
}

// topicKinds are what the topics of publications are values of.
var topicKinds = []string{"CreditList", "PenaltyKind", "ResultCode", "TaskPlanStatus", "RuleTextKind", "PublicationKind", "publications.topic"}

func (s *auditSpeaker) topicSaid(text string) string {
	for _, kind := range topicKinds {
		if said := s.desk.Access.Words.Value(kind, text); said != text {
			return said
		}
	}
	return text
}

// recordNow is what the record with the id is called, for a reader who may know it.
func (s *auditSpeaker) recordNow(noun model.Noun, id string) string {
	key := auditKey{noun, id}
	if name, known := s.names[key]; known || s.err != nil {
		return name
	}
	name := ""
	for _, ref := range auditRefs {
		if ref.noun != noun {
			continue
		}
		if scope, err := s.desk.Scope(s.actor, ref.read); err == nil {
			name, s.err = s.desk.Store.NameOf(s.ctx, noun, scope, id)
		}
	}
	return s.keep(key, cmp.Or(name, unnamed))
}
