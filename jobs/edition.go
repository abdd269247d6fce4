package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

func proposeEdition(ctx context.Context, desk *casework.Desk, call model.Call, asOf model.Date) (string, error) {
	edition, err := desk.ProposeEdition(ctx, call, asOf)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s：评价 %d 家企业", edition.Title, edition.Subjects), nil
}
