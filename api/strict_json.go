package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"yijian/model"
)

// strictJSON refuses what decoders disagree about: invalid UTF-8, a key given
// twice, anything after the value, and nesting deeper than 32.
func strictJSON(raw []byte) error {
	if !utf8.Valid(raw) {
		return model.Fail(model.Malformed, "body.not_utf8", "请求内容不是 UTF-8 文本")
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := walkJSON(decoder, 0); err != nil {
		var known *model.Error
		if errors.As(err, &known) {
			return known
		}
		return model.Fail(model.Malformed, "body.malformed", "请求内容不是完整的 JSON")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return model.Fail(model.Malformed, "body.trailing", "JSON 之后还有多余内容")
	}
	return nil
}

const maxDepth = 32

func walkJSON(decoder *json.Decoder, depth int) error {
	if depth > maxDepth {
		return model.Fail(model.Malformed, "body.too_deep", "JSON 嵌套过深")
	}
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for decoder.More() {
		if open == '{' {
			key, err := decoder.Token()
			if err != nil {
				return err
			}
			name, _ := key.(string)
			if seen[name] {
				return &model.Error{Kind: model.Malformed, Reason: "body.duplicate_key", Detail: "JSON 中有重复的字段",
					Fields: []model.FieldError{{Pointer: "/" + name, Reason: "duplicate", Detail: "字段重复"}}}
			}
			seen[name] = true
		}
		if err := walkJSON(decoder, depth+1); err != nil {
			return err
		}
	}
	_, err = decoder.Token()
	return err
}
