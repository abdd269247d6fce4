package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
)

// demoFlags is what the verbs demo and serve --demo share.
type demoFlags struct {
	DemoPassword string `help:"Password that all demonstration accounts share." default:"demo-only-2026" env:"YIJIAN_DEMO_PASSWORD"`
}

type demoVerb struct {
	database
	demoFlags
	Seed      uint64 `help:"Number that all made-up content follows from." default:"1"`
	Firms     int    `help:"Enterprises to make up." default:"12"`
	Endpoints int    `help:"End points to make up." default:"60"`
	Months    int    `help:"Months of history to make up." default:"24"`
	AsOf      string `help:"Day before which everything has happened, YYYY-MM-DD; today when left out."`
}

// Run fills an empty database with made-up data; a loaded one stays as it is.
func (v *demoVerb) Run(env *environment) error {
	size := demoSize{Seed: v.Seed, Firms: v.Firms, EndPoints: v.Endpoints, Months: v.Months, AsOf: demoDay(model.DateOf(env.now()))}
	if v.AsOf != "" {
		day, err := model.ParseDate(v.AsOf)
		if err != nil {
			return usage("--as-of: %v", err)
		}
		if day.After(model.DateOf(env.now())) {
			return usage("--as-of: %s is in the future", day)
		}
		size.AsOf = day
	}
	if err := size.check(); err != nil {
		return err
	}
	desk, err := v.open(env, true)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	holdings, err := desk.Store.Holdings(env.ctx)
	if err != nil {
		return unavailable(err)
	}
	if holdings.Real > 0 {
		return &exitError{exitRefused, "the database holds real accounts or enterprises; demonstration data need a database of their own"}
	}
	loaded, err := v.ensure(env, desk, size)
	if err != nil {
		return err
	}
	if !loaded {
		fmt.Fprintln(env.out, "the demonstration data are there already; nothing was changed")
	}
	return nil
}

// ensure loads the data set into an empty database, finds a complete one, and
// refuses everything else. It reports whether it loaded.
func (f demoFlags) ensure(env *environment, desk *casework.Desk, size demoSize) (bool, error) {
	holdings, err := desk.Store.Holdings(env.ctx)
	if err != nil {
		return false, unavailable(err)
	}
	switch {
	case holdings.Demo == 0 && holdings.Real > 0:
		return false, &exitError{exitRefused, "the database holds real accounts or enterprises; demonstration data need a database of their own"}
	case holdings.Demo > 0:
		admin, err := desk.Store.UserByName(env.ctx, "admin")
		if model.KindOf(err) == model.NotFound || err == nil && !admin.Demo {
			return false, &exitError{exitRefused, "loading the demonstration data was interrupted earlier; start again with an empty database"}
		}
		return false, err
	}
	fmt.Fprintf(env.out, "loading demonstration data: %d firms, %d end points, %d months to %s\n",
		size.Firms, size.EndPoints, size.Months, size.AsOf)
	return true, loadDemo(env.ctx, desk, f.DemoPassword, size)
}
