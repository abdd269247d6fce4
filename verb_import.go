package main

import (
	"fmt"
	"os"

	"yijian/model"
	"yijian/policy/reference"
)

type importVerbs struct {
	Tasks importTasksVerb `cmd:"" help:"Import a plan document (实施方案) with its tasks from a UTF-8 text file."`
}

// largestPlan is far above any plan's text and keeps a mistaken file out of memory.
const largestPlan = 1 << 20

type importTasksVerb struct {
	database
	File string `arg:"" help:"Text of the plan." type:"path"`
}

// Run imports the whole document or nothing, and prints what it did.
func (v *importTasksVerb) Run(env *environment) error {
	state, err := os.Stat(v.File)
	if err != nil {
		return unavailable(err)
	}
	if !state.Mode().IsRegular() || state.Size() > largestPlan {
		return usage("%s is not a text file of at most %d bytes", v.File, largestPlan)
	}
	text, err := os.ReadFile(v.File)
	if err != nil {
		return unavailable(err)
	}
	desk, err := v.open(env, true)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	outcome, err := desk.ImportPlan(env.ctx, operator(), string(text))
	if err != nil {
		return err
	}
	fmt.Fprintf(env.out, "%s 《%s》: %d tasks created, %d unchanged\n",
		outcome.Plan.DocumentNo, outcome.Plan.Title, outcome.Created, outcome.Unchanged)
	for _, conflict := range outcome.Conflicts {
		fmt.Fprintf(env.out, "  task %d: lead differs, annex %s, body %s\n",
			conflict.Number, unitName(conflict.AnnexLead), unitName(conflict.BodyLead))
	}
	for _, doubt := range outcome.Doubts {
		fmt.Fprintf(env.out, "  line %d: %s\n", doubt.Line, doubt.Detail)
	}
	return nil
}

func unitName(id model.UnitID) string {
	if unit, ok := reference.Unit(id); ok {
		return unit.ShortName
	}
	return string(id)
}
