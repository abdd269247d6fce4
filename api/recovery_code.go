package api

import (
	"context"
	"strings"

	"yijian/casework"
	"yijian/model"
)

// recovered is an account with codes that stand in for its device, shown this once.
type recovered struct {
	model.User
	RecoveryCodes []string `json:"recovery_codes" doc:"each signs in once, beside the password, in place of the device's code"`
}

func recoveredOf(r casework.Recovered, err error) (*record[recovered], error) {
	return versioned(recovered{r.User, strings.Split(r.Codes.Secret, "\n")}, r.Version, err)
}

func (a *API) replaceRecoveryCodes(ctx context.Context, call model.Call, in *factorConfirmation) (*record[recovered], error) {
	return recoveredOf(a.Desk.ReplaceRecoveryCodes(ctx, call, in.Body.Code))
}
