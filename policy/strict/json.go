package strict

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"yijian/model"
)

// JSON reads one JSON document and nothing after it; text that is not valid Unicode is refused.
func JSON(data []byte) (*Node, model.FieldErrors) {
	if !utf8.Valid(data) {
		return nil, Unreadable(1, "不是有效的 UTF-8 文本")
	}
	r := jsonReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data)), line: 1}
	r.decoder.UseNumber()
	root, problem := r.next(0)
	if problem != "" {
		return nil, Unreadable(r.line, problem)
	}
	if _, err := r.decoder.Token(); err != io.EOF {
		return nil, Unreadable(r.line, "文档结束后还有内容")
	}
	return root, nil
}

type jsonReader struct {
	data    []byte
	decoder *json.Decoder
	offset  int // end of the last token
	line    int
}

// token returns the next token with its source text; the source may begin with white space and separators.
func (r *jsonReader) token() (json.Token, []byte, string) {
	token, err := r.decoder.Token()
	end := int(r.decoder.InputOffset())
	source := r.data[r.offset:end]
	r.line += bytes.Count(source, []byte{'\n'})
	r.offset = end
	if err == io.EOF {
		return nil, nil, "文档没有写完"
	}
	if err != nil {
		return nil, nil, "不符合 JSON 语法"
	}
	return token, source, ""
}

func (r *jsonReader) next(depth int) (*Node, string) {
	token, source, problem := r.token()
	if problem != "" {
		return nil, problem
	}
	node := &Node{Line: r.line}
	switch token := token.(type) {
	case nil:
		node.Kind = Null
	case bool:
		node.Kind, node.Text = Bool, strconv.FormatBool(token)
	case json.Number:
		node.Kind, node.Text = Number, string(token)
	case string:
		node.Kind, node.Text = Text, token
		if loneSurrogate(token, source) {
			return nil, "文本含有不成对的代理字符"
		}
	case json.Delim:
		if depth == MaxDepth {
			return nil, "嵌套过深"
		}
		return node, r.fill(node, token, depth+1)
	}
	return node, ""
}

func (r *jsonReader) fill(node *Node, opening json.Delim, depth int) string {
	node.Kind = Array
	if opening == '{' {
		node.Kind = Object
	}
	for r.decoder.More() {
		if node.Kind == Array {
			item, problem := r.next(depth)
			if problem != "" {
				return problem
			}
			node.Items = append(node.Items, item)
			continue
		}
		key, source, problem := r.token()
		if problem != "" {
			return problem
		}
		name, isText := key.(string)
		if !isText || loneSurrogate(name, source) {
			return "键不是有效的文本"
		}
		member := Member{Key: name, Line: r.line}
		if member.Value, problem = r.next(depth); problem != "" {
			return problem
		}
		node.Members = append(node.Members, member)
	}
	_, _, problem := r.token()
	return problem
}

// loneSurrogate reports an escape such as \ud800 alone, which encoding/json
// would silently turn into U+FFFD, and so into another text with another hash.
func loneSurrogate(decoded string, source []byte) bool {
	if !strings.ContainsRune(decoded, utf8.RuneError) {
		return false
	}
	for i := 0; i+1 < len(source); {
		switch {
		case source[i] != '\\':
			i++
		case source[i+1] != 'u':
			i += 2
		case isUnit(source[i:], "89ab") && isUnit(source[min(i+6, len(source)):], "cdef"):
			i += 12
		case isUnit(source[i:], "89abcdef"):
			return true
		default:
			i += 6
		}
	}
	return false
}

// isUnit reports an escape \udXyz whose X is among the digits.
func isUnit(source []byte, digits string) bool {
	escape := strings.ToLower(string(source[:min(6, len(source))]))
	return len(escape) == 6 && strings.HasPrefix(escape, `\ud`) && strings.ContainsRune(digits, rune(escape[3]))
}
