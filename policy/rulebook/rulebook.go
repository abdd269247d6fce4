// Package rulebook holds what officials may change: dated rulebooks as YAML,
// strictly decoded. The embedded ones are only the first versions; adopted
// versions are stored rows, parsed by the same functions.
package rulebook

import (
	_ "embed"

	"yijian/model"
	"yijian/policy/canonical"
	"yijian/policy/strict"
)

//go:embed example-2026.yaml
var example2026 []byte

// Version is the format that rulebooks are written in.
const Version = "rulebook/1"

// Current returns the embedded rulebook, the 示例模型 used until the bureau adopts its own, with its hash.
func Current() (model.Rulebook, string, error) { return Parse(example2026) }

// Source returns the text of the embedded rulebook.
func Source() []byte { return append([]byte(nil), example2026...) }

// Parse reads a rulebook from YAML and returns it with the SHA-256 of its RFC
// 8785 form. A text that is not exactly a rulebook is refused as Malformed,
// with the line and reason of each mistake.
func Parse(text []byte) (model.Rulebook, string, error) {
	root, problems := Read(text)
	return decode(root, problems)
}

// ParseJSON reads a rulebook from JSON as strictly as Parse.
func ParseJSON(text []byte) (model.Rulebook, string, error) {
	root, problems := strict.JSON(text)
	return decode(root, problems)
}

// Hash returns the SHA-256 of the rulebook's RFC 8785 form in lower-case hex.
func Hash(book model.Rulebook) (string, error) { return canonical.Hash(book) }

func decode(root *strict.Node, problems model.FieldErrors) (model.Rulebook, string, error) {
	var book model.Rulebook
	if len(problems) == 0 {
		problems = strict.Decode(root, &book)
	}
	if len(problems) == 0 {
		problems = root.Located(Problems(book))
	}
	if len(problems) > 0 {
		return model.Rulebook{}, "", strict.Refusal("rulebook.malformed", problems)
	}
	hash, err := Hash(book)
	return book, hash, err
}
