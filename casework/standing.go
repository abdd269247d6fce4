package casework

import (
	"context"
	"slices"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// stands fails when the caller no longer holds what he was admitted by: between
// the start of a request and its act lies the time that its body takes to come
// in. The command line, jobs and the public come with nothing that can be taken.
func (d *Desk) stands(ctx context.Context, r store.Reader, actor model.Actor, permission access.Permission) error {
	now, err := d.actorNow(ctx, r, actor)
	if err != nil || now.UserID == "" && actor.UserID == "" {
		return err
	}
	if _, err := d.Scope(now, permission); err != nil {
		return err
	}
	if !slices.Equal(now.Roles, actor.Roles) || now.AreaCode != actor.AreaCode || now.UnitID != actor.UnitID || now.EnterpriseID != actor.EnterpriseID {
		return model.Fail(model.Conflict, "account.changed", "您的岗位或管辖范围刚刚变更，请重新载入后再办理")
	}
	return nil
}

// actorNow is the caller as his session or token is worth now.
func (d *Desk) actorNow(ctx context.Context, r store.Reader, actor model.Actor) (model.Actor, error) {
	switch {
	case actor.TokenID != "":
		t, err := r.APIToken(ctx, store.Everything(), actor.TokenID)
		if err != nil {
			return model.Actor{}, err
		}
		return d.byToken(ctx, r, t)
	case actor.Session != "":
		session, err := r.Session(ctx, actor.Session, d.now())
		if model.KindOf(err) == model.NotFound {
			return model.Actor{}, nil
		}
		if err != nil {
			return model.Actor{}, err
		}
		now, _, err := d.bySession(ctx, r, session)
		return now, err
	}
	return actor, nil
}
