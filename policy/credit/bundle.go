package credit

import (
	"bytes"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/canonical"
	"yijian/policy/rulebook"
	"yijian/policy/strict"
)

// Version is the format of bundles.
const Version = "credit/1"

// Bundle rates the subjects and returns the complete record of it, with the
// subjects in id order and no list nil, ready for its canonical form.
func Bundle(edition string, book model.Rulebook, asOf model.Date, subjects []model.CreditSubject) (model.CreditBundle, error) {
	results, err := Rate(book, asOf, subjects)
	if err != nil {
		return model.CreditBundle{}, err
	}
	b := model.CreditBundle{Version: Version, Edition: edition, AsOf: asOf, Rulebook: book, Results: results}
	b.Rulebook.Basis = present(book.Basis)
	b.Rulebook.Black.VetoTriggers = present(book.Black.VetoTriggers)
	if b.RulebookHash, err = rulebook.Hash(b.Rulebook); err != nil {
		return model.CreditBundle{}, err
	}
	if b.ResultsHash, err = canonical.Hash(results); err != nil {
		return model.CreditBundle{}, err
	}
	b.Subjects = present(slices.Clone(subjects))
	slices.SortFunc(b.Subjects, func(x, y model.CreditSubject) int { return strings.Compare(x.ID, y.ID) })
	for i := range b.Subjects {
		s := &b.Subjects[i]
		s.Checks, s.Duties, s.Triggers = present(slices.Clone(s.Checks)), present(s.Duties), present(s.Triggers)
		for j := range s.Checks {
			s.Checks[j].Findings = present(s.Checks[j].Findings)
		}
	}
	return b, nil
}

// present turns nil into the empty list: the format knows no null lists.
func present[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// ParseBundle reads a bundle, and refuses as Malformed, with line and reason,
// whatever is not exactly one. It does not compare the results.
func ParseBundle(text []byte) (model.CreditBundle, error) {
	var b model.CreditBundle
	root, problems := strict.JSON(text)
	if len(problems) == 0 {
		problems = strict.Decode(root, &b)
	}
	if len(problems) == 0 {
		problems = root.Located(bundleProblems(b))
	}
	if len(problems) > 0 {
		return model.CreditBundle{}, strict.Refusal("credit.malformed", problems)
	}
	return b, nil
}

func bundleProblems(b model.CreditBundle) model.FieldErrors {
	var problems model.FieldErrors
	if b.Version != Version {
		problems.Add("/version", "unknown_version", "格式版本必须是 "+Version)
	}
	for _, p := range rulebook.Problems(b.Rulebook) {
		problems.Add("/rulebook"+p.Pointer, p.Reason, p.Detail)
	}
	return append(problems, subjectProblems(b.Subjects)...)
}

// Replay recomputes a bundle and returns which of rulebook_hash, results and
// results_hash differ; none means that it holds. A malformed bundle is a
// Malformed error and says nothing about the rest.
func Replay(bundle []byte) (differs []string, err error) {
	b, err := ParseBundle(bundle)
	if err != nil {
		return nil, err
	}
	bookHash, err := rulebook.Hash(b.Rulebook)
	if err != nil {
		return nil, err
	}
	if bookHash != b.RulebookHash {
		differs = append(differs, "rulebook_hash")
	}
	results, err := Rate(b.Rulebook, b.AsOf, b.Subjects)
	if err != nil {
		return nil, model.Fail(model.Malformed, "credit.malformed", err.Error())
	}
	computed, err := canonical.Marshal(results)
	if err != nil {
		return nil, err
	}
	stated, err := canonical.Marshal(b.Results)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(computed, stated) {
		differs = append(differs, "results")
	}
	if canonical.Sum(computed) != b.ResultsHash {
		differs = append(differs, "results_hash")
	}
	return differs, nil
}
