package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

// proposeEdition makes whoever may propose editions, and orders one, its proposer, who then neither
// reviews nor approves it. Whoever only operates the server orders it in the clock's name.
func proposeEdition(ctx context.Context, desk *casework.Desk, ordered model.Call, asOf model.Date) (string, error) {
	call := ordered
	if len(desk.Access.Reaches(ordered.Actor.Roles, "edition:propose")) == 0 {
		call = asClock(ordered)
	}
	edition, err := desk.ProposeEdition(ctx, call, asOf)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s：评价 %d 家企业", edition.Title, edition.Subjects), nil
}

// mayOrderEdition refuses a program whose account may propose editions while its token does not
// carry that: the run would be nobody's proposal, and the account's holder could approve it.
func mayOrderEdition(desk *casework.Desk, by model.Actor) error {
	if len(desk.Access.Reaches(by.Roles, "edition:propose")) == 0 {
		return nil
	}
	_, err := desk.Scope(by, "edition:propose")
	return err
}
