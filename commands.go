package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/alecthomas/kong"

	"yijian/api"
	"yijian/casework"
	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// environment is what a verb may use of the world.
type environment struct {
	ctx    context.Context
	out    io.Writer
	errOut io.Writer
	now    func() time.Time
	// settings are those of the chosen verb.
	settings []model.Setting
	// log is the server's; other verbs have none.
	log *slog.Logger
}

// verbs is the command line; each verb's Run is in a file of its own name.
type verbs struct {
	Config string `help:"YAML file with settings; the same names as the flags." type:"path" placeholder:"FILE"`

	Serve   serveVerb   `cmd:"" help:"Run the web server and its scheduled jobs."`
	Migrate migrateVerb `cmd:"" help:"Bring the database schema to this program's version."`
	User    userVerbs   `cmd:"" help:"Manage accounts on the command line."`
	Demo    demoVerb    `cmd:"" help:"Fill an empty database with demonstration data."`
	Job     jobVerbs    `cmd:"" help:"List the scheduled jobs, or run one."`
	Import  importVerbs `cmd:"" help:"Take documents into the platform."`
	Report  reportVerbs `cmd:"" help:"Write reports as office documents."`
	Backup  backupVerb  `cmd:"" help:"Write everything in the database to a file."`
	Restore restoreVerb `cmd:"" help:"Replace everything in the database by a backup."`
	Audit   auditVerbs  `cmd:"" help:"Check the audit log and its key."`
	Key     keyVerbs    `cmd:"" help:"Look after the keys that seal personal data and secrets."`
	Openapi openapiVerb `cmd:"" help:"Print the OpenAPI document."`
}

// database is the flags that all verbs share, so that a script may add them to any.
type database struct {
	Data string `help:"Folder of the embedded database and its files." default:"./data" env:"YIJIAN_DATA" placeholder:"DIR"`
	DB   string `help:"mysql://user:password@host/name; the embedded SQLite database when left out." env:"YIJIAN_DB" placeholder:"URL" name:"db"`
	keyFlags
	auditFiles
	blobFlags
	PasswordProfile string `help:"What passwords must be: djbh3 (graded protection) or nist." default:"djbh3" env:"YIJIAN_PASSWORD_PROFILE" placeholder:"NAME"`
}

func (d database) address() string {
	if d.DB != "" {
		return d.DB
	}
	return "sqlite:" + d.sqliteFile()
}

func (d database) sqliteFile() string { return d.Data + "/yijian.db" }

// open returns the desk over an open and migrated database.
func (d database) open(env *environment, migrate bool) (*casework.Desk, error) {
	desk, err := d.connect(env)
	if err != nil {
		return nil, err
	}
	if err := d.ready(env, desk, migrate); err != nil {
		return nil, errors.Join(err, desk.Store.Close())
	}
	return desk, nil
}

// ready prepares the database and refuses another's place of attachments.
func (d database) ready(env *environment, desk *casework.Desk, migrate bool) error {
	if err := d.prepare(env, desk, migrate); err != nil {
		return err
	}
	return d.usable(env, desk)
}

// connect returns the desk over an open database, of whatever schema.
func (d database) connect(env *environment) (*casework.Desk, error) {
	if d.DB == "" {
		if err := store.MakeFolders(d.Data); err != nil {
			return nil, unavailable(err)
		}
	}
	opened, err := store.Open(env.ctx, d.address())
	if err != nil {
		return nil, unavailable(err)
	}
	keys, err := d.keys(d.Data)
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	desk, err := casework.NewDesk(opened, env.now)
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	auditKey, err := d.signing()
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	opened.SealWith(auditKey)
	desk.SealWith(keys)
	desk.Codes = api.TOTP{}
	if desk.Rules.Passwords, err = policy.PasswordProfileNamed(d.PasswordProfile); err == nil {
		desk.Blobs, err = d.blobs(env)
	}
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	return desk, nil
}

// prepare brings the database to this program's schema, or refuses an older one.
func (d database) prepare(env *environment, desk *casework.Desk, migrate bool) (err error) {
	if migrate {
		if _, err = desk.Store.Migrate(env.ctx); err == nil {
			err = desk.LoadReference(env.ctx)
		}
	} else if pending, failed := desk.Store.Pending(env.ctx); failed != nil || pending {
		err = errors.Join(failed, errors.New("the database schema is not this program's: make a backup, then run yijian migrate (docs/operating.md, Drill)"))
	}
	if err != nil {
		return unavailable(err)
	}
	if err := d.settle(env, desk.Store); err != nil {
		return err
	}
	env.warnOfKey(desk.Store, desk.Store.AuditKey())
	return nil
}

// settle holds the database to its keys, and seals what an earlier release stored in clear.
func (d database) settle(env *environment, s *store.Store) error {
	at := env.now().UTC()
	err := s.NoteKeys(env.ctx, at)
	if model.KindOf(err) == model.Malformed {
		return usage("%s: %s (docs/operating.md, Keys)", d.fileOfKeys(d.Data), model.DetailOf(err))
	}
	if err != nil {
		return unavailable(err)
	}
	rows, err := s.SealBare(env.ctx, at)
	if rows > 0 {
		fmt.Fprintf(env.errOut, "yijian: sealed the personal data of %d records\n", rows)
	}
	return unavailable(err)
}

func parseAndRun(env *environment, args []string) error {
	var v verbs
	exited := false
	parser, err := kong.New(&v, kong.Name("yijian"), kong.Description("驿鉴: supervision and credit rating of express delivery."),
		kong.Writers(env.out, env.errOut), kong.Exit(func(int) { exited = true }), kong.UsageOnError(), kong.Bind(env))
	if err != nil {
		return err
	}
	if len(args) > 0 && args[0] == "help" { // people try the word first
		args = append(slices.Clone(args[1:]), "--help")
	}
	if err := takeSettings(parser, args); err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if exited {
		return nil // --help
	}
	if err != nil {
		return usage("%v", err)
	}
	env.settings = settingsInForce(command)
	return command.Run(env)
}
