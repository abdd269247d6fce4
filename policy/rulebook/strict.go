package rulebook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// decodeStrict reads exactly one document without unknown or doubled keys.
func decodeStrict(text []byte, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict())
	if err := decoder.Decode(into); err != nil {
		return err
	}
	var more any
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return fmt.Errorf("more than one document")
	}
	return nil
}

// whole is an integer written as one. The YAML library would cut 2.5 down to 2
// for a plain int.
type whole int

// UnmarshalYAML refuses fractions, exponents, quotes and everything else but digits and a sign.
func (w *whole) UnmarshalYAML(text []byte) error {
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return fmt.Errorf("%q is not a whole number", text)
	}
	*w = whole(n)
	return nil
}
