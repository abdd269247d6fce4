package rulebook

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"yijian/model"
	"yijian/policy/strict"
)

// Read reads one YAML document of plain values: no anchors, aliases, tags or
// merge keys, so that the text says everything that it means.
func Read(text []byte) (root *strict.Node, problems model.FieldErrors) {
	if !utf8.Valid(text) {
		return nil, strict.Unreadable(1, "不是有效的 UTF-8 文本")
	}
	if len(text) > maxText || opensTooDeep(text) {
		return nil, strict.Unreadable(1, "文本过长或嵌套过深")
	}
	defer func() { // the parser has panicked on broken input before; adopted text comes from people
		if failure := recover(); failure != nil {
			root, problems = nil, strict.Unreadable(1, fmt.Sprintf("不符合 YAML 语法：%v", failure))
		}
	}()
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxProblem(err)
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return nil, strict.Unreadable(1, "必须恰好有一个 YAML 文档")
	}
	r := yamlReader{}
	root = r.node(file.Docs[0].Body, 0)
	return root, r.problems
}

// maxText is far more than any rulebook needs.
const maxText = 1 << 16

// opensTooDeep counts brackets before the parser sees them, because its time
// grows with the square of the depth. Brackets in text count too: no text needs that many.
func opensTooDeep(text []byte) bool {
	depth := 0
	for _, c := range text {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth > strict.MaxDepth {
			return true
		}
	}
	return false
}

func syntaxProblem(err error) model.FieldErrors {
	var located yaml.Error
	if errors.As(err, &located) && located.GetToken() != nil {
		return strict.Unreadable(located.GetToken().Position.Line, "不符合 YAML 语法："+located.GetMessage())
	}
	return strict.Unreadable(1, "不符合 YAML 语法")
}

type yamlReader struct {
	problems model.FieldErrors
}

func (r *yamlReader) refuse(line int, detail string) {
	r.problems = append(r.problems, strict.Unreadable(line, detail)...)
}

func (r *yamlReader) node(from ast.Node, depth int) *strict.Node {
	node := &strict.Node{Line: from.GetToken().Position.Line}
	if depth > strict.MaxDepth {
		r.refuse(node.Line, "嵌套过深")
		return node
	}
	switch from := from.(type) {
	case *ast.NullNode:
		node.Kind = strict.Null
	case *ast.BoolNode:
		node.Kind, node.Text = strict.Bool, fmt.Sprint(from.Value)
	case *ast.IntegerNode:
		node.Kind, node.Text = strict.Number, from.Token.Value
	case *ast.FloatNode:
		node.Kind, node.Text = strict.Number, from.Token.Value
	case *ast.StringNode:
		node.Kind, node.Text = strict.Text, from.Value
	case *ast.LiteralNode:
		node.Kind, node.Text = strict.Text, from.Value.Value
	case *ast.SequenceNode:
		node.Kind = strict.Array
		for _, item := range from.Values {
			node.Items = append(node.Items, r.node(item, depth+1))
		}
	case *ast.MappingNode:
		node.Kind = strict.Object
		for _, member := range from.Values {
			r.member(node, member, depth)
		}
	case *ast.MappingValueNode:
		node.Kind = strict.Object
		r.member(node, from, depth)
	default:
		r.refuse(node.Line, "这里不能使用 YAML 的 "+from.Type().String())
	}
	return node
}

func (r *yamlReader) member(node *strict.Node, from *ast.MappingValueNode, depth int) {
	line := from.Key.GetToken().Position.Line
	key, plain := from.Key.(*ast.StringNode)
	if !plain {
		r.refuse(line, "键必须是文本")
		return
	}
	node.Members = append(node.Members, strict.Member{Key: key.Value, Line: line, Value: r.node(from.Value, depth+1)})
}
