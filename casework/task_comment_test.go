package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/model"
	"yijian/store"
)

func commentsOf(t *testing.T, d *Desk, reader model.Actor, id model.TaskID) CommentPage {
	t.Helper()
	page, err := d.TaskComments(t.Context(), reader, store.Query{Sort: "created_at", Filter: map[string]string{"task_id": string(id)}})
	return ok(t, page, err)
}

// discussion is task 4 with accounts that have a part in it, and one of each other kind.
type discussion struct {
	task                                          model.Task
	lead, officer, boss, chief, other, firm, away model.Actor
}

func discussed(t *testing.T, o *office) discussion {
	t.Helper()
	importedPlan(t, o.Desk)
	account := func(name string, unit model.UnitID, role model.Role) model.Actor {
		u := must2(o.AddUser(t.Context(), model.Call{Actor: Operator}, plainHasher{}, Account{
			Name: name, DisplayName: "姓名" + name, AreaCode: "500156", UnitID: unit, Roles: []model.Role{role}, Password: password1}))
		return model.Actor{UserID: u.ID, Name: u.DisplayName, Roles: u.Roles, UnitID: unit, AreaCode: "500156"}
	}
	return discussion{
		task: redTask(t, o.Desk, o.testClock, 4),
		lead: account("lead", "qu-jiaotongju", model.RoleLead), officer: account("officer", "youzheng-sanfenju", model.RoleInspector),
		boss: account("boss", "qu-shangwuwei", model.RoleSupervisor), chief: account("head", "youzheng-sanfenju", model.RoleChief),
		other: account("other", "qu-zhujianwei", model.RoleLead), firm: account("assoc", "", model.RoleAssociation), away: account("away", "qu-gongxiaoshe", model.RoleSupervisor),
	}
}

// Those with a part in a task say something, whoever reads it reads that, and a mention by id is
// told and shown by the name of today.
func TestMentionsAreToldAndShownByName(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		w := discussed(t, o)
		text := " 请 @[user:" + string(w.boss.UserID) + "] 和 @[unit:youzheng-sanfenju] 看一下。\r\n第二行 @[user:" + string(w.boss.UserID) + "] "
		said := must2(d.CommentOnTask(ctx, by(w.lead, 0), w.task.ID, text))
		if said.Text != "请 @姓名boss 和 @市邮政管理局第三分局 看一下。\n第二行 @姓名boss" || len(said.Pieces) != 6 || said.Pieces[1].Mention.ID != string(w.boss.UserID) || !said.Mine {
			t.Errorf("said %+v", said)
		}
		for actor, want := range map[*model.Actor]int{&w.lead: 0, &w.boss: 1, &w.officer: 1, &w.chief: 1, &w.other: 0, &w.away: 0} {
			if got := toldOf(t, d, actor.UserID, model.EventTaskMentioned); got != want {
				t.Errorf("%s was told %d times, want %d", actor.Name, got, want)
			}
		}
		boss := must2(d.Store.User(ctx, store.Everything(), w.boss.UserID))
		changeComplaintRow(t, d, func(tx *store.Tx) error {
			boss.DisplayName = "新名字"
			_, err := tx.ChangeUser(ctx, boss)
			return err
		})
		page := commentsOf(t, d, w.officer, w.task.ID)
		if len(page.Items) != 1 || page.Items[0].Pieces[1].Text != "@新名字" || page.Items[0].Mine || !page.Comment.Allowed || page.Items[0].UnitName != "重庆市武隆区交通局" {
			t.Errorf("the officer reads %+v", page)
		}
		if page := commentsOf(t, d, w.away, w.task.ID); len(page.Items) != 1 || page.Comment.Allowed || page.Comment.Reason == "" {
			t.Errorf("who supervises nothing here: %+v", page.Comment)
		}
		if page := must2(d.TaskComments(ctx, w.other, store.Query{})); len(page.Items) != 0 {
			t.Errorf("without a part one reads %+v", page.Items)
		}
		_, err := d.TaskComments(ctx, w.other, store.Query{Filter: map[string]string{"task_id": string(w.task.ID)}})
		wantKind(t, err, model.NotFound)
		_, err = d.TaskComments(ctx, w.firm, store.Query{})
		wantKind(t, err, model.Forbidden)
	})
}

// Nobody is mentioned who has no part in the task, and what is refused names the field.
func TestOnlyThoseWithAPartInATaskAreMentioned(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		w := discussed(t, o)
		choice := must2(d.WhoReadsTask(ctx, w.lead, w.task.ID))
		names := map[string]bool{}
		for _, m := range choice.Items {
			names[string(m.Kind)+" "+m.Name] = true
		}
		for name, want := range map[string]bool{
			"unit 区交通局": true, "unit 市邮政管理局第三分局": true, "unit 区商务委": true, "unit 区公安局": true, "unit 区住房城乡建委": false,
			"user 姓名boss": true, "user 姓名officer": true, "user 姓名away": false, "user 姓名other": false, "user 姓名assoc": false, "user 姓名lead": false,
		} {
			if names[name] != want {
				t.Errorf("%s may be mentioned: %v of %v", name, names[name], names)
			}
		}
		for text, reason := range map[string]string{
			" ": "text.length", strings.Repeat("长", 2001): "text.length", "看 @[user:" + string(w.other.UserID) + "]": "task_comment.unknown",
			"看 @[unit:qu-zhujianwei]": "task_comment.unknown", "看 @[user:" + string(w.away.UserID) + "]": "task_comment.unknown", "看 @[user:nobody]": "task_comment.unknown", many(21): "task_comment.mentions",
		} {
			_, err := d.CommentOnTask(ctx, by(w.lead, 0), w.task.ID, text)
			wrongField(t, err, "/text", reason)
		}
		for _, actor := range []model.Actor{w.away, ofUnit("stranger", "qu-gongxiaoshe", model.RoleInspector)} {
			_, err := d.CommentOnTask(ctx, by(actor, 0), w.task.ID, "看一下")
			wantRefusal(t, err, model.Forbidden, "task_comment.no_part")
			_, err = d.WhoReadsTask(ctx, actor, w.task.ID)
			wantRefusal(t, err, model.Forbidden, "task_comment.no_part")
		}
		if page := commentsOf(t, d, w.lead, w.task.ID); len(page.Items) != 0 {
			t.Errorf("written all the same: %+v", page.Items)
		}
	})
}

// Whom a discussion may mention is looked for among the accounts of the task's units and the chiefs alone.
func TestOnlyAccountsOfATasksUnitsAndChiefsAreLookedAt(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		w := discussed(t, o)
		away := must2(d.AddUser(ctx, model.Call{Actor: Operator}, plainHasher{}, Account{
			Name: "a-chief", DisplayName: "别处的领导", AreaCode: "500156", UnitID: "qu-zhujianwei", Roles: []model.Role{model.RoleChief}, Password: password1}))
		task, err := loadTask(ctx, d.Store.Reader, store.Everything(), w.task.ID)
		parts := must2(d.Store.TaskUnits(ctx, store.Everything(), w.task.ID))
		var names []string
		for _, u := range must2(newReaders(d, d.Store.Reader, ok(t, task, err), parts).accounts(ctx)) {
			names = append(names, u.Name)
		}
		if got := strings.Join(names, " "); got != "a-chief boss head lead officer" {
			t.Errorf("looked at %s", got)
		}
		choice := inJSON(t, must2(d.WhoReadsTask(ctx, w.lead, w.task.ID)))
		if !strings.Contains(choice, string(away.ID)) {
			t.Error("a chief of another unit cannot be mentioned")
		}
	})
}

// many mentions as many units.
func many(n int) (text string) {
	for i := range n {
		text += "@[unit:" + strings.Repeat("b", i+1) + "]"
	}
	return text
}

// A comment never changes. Its author takes it back within a day, with its files: neither is shown
// or opened then, and both are on record.
func TestACommentIsTakenBackWithinADay(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		withBlobs(t, d)
		w := discussed(t, o)
		said := must2(d.CommentOnTask(ctx, by(w.lead, 0), w.task.ID, "机密的内容"))
		file := must2(d.AddAttachment(ctx, model.Call{Actor: w.lead, Key: "k1"}, "task-comments", string(said.ID), photograph(t, 64)))
		said.Version++ // as its file came
		_, err := d.AddAttachment(ctx, model.Call{Actor: w.boss, Key: "k2"}, "task-comments", string(said.ID), photograph(t, 65))
		wantRefusal(t, err, model.Forbidden, "task_comment.not_own")
		if page := commentsOf(t, d, w.boss, w.task.ID); len(page.Items[0].Files) != 1 || page.Items[0].Text != "机密的内容" {
			t.Errorf("read %+v", page.Items)
		}
		_, err = d.WithdrawComment(ctx, by(w.boss, said.Version), said.ID)
		wantRefusal(t, err, model.Forbidden, "task_comment.not_own")
		_, err = d.WithdrawComment(ctx, by(w.lead, said.Version+1), said.ID)
		wantKind(t, err, model.Stale)
		o.at = o.at.Add(model.CommentWithdrawal)
		gone := must2(d.WithdrawComment(ctx, by(w.lead, said.Version), said.ID))
		if !gone.Hidden || gone.Text != "" || len(gone.Pieces) != 0 {
			t.Errorf("taken back: %+v", gone)
		}
		if text := inJSON(t, commentsOf(t, d, w.boss, w.task.ID)); strings.Contains(text, "机密的内容") || strings.Contains(text, file.Name) {
			t.Errorf("it is still shown: %s", text)
		}
		_, _, err = d.OpenAttachment(ctx, model.Call{Actor: w.boss}, "task-comments", file.ID)
		wantKind(t, err, model.NotFound)
		if kept := must2(d.Store.TaskComment(ctx, store.Everything(), said.ID)); kept.Text != "机密的内容" || kept.WithdrawnAt == nil {
			t.Errorf("on record is %+v", kept)
		}
		_, err = d.WithdrawComment(ctx, by(w.lead, gone.Version), said.ID)
		wantRefusal(t, err, model.Conflict, "task_comment.withdrawn")
		late := must2(d.CommentOnTask(ctx, by(w.lead, 0), w.task.ID, "另外说明"))
		o.at = o.at.Add(model.CommentWithdrawal + time.Second)
		_, err = d.WithdrawComment(ctx, by(w.lead, late.Version), late.ID)
		wantRefusal(t, err, model.Conflict, "task_comment.too_late")
		_, err = d.AddAttachment(ctx, model.Call{Actor: w.lead, Key: "k3"}, "task-comments", string(late.ID), photograph(t, 66))
		wantRefusal(t, err, model.Conflict, "task_comment.too_late")
	})
}

// The files of a request are of two sides, each of which removes what it added itself.
func TestEachSideOfARequestRemovesItsOwnFiles(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, d := t.Context(), o.Desk
		withBlobs(t, d)
		w := discussed(t, o)
		c := must2(d.AskCoordination(ctx, by(w.lead, w.task.Version), w.task.ID, wantedOfOne()))
		file := must2(d.AddAttachment(ctx, model.Call{Actor: w.officer, Key: "k1"}, "coordinations", string(c.ID), photograph(t, 64)))
		must2(d.AddAttachment(ctx, model.Call{Actor: w.lead, Key: "k2"}, "coordinations", string(c.ID), photograph(t, 65)))
		_, err := d.AddAttachment(ctx, model.Call{Actor: w.boss, Key: "k3"}, "coordinations", string(c.ID), photograph(t, 66))
		wantRefusal(t, err, model.Forbidden, "coordination.no_part")
		page := must2(d.Attachments(ctx, w.lead, "coordinations", store.Query{Filter: map[string]string{"record_id": string(c.ID), "removed": "false"}}))
		if len(page.Items) != 2 || !page.Attach.Allowed || page.Items[0].Own == page.Items[1].Own {
			t.Errorf("the lead sees %+v", page)
		}
		_, err = d.RemoveAttachment(ctx, by(w.lead, file.Version), "coordinations", file.ID, "不要了")
		wantRefusal(t, err, model.Forbidden, "attachment.not_own")
		must2(d.RemoveAttachment(ctx, by(w.officer, file.Version), "coordinations", file.ID, "不要了"))
		c = must2(d.Store.Coordination(ctx, store.Everything(), c.ID))
		must2(d.WithdrawCoordination(ctx, by(w.lead, c.Version), c.ID, "已自行解决"))
		_, err = d.AddAttachment(ctx, model.Call{Actor: w.officer, Key: "k4"}, "coordinations", string(c.ID), photograph(t, 67))
		wantRefusal(t, err, model.Conflict, "attachment.wrong_state")
	})
}
