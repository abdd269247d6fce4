package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"time"

	"yijian/api"
	"yijian/casework"
	"yijian/jobs"
	"yijian/model"
	"yijian/web/console"
	"yijian/web/portal"
)

const version = "0.1.0"

type serveVerb struct {
	database
	Addr        string `help:"Address to listen on." default:"127.0.0.1:8080" env:"YIJIAN_ADDR"`
	MetricsAddr string `help:"Address of the Prometheus metrics; none when empty." default:"" env:"YIJIAN_METRICS_ADDR"`
	Contact     string `help:"How the public reaches the bureau." default:"重庆市邮政管理局第三分局" env:"YIJIAN_CONTACT"`
	Phone       string `help:"Telephone at which the public reaches the bureau." name:"contact-phone" placeholder:"NUMBER" env:"YIJIAN_CONTACT_PHONE"`
	Office      string `help:"Address at which the public reaches the bureau." name:"contact-address" placeholder:"ADDRESS" env:"YIJIAN_CONTACT_ADDRESS"`
	Demo        bool   `help:"Serve demonstration data, loaded once into an empty database." env:"YIJIAN_DEMO"`
	demoFlags
	senderFlags
	TrustedProxies  string `help:"Addresses and networks, with commas between, of proxies whose X-Forwarded-For is believed." placeholder:"LIST" env:"YIJIAN_TRUSTED_PROXIES"`
	WritesPerMinute int64  `help:"Changes that one account may make in a minute; 0 sets no limit." default:"600" env:"YIJIAN_WRITES_PER_MINUTE"`
	RevealsPerDay   int64  `help:"Records whose personal data one account may see in clear in a day; 0 sets no limit." default:"50" env:"YIJIAN_REVEALS_PER_DAY"`
	DownloadsPerDay int64  `help:"Attachments that one account may download in a day; 0 sets no limit." default:"500" env:"YIJIAN_DOWNLOADS_PER_DAY"`
	ExportsPerDay   int64  `help:"Lists that one account may take out as files in a day; 0 sets no limit." default:"200" env:"YIJIAN_EXPORTS_PER_DAY"`
	SlipsByClock    bool   `help:"Let the clock issue the first supervision slip of a task that turned red, instead of proposing it to the supervising unit." env:"YIJIAN_SLIPS_BY_CLOCK"`
	TaskTolerance   int    `help:"Percentage points that claimed and counted progress of a task may differ, for targets that name no other." default:"10" env:"YIJIAN_TASK_TOLERANCE"`
	scoreFlags
	ReadsPerMinute int64 `help:"Reads that one account, or one client without one, may make in a minute on all servers together; 0 sets no limit." default:"1200" env:"YIJIAN_READS_PER_MINUTE"`
	SecureCookies  bool  `help:"Mark cookies Secure; set it behind TLS." env:"YIJIAN_SECURE_COOKIES"`
}

// Run serves until it is told to stop, then lets running requests finish.
func (v *serveVerb) Run(env *environment) error {
	collectSeldom()
	log := env.log
	senders, err := v.outside()
	if err != nil {
		return err
	}
	desk, err := v.open(env, true)
	if err != nil {
		return err
	}
	defer func() { _ = desk.Store.Close() }()
	desk.Store.TellLostValues(func(place string) { log.Error("a sealed value does not open", "place", place) })
	desk.Rules.SecondFactor = !v.Demo // the demonstration's password is published, a second factor would protect nothing
	desk.Rules.Tolerance, desk.Rules.SlipsByClock = v.TaskTolerance, v.SlipsByClock
	most := &desk.Rules.Limits
	most.Writes, most.Reveals, most.Downloads, most.Exports = v.WritesPerMinute, v.RevealsPerDay, v.DownloadsPerDay, v.ExportsPerDay
	if err := errors.Join(v.weigh(desk), v.claim(env, desk), unavailable(desk.Store.BoundReads(env.ctx, readLimit)), v.holds(env, desk)); err != nil {
		return err
	}
	heads, err := v.heads(desk.Store.AuditKey())
	if err != nil {
		return err
	}
	service := v.api(env, desk)
	public := &portal.Portal{Desk: desk, Store: desk.Store, Log: log, Demo: v.Demo, CountRead: service.CountRead, SiteURL: v.site()}
	listener, err := net.Listen("tcp", v.Addr)
	if err != nil {
		return unavailable(err)
	}
	server := api.Server(v.Addr, service.Handler(console.Handler(), public.Mount), log)
	servers := []*http.Server{server}
	defer public.KeepWarm()()
	audit, stopAudit := jobs.StartAudit(desk, heads, log)
	defer stopAudit()
	service.Audit, desk.AuditLog, service.Lost = audit.State, audit.State, public.Lost
	outbox, stopOutbox, err := jobs.StartOutbox(desk, senders, log)
	if err != nil {
		return err
	}
	defer stopOutbox()
	service.Outbox = outbox.State
	orders, stopJobs := startJobs(env, desk, log)
	defer stopJobs()
	service.Jobs.Run, service.Jobs.Rerun = orders.Run, orders.Rerun
	failed := make(chan error, 2)
	go func() { failed <- server.Serve(listener) }()
	if v.MetricsAddr != "" {
		metrics := api.Server(v.MetricsAddr, service.MetricsHandler(), log)
		servers = append(servers, metrics)
		go func() { failed <- metrics.ListenAndServe() }()
	}
	fmt.Fprintf(env.out, "驿鉴 http://%s/  工作台 http://%s/console/\n", listener.Addr(), listener.Addr())
	if err := v.tellDemo(env, desk); err != nil {
		return err
	}
	return errors.Join(unavailable(until(env, failed)), shutdown(servers))
}

// until waits for the end: that of the program, or a server's failure, which it returns.
func until(env *environment, failed <-chan error) error {
	select {
	case <-env.ctx.Done():
		return nil
	case err := <-failed:
		return err
	}
}

// startJobs begins scheduled work and the work on imports; stop ends both and waits for them.
func startJobs(env *environment, desk *casework.Desk, log *slog.Logger) (orders *jobs.Orders, stop func()) {
	orders, stopOrders := jobs.Start(env.ctx, desk, log)
	stopImports := jobs.StartImports(env.ctx, desk, log)
	return orders, func() {
		stopImports()
		stopOrders()
	}
}

// site is the platform's public address; the demonstration's is where it listens.
func (v *serveVerb) site() string {
	if v.Demo && v.SiteURL == "" {
		return "http://" + v.Addr
	}
	return strings.TrimSuffix(v.SiteURL, "/")
}

// outside is the ways out of the platform; the demonstration has none, so that
// nothing made up reaches a real person.
func (v *serveVerb) outside() (jobs.Senders, error) {
	senders, err := v.senders()
	if v.Demo {
		senders = jobs.Senders{}
	}
	return senders, err
}

// tellDemo prints how to sign in to the demonstration.
func (v *serveVerb) tellDemo(env *environment, desk *casework.Desk) error {
	if !v.Demo {
		return nil
	}
	secret, err := codedSecret(env, desk)
	if err != nil {
		return err
	}
	fmt.Fprintf(env.out, "演示账号：%s\n共用密码：%s\n", accountNames(), v.DemoPassword)
	fmt.Fprintf(env.out, "账号 %s 登录另需动态口令，密钥：%s\n", codedAccount, secret)
	return nil
}

// codedSecret is the secret of the account that signs in with a code; one that a
// key of earlier days sealed, or that was never made, is made anew.
func codedSecret(env *environment, desk *casework.Desk) (string, error) {
	secret, err := desk.DemoSecret(env.ctx, codedAccount)
	if err == nil {
		return secret, nil
	}
	user, err := desk.Store.UserByName(env.ctx, codedAccount)
	if err != nil {
		return "", err
	}
	if err := desk.GiveSecondFactor(env.ctx, model.Call{Actor: casework.Operator, Demo: true}, user.ID); err != nil {
		return "", err
	}
	return desk.DemoSecret(env.ctx, codedAccount)
}

// holds keeps made-up and real records apart: production serves no demonstration
// rows, and --demo puts none beside real ones.
func (v *serveVerb) holds(env *environment, desk *casework.Desk) error {
	if v.Demo {
		size := demoSize{Seed: 1, Firms: 12, EndPoints: 60, Months: 24, AsOf: demoDay(desk.Today())}
		_, err := v.ensure(env, desk, size)
		return err
	}
	holdings, err := desk.Store.Holdings(env.ctx)
	if err != nil {
		return unavailable(err)
	}
	if holdings.Demo > 0 {
		return &exitError{exitRefused, "the database holds demonstration data; serve it with --demo, or use another database"}
	}
	return nil
}

func (v *serveVerb) api(env *environment, desk *casework.Desk) *api.API {
	desk.Log, desk.JobTitles, desk.Contact = env.log, jobs.Titles(), v.Contact
	desk.ContactPhone, desk.ContactAddress = v.Phone, v.Office
	return &api.API{
		Desk: desk, Store: desk.Store, Hasher: api.NewArgon2(runtime.NumCPU()), Log: env.log, Settings: env.settings,
		SecureCookies: v.SecureCookies, TrustedProxies: networks(v.TrustedProxies), Version: version, Spool: v.Data, ReadsPerMinute: v.ReadsPerMinute,
		Jobs: api.Jobs{List: jobs.List},
	}
}

// readLimit is when the database itself gives up a query, a little after the request did.
const readLimit = 25 * time.Second

const drain = 15 * time.Second

func shutdown(servers []*http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	var all error
	for _, server := range servers {
		all = errors.Join(all, server.Shutdown(ctx))
	}
	return all
}
