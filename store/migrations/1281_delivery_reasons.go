package migrations

import (
	"fmt"
	"regexp"
	"strings"

	"gorm.io/gorm"
)

// Before, what other servers and libraries said stood behind these words.
var rawReasons = []string{
	"连接邮件服务器失败：", "邮件服务器的答复无法判断：", "邮件已交出，未等到邮件服务器的答复：", "邮件服务器拒收：", "邮件服务器暂不能收：", "短信平台未能接通：",
}

var (
	// classedReason is what stands there since: a class in our own words, or an answer's code alone.
	classedReason = regexp.MustCompile(`^(原因不明（other）|地址不在允许访问的网络内（address blocked）|对方拒绝（refused \d{3}）|对方未按时应答（timeout）|找不到主机名（dns）|` +
		`加密连接未能建立，请核对证书（tls）|对方端口未开放（connection refused）|网络不通（unreachable）|连接中断（connection closed）|` +
		`邮件服务器不提供 STARTTLS 加密，或不接受登录方式（starttls）|连接中断或超时（no answer）|refused \d{3}( \d\.\d{1,3}\.\d{1,3})?)$`)
	answerCode = regexp.MustCompile(`(?:^|[^\d.:])([45]\d\d)(?:[ -]+(\d\.\d{1,3}\.\d{1,3}))?(?:[^\d.:]|$)`)
)

// reasonClasses are the classes by what the libraries' texts hold, the first that fits.
var reasonClasses = []struct {
	class string
	holds []string
}{
	{"地址不在允许访问的网络内（address blocked）", []string{"is not a public address", "may not be dialled"}},
	{"对方未按时应答（timeout）", []string{"i/o timeout", "deadline exceeded", "Client.Timeout"}},
	{"找不到主机名（dns）", []string{"no such host", "lookup ", "server misbehaving"}},
	{"邮件服务器不提供 STARTTLS 加密，或不接受登录方式（starttls）", []string{"STARTTLS", "not support SMTP AUTH"}},
	{"加密连接未能建立，请核对证书（tls）", []string{"tls: ", "x509: ", "certificate"}},
	{"对方端口未开放（connection refused）", []string{"connection refused"}},
	{"网络不通（unreachable）", []string{"unreachable", "no route to host"}},
	{"连接中断（connection closed）", []string{"EOF", "connection reset", "broken pipe", "closed network connection"}},
}

// classed is the reason of a failed delivery without anybody else's words.
func classed(reason string) string {
	if strings.HasPrefix(reason, "收件地址或邮件内容不能用：") {
		return "收件地址或邮件内容不能用（address）"
	}
	for _, start := range rawReasons {
		said, found := strings.CutPrefix(reason, start)
		if !found || classedReason.MatchString(said) {
			continue
		}
		for _, c := range reasonClasses {
			for _, word := range c.holds {
				if strings.Contains(said, word) {
					return start + c.class
				}
			}
		}
		if code := answerCode.FindStringSubmatch(said); code != nil {
			return start + strings.TrimSpace("refused "+code[1]+" "+code[2])
		}
		return start + "原因不明（other）"
	}
	return reason
}

// classReasons puts the class in place of every reason that holds more.
func classReasons(table, column string) func(*gorm.DB) error {
	return func(db *gorm.DB) error {
		var all []string
		if err := db.Table(table).Where(column+" <> ''").Distinct().Pluck(column, &all).Error; err != nil {
			return fmt.Errorf("reasons of %s: %w", table, err)
		}
		for _, reason := range all {
			if class := classed(reason); class != reason {
				if err := db.Table(table).Where(column+" = ?", reason).Update(column, class).Error; err != nil {
					return fmt.Errorf("class reasons of %s: %w", table, err)
				}
			}
		}
		return nil
	}
}

var deliveryReasons = []Step{
	{1281, "class delivery_attempts.reason", classReasons("delivery_attempts", "reason")},
	{1282, "class deliveries.failure", classReasons("deliveries", "failure")},
}
