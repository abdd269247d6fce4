package store

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
)

// Redact hides the password of a database address, for logs and messages.
func Redact(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil || u.User == nil {
		if strings.HasPrefix(dsn, "mysql://") {
			return "mysql://…"
		}
		return dsn
	}
	return u.Redacted()
}

// CheckAddress tells what is wrong with a mysql:// address, without connecting.
func CheckAddress(dsn string) error {
	if !strings.HasPrefix(dsn, "mysql://") {
		return fmt.Errorf("database address must be mysql://user:password@host:port/name")
	}
	_, err := mysqlConfig(dsn)
	return err
}

// driverLog puts what the driver has to say, such as a connection that broke, where everything else is logged.
type driverLog struct{}

// Print logs what is said.
func (driverLog) Print(said ...any) { slog.Warn("database driver", "said", fmt.Sprint(said...)) }

func mysqlConfig(dsn string) (*mysqldriver.Config, error) {
	u, err := url.Parse(dsn)
	if err != nil || u.Host == "" || strings.Trim(u.Path, "/") == "" {
		return nil, fmt.Errorf("database address must be mysql://user:password@host:port/name")
	}
	cfg := mysqldriver.NewConfig()
	cfg.User = u.User.Username()
	cfg.Passwd, _ = u.User.Password()
	cfg.Net, cfg.Addr = "tcp", u.Host
	if u.Port() == "" {
		cfg.Addr = net.JoinHostPort(u.Hostname(), "3306")
	}
	cfg.DBName = strings.Trim(u.Path, "/")
	cfg.ParseTime = true
	cfg.Logger = driverLog{}
	cfg.Loc = time.UTC
	cfg.ClientFoundRows = true
	cfg.Timeout = 5 * time.Second // no other: a schema step or a restore may be at one statement for hours
	cfg.Params = map[string]string{"time_zone": "'+00:00'", "sql_mode": "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'", "group_concat_max_len": "16777216"}
	for name, values := range u.Query() {
		if name != "wsrep_sync_wait" {
			return nil, fmt.Errorf("database address: unknown option %q", name)
		}
		cfg.Params[name] = values[0]
	}
	if err := cfg.Apply(mysqldriver.Charset("utf8mb4", "utf8mb4_bin")); err != nil {
		return nil, fmt.Errorf("database charset: %w", err)
	}
	return cfg, nil
}
