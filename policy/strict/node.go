// Package strict reads documents that count word for word: rulebooks, bundles,
// tables. Every key must be known, present and given once, every number a whole
// number below 2^53; what is wrong is told with its line. It knows no subject.
package strict

import (
	"strconv"
	"strings"

	"yijian/model"
)

// Kind is the kind of a value in a document.
type Kind string

// The kinds of values. A Number keeps its text: only the reader of the field knows what it may be.
const (
	Object Kind = "对象"
	Array  Kind = "列表"
	Text   Kind = "文本"
	Number Kind = "数字"
	Bool   Kind = "真假值"
	Null   Kind = "空值"
)

// Node is one value of a document with the line it begins on.
type Node struct {
	Line    int
	Kind    Kind
	Text    string // of a Text, Number or Bool
	Items   []*Node
	Members []Member
}

// Member is one key of an object with its value; an object may hold a key twice until it is decoded.
type Member struct {
	Key   string
	Line  int
	Value *Node
}

// MaxDepth is how deep values may nest; every format of the product needs far less.
const MaxDepth = 32

// LineOf returns the line of the value at the JSON pointer, or that of its nearest parent.
func (n *Node) LineOf(pointer string) int {
	at := n
	for _, step := range strings.Split(pointer, "/")[1:] {
		next := at.child(step)
		if next == nil {
			break
		}
		at = next
	}
	return at.Line
}

func (n *Node) child(step string) *Node {
	if i, err := strconv.Atoi(step); n.Kind == Array && err == nil && i >= 0 && i < len(n.Items) {
		return n.Items[i]
	}
	for _, member := range n.Members {
		if escapePointer.Replace(member.Key) == step {
			return member.Value
		}
	}
	return nil
}

var escapePointer = strings.NewReplacer("~", "~0", "/", "~1")

// Located returns the problems, each with its line in the document put before its detail.
func (n *Node) Located(problems model.FieldErrors) model.FieldErrors {
	located := make(model.FieldErrors, len(problems))
	for i, p := range problems {
		located[i] = model.FieldError{Pointer: p.Pointer, Reason: p.Reason, Detail: onLine(n.LineOf(p.Pointer), p.Detail)}
	}
	return located
}

// Refusal returns nil when there are no problems, else one Malformed error that leads with the first.
func Refusal(reason string, problems model.FieldErrors) error {
	if len(problems) == 0 {
		return nil
	}
	first := problems[0]
	return &model.Error{Kind: model.Malformed, Reason: reason, Detail: first.Pointer + " " + first.Detail, Fields: problems}
}

// Unreadable is the problem of a document that breaks its own syntax at the line.
func Unreadable(line int, detail string) model.FieldErrors {
	return model.FieldErrors{{Pointer: "", Reason: "syntax", Detail: onLine(line, detail)}}
}

func onLine(line int, detail string) string {
	return "第 " + strconv.Itoa(line) + " 行：" + detail
}
