package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"yijian/casework"
	"yijian/model"
	"yijian/policy"
	"yijian/policy/canonical"
	"yijian/reports"
	"yijian/store"
)

type reportVerbs struct {
	Tasks reportTasksVerb `cmd:"" help:"Write the monthly report of a plan's tasks as an Excel workbook."`
}

// scoreFlags say how units are scored, the same wherever scores are told.
type scoreFlags struct {
	TaskScore string `help:"Points of timeliness, progress, quality and coordination in the score of a unit, with commas between, 100 together." default:"30,40,20,10" placeholder:"POINTS" env:"YIJIAN_TASK_SCORE"`
}

func (f scoreFlags) weigh(desk *casework.Desk) error {
	weights, err := policy.ParseScoreWeights(f.TaskScore)
	if err != nil {
		return usage("--task-score: %v", err)
	}
	desk.Rules.ScoreWeights = weights
	return nil
}

type reportTasksVerb struct {
	database
	scoreFlags
	Month  string `help:"Month of the report, YYYY-MM; the last of several with --from." required:"" placeholder:"YYYY-MM"`
	From   string `help:"First month of a report on several, at most twelve." placeholder:"YYYY-MM"`
	AsOf   string `help:"Day as of whose end it is told, as corrected since; the last of the month, or today, when left out." placeholder:"YYYY-MM-DD"`
	Plan   string `help:"Document number of the plan; the newest plan when left out." placeholder:"NUMBER"`
	JSON   bool   `help:"Write what the workbook is made from instead, as the JSON whose SHA-256 it prints." name:"json"`
	Output string `help:"File to write." short:"o" required:"" type:"path" placeholder:"FILE.xlsx"`
	Yes    bool   `help:"Overwrite the file if it exists."`
}

// Run writes the workbook; the file appears complete or not at all.
func (v *reportTasksVerb) Run(env *environment) error {
	period := casework.TaskPeriod{Document: v.Plan, From: v.From, To: v.Month}
	if v.AsOf != "" {
		var err error
		if period.AsOf, err = model.ParseDate(v.AsOf); err != nil {
			return usage("--as-of: %v", err)
		}
	}
	_, err := os.Stat(v.Output)
	if err == nil && !v.Yes {
		return &exitError{exitRefused, v.Output + " exists; add --yes to overwrite it"}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unavailable(err)
	}
	desk, err := v.open(env, false)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	if err := v.weigh(desk); err != nil {
		return err
	}
	sheets, err := desk.TaskSheets(env.ctx, store.Everything(), period)
	if err != nil {
		return err
	}
	content, err := v.content(sheets)
	if err != nil {
		return err
	}
	if err := writeWhole(v.Output, content); err != nil {
		return unavailable(err)
	}
	fmt.Fprintf(env.out, "%s: %s, %d tasks, as of %s, data SHA-256 %s\n", v.Output, sheets.Head.DocumentNumber, len(sheets.Rows), sheets.Head.AsOf, sheets.Head.DataHash)
	return nil
}

func (v *reportTasksVerb) content(sheets model.TaskSheets) ([]byte, error) {
	if v.JSON {
		return canonical.Marshal(sheets)
	}
	return reports.TaskWorkbook(sheets)
}

// writeWhole puts the content in place under its name in one step.
func writeWhole(name string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".yijian-*")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}
