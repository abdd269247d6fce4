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
	if _, err := desk.Scope(ordered.Actor, "edition:propose"); err != nil {
		call = asClock(ordered)
	}
	edition, err := desk.ProposeEdition(ctx, call, asOf)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s：评价 %d 家企业", edition.Title, edition.Subjects), nil
}
