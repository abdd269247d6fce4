package jobs

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"time"

	mail "github.com/wneessen/go-mail"

	"yijian/model"
)

// mailTimeout bounds opening the connection, and again handing over the letter.
const mailTimeout = 20 * time.Second

const senderName = "驿鉴"

type mailCarrier struct {
	client *mail.Client
	from   string
	domain string
	site   string
	now    func() time.Time
	// protected asks the server to encrypt the connection it has opened.
	protected bool
}

func newMailCarrier(s MailServer, site string, now func() time.Time) (*mailCarrier, error) {
	policy := map[MailSecurity]mail.TLSPolicy{MailStartTLS: mail.TLSMandatory, MailTLS: mail.NoTLS, MailPlain: mail.NoTLS}[s.Security]
	options := []mail.Option{
		mail.WithPort(s.Port), mail.WithTimeout(cmp.Or(s.Timeout, mailTimeout)), mail.WithTLSPolicy(policy),
		mail.WithTLSConfig(&tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: s.roots}), mail.WithHELO("yijian.invalid"),
	}
	if s.Security == MailTLS {
		options = append(options, mail.WithSSL())
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	_, domain, _ := strings.Cut(s.From, "@")
	return &mailCarrier{client, s.From, domain, site, now, s.Security == MailStartTLS}, nil
}

// message is the letter as an e-mail. Its number is the delivery's, however often
// it is sent, so that a mailbox can tell that it has it already.
func (c *mailCarrier) message(letter model.Letter) (*mail.Msg, error) {
	m := mail.NewMsg()
	if err := m.FromFormat(senderName, c.from); err != nil {
		return nil, fmt.Errorf("from: %w", err)
	}
	if !model.Email(letter.To).IsValid() {
		return nil, errors.New("to: no plain address")
	}
	if err := m.To(letter.To); err != nil {
		return nil, fmt.Errorf("to: %w", err)
	}
	m.Subject(oneLine(letter.Subject))
	m.SetMessageIDWithValue(string(letter.ID) + "@" + c.domain)
	m.SetDateWithValue(c.now())
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	text := letter.Text
	if at := link(c.site, letter); at != "" {
		text += "\n\n" + at
	}
	m.SetBodyString(mail.TypeTextPlain, text+"\n\n——\n本邮件由驿鉴自动发送，请勿回复；不需要邮件的，可在工作台“账号安全”中关闭。\n")
	return m, nil
}

// oneLine is the text without anything that could end a header.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, text)
}

func (c *mailCarrier) open(ctx context.Context, letter model.Letter) (passage, *verdict) {
	message, err := c.message(letter)
	if err != nil {
		return passage{}, &verdict{model.DeliveryFailed, "收件地址或邮件内容不能用（address）"}
	}
	connection, err := c.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		reason := trouble(err)
		if reason == otherTrouble && c.protected { // the library has no error of its own for it
			reason = "邮件服务器不提供 STARTTLS 加密，或不接受登录方式（starttls）"
		}
		return passage{}, &verdict{model.DeliveryWaiting, "连接邮件服务器失败：" + reason}
	}
	return passage{
		send: func(context.Context) verdict {
			return mailVerdict(c.client.SendWithSMTPClient(connection, message), message.IsDelivered())
		},
		close: func() {
			if c.client.CloseWithSMTPClient(connection) != nil {
				_ = connection.Close() // broken already
			}
		},
	}, nil
}

// mailVerdict reads the server's answers. Only where the whole letter was handed
// over and no answer came is it not known whether the server took it.
func mailVerdict(err error, delivered bool) verdict {
	if err == nil || delivered { // what fails afterwards takes nothing back
		return verdict{status: model.DeliverySent}
	}
	var failed *mail.SendError
	if !errors.As(err, &failed) {
		return verdict{model.DeliveryUnknown, "邮件服务器的答复无法判断：" + trouble(err)}
	}
	reason := answered(failed)
	switch code := failed.ErrorCode(); {
	case failed.Reason == mail.ErrSMTPDataClose && code == 0:
		return verdict{model.DeliveryUnknown, "邮件已交出，未等到邮件服务器的答复：" + reason}
	case failed.Reason == mail.ErrGetSender, failed.Reason == mail.ErrGetRcpts, failed.Reason == mail.ErrNoUnencoded, code >= 500:
		return verdict{model.DeliveryFailed, "邮件服务器拒收：" + reason}
	}
	return verdict{model.DeliveryWaiting, "邮件服务器暂不能收：" + reason}
}

// answered is the code of the server's answer, without its words.
func answered(failed *mail.SendError) string {
	if failed.ErrorCode() == 0 {
		return "连接中断或超时（no answer）"
	}
	return strings.TrimSpace(fmt.Sprintf("refused %d %s", failed.ErrorCode(), failed.EnhancedStatusCode()))
}
