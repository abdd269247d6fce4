// Package lintersdb stands, when .tools/golangci-lint is built, in the place of golangci-lint's file
// of this name, which brings a hundred linters: compiling those that .golangci.yml does not enable
// takes longer than everything else in it. A linter that is enabled there and missing here is refused
// by golangci-lint by its name; a formatter is not, and must not be forgotten.
package lintersdb

import (
	"github.com/golangci/golangci-lint/v2/pkg/config"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/errcheck"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/errorlint"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/forbidigo"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/funlen"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/gofmt"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/govet"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/ineffassign"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/nilerr"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/sqlclosecheck"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/staticcheck"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/unparam"
	"github.com/golangci/golangci-lint/v2/pkg/golinters/unused"
	"github.com/golangci/golangci-lint/v2/pkg/lint/linter"
)

// LinterBuilder gives golangci-lint its linters.
type LinterBuilder struct{}

// NewLinterBuilder is what golangci-lint calls.
func NewLinterBuilder() *LinterBuilder { return &LinterBuilder{} }

// Build gives every linter of ours, enabled or not, as the configuration sets it.
func (LinterBuilder) Build(cfg *config.Config) ([]*linter.Config, error) {
	if cfg == nil {
		return nil, nil
	}
	set := &cfg.Linters.Settings
	typed := func(l linter.Linter) *linter.Config { return linter.NewConfig(l).WithLoadForGoAnalysis() }
	return []*linter.Config{
		typed(errcheck.New(&set.Errcheck)),
		typed(errorlint.New(&set.ErrorLint)),
		typed(forbidigo.New(&set.Forbidigo)),
		linter.NewConfig(funlen.New(&set.Funlen)),
		linter.NewConfig(gofmt.New(&set.GoFmt)),
		typed(govet.New(&set.Govet)),
		linter.NewConfig(ineffassign.New(&set.Ineffassign)),
		typed(nilerr.New()),
		typed(sqlclosecheck.New()),
		typed(staticcheck.New(&set.Staticcheck)),
		typed(unparam.New(&set.Unparam)),
		typed(unused.New(&set.Unused)).ConsiderSlow().WithChangeTypes(),
	}, nil
}
