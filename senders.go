package main

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"yijian/jobs"
	"yijian/model"
)

// The password and the secret have no flag: a command line can be read by others.
const (
	smtpPasswordVariable = "YIJIAN_SMTP_PASSWORD" //nolint:gosec // the variable's name
	smsSecretVariable    = "YIJIAN_SMS_SECRET"    //nolint:gosec // the variable's name
)

// senderFlags say how the platform reaches people outside the workbench; without
// them it does not.
type senderFlags struct {
	SiteURL      string `help:"Address of the platform, for links in e-mails and text messages." name:"site-url" placeholder:"URL" env:"YIJIAN_SITE_URL"`
	SMTP         string `help:"host:port of the mail server; no e-mails when empty. Its password stands in YIJIAN_SMTP_PASSWORD." name:"smtp" placeholder:"HOST:PORT" env:"YIJIAN_SMTP"`
	SMTPSecurity string `help:"How the connection is protected: starttls, tls, or none (without a password only)." name:"smtp-security" default:"starttls" env:"YIJIAN_SMTP_SECURITY"`
	SMTPFrom     string `help:"Address that e-mails come from." name:"smtp-from" placeholder:"ADDRESS" env:"YIJIAN_SMTP_FROM"`
	SMTPUser     string `help:"Account on the mail server, if it wants one." name:"smtp-user" placeholder:"NAME" env:"YIJIAN_SMTP_USER"`
	SMSURL       string `help:"Webhook that takes text messages; none when empty. Requests are signed with YIJIAN_SMS_SECRET." name:"sms-url" placeholder:"URL" env:"YIJIAN_SMS_URL"`
	SMSAllow     string `help:"Addresses and networks, with commas between, that are not public and that the webhook may be in." name:"sms-allow" placeholder:"LIST" env:"YIJIAN_SMS_ALLOW"`
}

// senders reads the settings together; one error names everything that does not fit.
func (f senderFlags) senders() (jobs.Senders, error) {
	s := jobs.Senders{Site: strings.TrimSuffix(f.SiteURL, "/")}
	var mistakes []string
	need := func(name, value, of string) {
		if value == "" {
			mistakes = append(mistakes, name+": needed with "+of)
		}
	}
	if f.SMTP != "" {
		s.Mail = f.mail()
		need("--smtp-from", f.SMTPFrom, "--smtp")
		if f.SMTPUser != "" {
			need(smtpPasswordVariable, s.Mail.Password, "--smtp-user")
			if s.Mail.Security == jobs.MailPlain {
				mistakes = append(mistakes, "--smtp-security: none would send the password in clear")
			}
		}
	}
	if f.SMSURL != "" {
		s.SMS = &jobs.SMSGateway{URL: f.SMSURL, Secret: os.Getenv(smsSecretVariable), Allow: prefixes(f.SMSAllow)}
		need(smsSecretVariable, s.SMS.Secret, "--sms-url")
		if err := s.SMS.Check(); err != nil {
			mistakes = append(mistakes, "--sms-url: "+err.Error())
		}
	}
	if len(mistakes) > 0 {
		return s, usage("%s", strings.Join(mistakes, "; "))
	}
	return s, nil
}

func (f senderFlags) mail() *jobs.MailServer {
	host, text, _ := net.SplitHostPort(f.SMTP) // both checked with the other settings
	port, _ := strconv.Atoi(text)
	return &jobs.MailServer{
		Host: host, Port: port, Security: jobs.MailSecurity(f.SMTPSecurity), From: f.SMTPFrom,
		User: f.SMTPUser, Password: os.Getenv(smtpPasswordVariable),
	}
}

// prefixes reads a checked list of addresses and networks.
func prefixes(value string) []netip.Prefix {
	list := []netip.Prefix{}
	for _, part := range networks(value) {
		if ip, err := netip.ParseAddr(part); err == nil {
			list = append(list, netip.PrefixFrom(ip, ip.BitLen()))
		} else if network, err := netip.ParsePrefix(part); err == nil {
			list = append(list, network)
		}
	}
	return list
}

func checkMailServer(value string) error {
	if err := checkAddress(value); err != nil {
		return err
	}
	if strings.HasPrefix(value, ":") || strings.HasSuffix(value, ":0") {
		return fmt.Errorf("%q is not host:port", value)
	}
	return nil
}

func checkSecurity(value string) error {
	if !slices.Contains([]jobs.MailSecurity{jobs.MailStartTLS, jobs.MailTLS, jobs.MailPlain}, jobs.MailSecurity(value)) {
		return fmt.Errorf("%q is none of starttls, tls, none", value)
	}
	return nil
}

func checkEmail(value string) error {
	if !model.Email(value).IsValid() {
		return fmt.Errorf("%q is no e-mail address", value)
	}
	return nil
}

func checkSite(value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return fmt.Errorf("%q is not an address such as https://yijian.example.cn", value)
	}
	return nil
}
