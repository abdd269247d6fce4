package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image/png"
	"net/url"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"yijian/casework"
	"yijian/model"
)

// TOTP makes and checks one-time codes after RFC 6238: six digits, thirty
// seconds, one step of tolerance to either side.
type TOTP struct{}

const (
	codePeriod = 30
	issuer     = "驿鉴"
)

var codeForm = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// Secret makes a new random secret of 160 bits.
func (TOTP) Secret() (string, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: "new", SecretSize: 20})
	if err != nil {
		return "", fmt.Errorf("make one-time secret: %w", err)
	}
	return key.Secret(), nil
}

// Code is the secret's code at the instant.
func (TOTP) Code(secret string, at time.Time) (string, error) {
	return totp.GenerateCode(secret, at)
}

// Step is the time step in which the code is the secret's; the library alone would not tell which.
func (TOTP) Step(secret, code string, at time.Time) (step int64, ok bool) {
	now := at.Unix() / codePeriod
	for _, step := range []int64{now - 1, now, now + 1} {
		if fits, err := hotp.ValidateCustom(code, uint64(step), secret, codeForm); err == nil && fits { //nolint:gosec // after 1970
			return step, true
		}
	}
	return 0, false
}

// enrolment is what a person's device needs, in the three forms devices take.
type enrolment struct {
	model.User
	Secret string `json:"secret" doc:"to type into a device"`
	URI    string `json:"uri" doc:"otpauth address"`
	QR     string `json:"qr" doc:"the address as a picture, a data: URL"`
}

func enrolmentOf(e casework.Enrolment) (enrolment, error) {
	address := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + e.Name}
	address.RawQuery = url.Values{"secret": {e.Secret.Secret}, "issuer": {issuer}}.Encode()
	key, err := otp.NewKeyFromURL(address.String())
	if err != nil {
		return enrolment{}, fmt.Errorf("one-time address: %w", err)
	}
	picture, err := key.Image(240, 240)
	if err != nil {
		return enrolment{}, fmt.Errorf("draw one-time address: %w", err)
	}
	var data bytes.Buffer
	if err := png.Encode(&data, picture); err != nil {
		return enrolment{}, fmt.Errorf("draw one-time address: %w", err)
	}
	qr := "data:image/png;base64," + base64.StdEncoding.EncodeToString(data.Bytes())
	return enrolment{User: e.User, Secret: e.Secret.Secret, URI: key.URL(), QR: qr}, nil
}

type factorStart struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"128"`
	}
}

func (a *API) startSecondFactor(ctx context.Context, call model.Call, in *factorStart) (*record[enrolment], error) {
	started, err := a.Desk.StartSecondFactor(ctx, call, a.Hasher, in.Body.Password)
	if err != nil {
		return nil, err
	}
	shown, err := enrolmentOf(started)
	return versioned(shown, shown.Version, err)
}

type factorConfirmation struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Code string `json:"code" minLength:"6" maxLength:"10"`
	}
}

func (a *API) confirmSecondFactor(ctx context.Context, call model.Call, in *factorConfirmation) (*record[recovered], error) {
	return recoveredOf(a.Desk.ConfirmSecondFactor(ctx, call, in.Body.Code))
}
