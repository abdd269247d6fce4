package jobs

import (
	"context"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func roleCall(id model.UserID, role model.Role) model.Call {
	return model.Call{Actor: model.Actor{UserID: id, Name: string(id), Roles: []model.Role{role}}}
}

// failing puts the job at the head of the list for the test, and fails its run of the day.
func failing(t *testing.T, d *casework.Desk, j job, day model.Date) model.JobRun {
	t.Helper()
	was := schedule
	schedule = append([]job{j}, was...)
	t.Cleanup(func() { schedule = was })
	broken := j
	broken.run = func(context.Context, *casework.Desk, model.Call, model.Date) (string, error) {
		return "", model.Fail(model.Conflict, "calendar.year_unknown", "尚未载入节假日")
	}
	run, err := perform(t.Context(), d, broken, ofBureau(j), slot{at: day.Time().Add(time.Hour), asOf: day})
	if err == nil || run.Status != model.JobFailed {
		t.Fatalf("run %+v, %v", run, err)
	}
	return run
}

// The system administrator operates: his order to compute candidates once more is the
// clock's work, while whoever may propose an edition himself is its proposer.
func TestTheSystemAdministratorRunsCandidatesAgain(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		j, _ := find("edition-candidates")
		for i, c := range []struct {
			call     model.Call
			proposer model.UserID
		}{{roleCall("admin", model.RoleSystemAdmin), ""}, {roleCall("chief", model.RoleChief), "chief"}} {
			day := model.NewDate(2026, 2, 1+i)
			run := failing(t, d, j, day)
			done, err := rerun(t, d, c.call, run.ID)
			if err != nil || done.Status != model.JobDone {
				t.Errorf("ordered by %s: %+v, %v", c.call.Actor.Name, done, err)
				continue
			}
			editions, err := d.Store.Editions(t.Context(), store.Everything(), store.Query{Sort: "-as_of"})
			if err != nil || len(editions.Items) != i+1 || editions.Items[0].ProposedBy != c.proposer {
				t.Errorf("ordered by %s: editions %+v, %v", c.call.Actor.Name, editions.Items, err)
			}
		}
	})
}

// A program that carries the order alone proposes nothing in the clock's name: its
// account's holder could then approve what he ordered himself.
func TestAnOrderByATokenNeedsTheProposalToo(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		j, _ := find("edition-candidates")
		byToken := roleCall("chief", model.RoleChief)
		byToken.Actor.TokenID, byToken.Actor.Only = "token", model.WordList{"job:run", "job:rerun"}
		run, err := Run(t.Context(), d, byToken, "edition-candidates", model.NewDate(2026, 2, 3))
		if model.KindOf(err) != model.Forbidden {
			t.Errorf("ordered: %+v, %v", run, err)
		}
		failed := failing(t, d, j, model.NewDate(2026, 2, 4))
		if run, err = rerun(t, d, byToken, failed.ID); model.KindOf(err) != model.Forbidden {
			t.Errorf("ordered again: %+v, %v", run, err)
		}
		editions, err := d.Store.Editions(t.Context(), store.Everything(), store.Query{})
		if err != nil || len(editions.Items) != 0 {
			t.Errorf("editions %+v, %v", editions.Items, err)
		}
	})
}

// That somebody may not do what a job does says nothing about why the job failed.
func TestARefusedOrderKeepsTheCause(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		j := job{model.Job{Name: "failing", Title: "演示", Schedule: "0 3 * * *"}, false,
			func(context.Context, *casework.Desk, model.Call, model.Date) (string, error) {
				return "", model.Fail(model.Forbidden, "permission.denied", "您的岗位没有这项权限")
			}}
		run := failing(t, d, j, model.NewDate(2026, 3, 1))
		again, err := rerun(t, d, roleCall("admin", model.RoleSystemAdmin), run.ID)
		if err != nil || again.Status != model.JobFailed || again.Outcome != "尚未载入节假日" {
			t.Errorf("ordered again: %+v, %v", again, err)
		}
	})
}

// An ordered run outlives the request that ordered it, and stopping the server waits for it.
func TestAnOrderedRunOutlivesItsRequest(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		release := make(chan struct{})
		var deadline time.Time
		j := job{model.Job{Name: "failing", Title: "演示", Schedule: "0 3 * * *"}, false,
			func(ctx context.Context, _ *casework.Desk, _ model.Call, _ model.Date) (string, error) {
				<-release
				deadline, _ = ctx.Deadline()
				return "好了", ctx.Err()
			}}
		run := failing(t, d, j, model.NewDate(2026, 3, 1))
		orders, stop := startOrders(t.Context(), d, quiet())
		request, end := context.WithTimeout(t.Context(), time.Minute)
		accepted, err := orders.Rerun(request, roleCall("chief", model.RoleChief), run.ID)
		end()
		if err != nil || accepted.Status != model.JobRunning {
			t.Fatalf("accepted %+v, %v", accepted, err)
		}
		if _, err := orders.Rerun(t.Context(), roleCall("chief", model.RoleChief), run.ID); model.KindOf(err) != model.Conflict {
			t.Errorf("a running run was ordered again: %v", err)
		}
		close(release)
		orders.running.Wait()
		done, err := d.Store.JobRun(t.Context(), store.Everything(), run.ID)
		if err != nil || done.Status != model.JobDone || done.Outcome != "好了" || time.Until(deadline) < 10*time.Minute {
			t.Errorf("ended as %+v, %v, with a deadline in %s", done, err, time.Until(deadline))
		}
		day := model.NewDate(2026, 2, 1)
		schedule[0].run = func(ctx context.Context, _ *casework.Desk, _ model.Call, _ model.Date) (string, error) {
			<-ctx.Done()
			return "", ctx.Err()
		}
		if accepted, err = orders.Run(t.Context(), roleCall("chief", model.RoleChief), "failing", day); err != nil {
			t.Fatal(err)
		}
		stop()
		if cut, err := d.Store.JobRun(t.Context(), store.Everything(), accepted.ID); err != nil || cut.Status != model.JobFailed {
			t.Errorf("a run that the stopping server ended is %+v, %v", cut, err)
		}
		if _, err := orders.Run(t.Context(), roleCall("chief", model.RoleChief), "failing", model.NewDate(2026, 3, 1)); model.KindOf(err) != model.Unavailable {
			t.Errorf("a stopping server took an order: %v", err)
		}
	})
}
