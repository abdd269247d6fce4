package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"yijian/api"
	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

type userVerbs struct {
	Add    userAddVerb    `cmd:"" help:"Create an account; the first administrator is made this way."`
	Passwd userPasswdVerb `cmd:"" help:"Set an account's password and end its sessions."`
	List   userListVerb   `cmd:"" help:"List the accounts."`
}

// password is read from the environment or standard input, never from the command line.
type password struct {
	PasswordEnv string `help:"Environment variable that holds the password; standard input when left out." placeholder:"NAME"`
}

func (p password) read() (string, error) {
	if p.PasswordEnv != "" {
		if value := os.Getenv(p.PasswordEnv); value != "" {
			return value, nil
		}
		return "", usage("environment variable %s is empty", p.PasswordEnv)
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && line == "" {
		return "", usage("no password on standard input")
	}
	return strings.TrimRight(line, "\r\n"), nil
}

type userAddVerb struct {
	database
	password
	Name       string   `arg:"" help:"Sign-in name."`
	Role       []string `help:"Role; may be repeated." required:""`
	Display    string   `help:"Name to show." required:""`
	Unit       string   `help:"Unit id."`
	Enterprise string   `help:"Enterprise id, for firms."`
	Area       string   `help:"Area code whose records the account sees." default:"500156"`
}

// Run creates the account.
func (v *userAddVerb) Run(env *environment) error {
	secret, err := v.read()
	if err != nil {
		return err
	}
	account := casework.Account{
		Name: v.Name, DisplayName: v.Display, Password: secret, UnitID: model.UnitID(v.Unit),
		EnterpriseID: model.EnterpriseID(v.Enterprise), AreaCode: v.Area,
	}
	for _, role := range v.Role {
		account.Roles = append(account.Roles, model.Role(role))
	}
	desk, err := v.open(env, true)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	user, err := desk.AddUser(env.ctx, operator(), api.NewArgon2(1), account)
	if err != nil {
		return err
	}
	fmt.Fprintf(env.out, "%s %s\n", user.Name, user.ID)
	return nil
}

type userPasswdVerb struct {
	database
	password
	Name         string `arg:"" help:"Sign-in name."`
	ForgetFactor bool   `help:"Also remove the second factor of somebody who has lost the device."`
}

// Run sets the password.
func (v *userPasswdVerb) Run(env *environment) error {
	secret, err := v.read()
	if err != nil {
		return err
	}
	desk, err := v.open(env, false)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	return desk.RecoverAccount(env.ctx, operator(), api.NewArgon2(1), casework.Recovery{
		Name: v.Name, Password: secret, ForgetFactor: v.ForgetFactor,
	})
}

type userListVerb struct{ database }

// Run prints one account a line: name, roles, unit, state.
func (v *userListVerb) Run(env *environment) error {
	desk, err := v.open(env, false)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	query := store.Query{Sort: "name"}
	for {
		page, err := desk.Store.Users(env.ctx, store.Everything(), query)
		if err != nil {
			return err
		}
		for _, u := range page.Items {
			state := "active"
			if u.Disabled {
				state = "disabled"
			}
			fmt.Fprintf(env.out, "%s\t%v\t%s\t%s\t%s\n", u.Name, u.Roles, u.UnitID, state, u.DisplayName)
		}
		if page.Next == "" {
			return nil
		}
		query.Cursor = page.Next
	}
}
