package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// usedByTokens are accounts that programs use, with and without a person who signs in.
var usedByTokens = []finds{
	{"made long ago, a token never used", tokenUsed(200, 0, 0), by1("account-unused")},
	{"made long ago, a token used 89 days ago", tokenUsed(200, 0, 89), nil},
	{"made long ago, a token used 90 days ago", tokenUsed(200, 0, 90), by1("account-dormant")},
	{"signed in long ago, a token used 89 days ago", tokenUsed(200, 150, 89), nil},
	{"signed in long ago, a token used 90 days ago", tokenUsed(200, 150, 90), by1("account-dormant")},
	{"signed in lately, a token used 90 days ago", tokenUsed(200, 1, 90), nil},
}

// tokenUsed is an account with a token, made, signed in and used so many days ago, or never for 0.
func tokenUsed(made, signedIn, used int) func(*office) {
	return func(o *office) {
		u := newUserRow(o, model.RoleFirm)
		u.CreatedAt = noonBefore(made)
		token := model.APIToken{
			ID: model.APITokenID(store.NewID()), UserID: u.ID, TokenHash: store.NewID(), ExpiresOn: today.AddDays(1), Version: 1,
			CreatedAt: u.CreatedAt, UpdatedAt: u.CreatedAt,
		}
		o.write(func(ctx context.Context, tx *store.Tx) error {
			if err := tx.AddUser(ctx, &u); err != nil {
				return err
			}
			if at := noonBefore(signedIn); signedIn > 0 {
				if err := tx.AddSession(ctx, model.Session{ID: store.NewID(), UserID: u.ID, CreatedAt: at, SeenAt: at, ExpiresAt: at}); err != nil {
					return err
				}
			}
			if err := tx.AddAPIToken(ctx, &token); err != nil || used == 0 {
				return err
			}
			return tx.TouchAPIToken(ctx, token.ID, noonBefore(used), "192.0.2.1")
		})
	}
}
