package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type taskCommentList struct {
	Paging
	Task string `query:"task_id" maxLength:"36"`
}

func (a *API) listTaskComments(ctx context.Context, call model.Call, in *taskCommentList) (*plain[casework.CommentPage], error) {
	return body(a.Desk.TaskComments(ctx, call.Actor, in.query(map[string]string{"task_id": in.Task})))
}

func (a *API) listMentions(ctx context.Context, call model.Call, in *onID) (*plain[casework.MentionChoice], error) {
	return body(a.Desk.WhoReadsTask(ctx, call.Actor, model.TaskID(in.ID)))
}

type taskCommentSaid struct {
	Body struct {
		TaskID model.TaskID `json:"task_id" minLength:"1" maxLength:"36" doc:"任务"`
		Text   string       `json:"text" minLength:"2" maxLength:"2000" doc:"发言，提到的人或单位写作 @[user:id] 或 @[unit:id]"`
	}
}

func (a *API) commentOnTask(ctx context.Context, call model.Call, in *taskCommentSaid) (*created[casework.CommentLine], error) {
	said, err := a.Desk.CommentOnTask(ctx, call, in.Body.TaskID, in.Body.Text)
	return made("task-comments", string(said.ID), said, err)
}

func (a *API) withdrawComment(ctx context.Context, call model.Call, in *onID) (*record[casework.CommentLine], error) {
	c, err := a.Desk.WithdrawComment(ctx, call, model.TaskCommentID(in.ID))
	return versioned(c, c.Version, err)
}
