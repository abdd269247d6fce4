package strict

import (
	"reflect"
	"strconv"
	"strings"

	"yijian/model"
	"yijian/policy/canonical"
)

// enough is where reading stops: a document with that many mistakes is another document.
const enough = 100

// Decode fills the struct that into points at, by its json tags. Every key is
// required, every other key a problem; only pointers may be null. Lists are
// never nil afterwards. The problems carry their lines.
func Decode(root *Node, into any) model.FieldErrors {
	d := decoder{shapes: map[reflect.Type]shape{}}
	d.value(root, reflect.ValueOf(into).Elem())
	return d.problems
}

type decoder struct {
	at       []step
	problems model.FieldErrors
	shapes   map[reflect.Type]shape
}

// step is one step of the JSON pointer: a key, or an index in a list.
type step struct {
	key    string
	index  int
	inList bool
}

// shape is the keys of a struct, by name and in order.
type shape struct {
	index map[string]int
	names []string
}

func (d *decoder) refuse(line int, reason, detail string) {
	if len(d.problems) < enough {
		d.problems.Add(d.pointer(), reason, onLine(line, detail))
	}
}

func (d *decoder) pointer() string {
	var out strings.Builder
	for _, s := range d.at {
		out.WriteByte('/')
		if s.inList {
			out.WriteString(strconv.Itoa(s.index))
		}
		out.WriteString(escapePointer.Replace(s.key))
	}
	return out.String()
}

func (d *decoder) value(n *Node, v reflect.Value) {
	if v.Type() == reflect.TypeFor[model.Date]() {
		d.date(n, v)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if n.Kind != Null {
			v.Set(reflect.New(v.Type().Elem()))
			d.value(n, v.Elem())
		}
	case reflect.Struct:
		d.object(n, v)
	case reflect.Slice:
		d.array(n, v)
	case reflect.String:
		if d.is(n, Text) {
			v.SetString(n.Text)
		}
	case reflect.Int64:
		d.integer(n, v)
	case reflect.Bool:
		if d.is(n, Bool) {
			v.SetBool(n.Text == "true")
		}
	default:
		panic("strict: no document holds a " + v.Type().String())
	}
}

func (d *decoder) is(n *Node, want Kind) bool {
	if n.Kind != want {
		d.refuse(n.Line, "wrong_type", "这里应当是"+string(want)+"，不是"+string(n.Kind))
	}
	return n.Kind == want
}

func (d *decoder) integer(n *Node, v reflect.Value) {
	if !d.is(n, Number) {
		return
	}
	if strings.HasPrefix(n.Text, "-") {
		d.refuse(n.Line, "negative", "不能是负数："+n.Text)
		return
	}
	i, err := strconv.ParseInt(n.Text, 10, 64)
	if err != nil || i > canonical.MaxInteger || strconv.FormatInt(i, 10) != n.Text {
		d.refuse(n.Line, "not_integer", "必须是小于 2^53 的整数："+n.Text)
		return
	}
	v.SetInt(i)
}

func (d *decoder) date(n *Node, v reflect.Value) {
	if !d.is(n, Text) {
		return
	}
	date, err := model.ParseDate(n.Text)
	if err != nil {
		d.refuse(n.Line, "bad_date", "日期必须写作 YYYY-MM-DD："+n.Text)
		return
	}
	v.Set(reflect.ValueOf(date))
}

func (d *decoder) array(n *Node, v reflect.Value) {
	if !d.is(n, Array) {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items)))
	for i, item := range n.Items {
		d.at = append(d.at, step{index: i, inList: true})
		d.value(item, v.Index(i))
		d.at = d.at[:len(d.at)-1]
	}
}

func (d *decoder) object(n *Node, v reflect.Value) {
	if !d.is(n, Object) {
		return
	}
	s := d.shape(v.Type())
	seen := make([]bool, v.NumField())
	for _, member := range n.Members {
		field, known := s.index[member.Key]
		d.at = append(d.at, step{key: member.Key})
		switch {
		case !known:
			d.refuse(member.Line, "unknown_key", "不认识的键："+member.Key)
		case seen[field]:
			d.refuse(member.Line, "duplicate_key", "重复的键："+member.Key)
		default:
			seen[field] = true
			d.value(member.Value, v.Field(field))
		}
		d.at = d.at[:len(d.at)-1]
	}
	for field, name := range s.names {
		if !seen[field] {
			d.refuse(n.Line, "missing_key", "缺少键："+name)
		}
	}
}

func (d *decoder) shape(t reflect.Type) shape {
	if s, known := d.shapes[t]; known {
		return s
	}
	s := shape{index: map[string]int{}}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		s.index[name] = i
		s.names = append(s.names, name)
	}
	d.shapes[t] = s
	return s
}
