package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"yijian/reports"
	"yijian/store"
)

type reportVerbs struct {
	Tasks reportTasksVerb `cmd:"" help:"Write the monthly report of a plan's tasks as an Excel workbook."`
}

type reportTasksVerb struct {
	database
	Month  string `help:"Month of the report, YYYY-MM." required:"" placeholder:"YYYY-MM"`
	Plan   string `help:"Document number of the plan; the newest plan when left out." placeholder:"NUMBER"`
	Output string `help:"File to write." short:"o" required:"" type:"path" placeholder:"FILE.xlsx"`
	Yes    bool   `help:"Overwrite the file if it exists."`
}

// Run writes the workbook; the file appears complete or not at all.
func (v *reportTasksVerb) Run(env *environment) error {
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
	rows, meta, err := desk.TaskRows(env.ctx, store.Everything(), v.Plan, v.Month)
	if err != nil {
		return err
	}
	workbook, err := reports.TaskWorkbook(rows, meta)
	if err != nil {
		return err
	}
	if err := writeWhole(v.Output, workbook); err != nil {
		return unavailable(err)
	}
	fmt.Fprintf(env.out, "%s: %s, %d tasks, as of %s\n", v.Output, meta.DocumentNumber, len(rows), meta.AsOf)
	return nil
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
