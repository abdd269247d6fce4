package main

import (
	"strings"
	"testing"

	"yijian/jobs"
)

func TestSendersAreCheckedTogether(t *testing.T) {
	code, _, errs := command("serve", "--smtp=mail.example.com", "--smtp-security=maybe", "--smtp-from=nobody", "--sms-url=ftp://x/", "--sms-allow=lan", "--site-url=yijian")
	for _, mistake := range []string{"--smtp: ", "--smtp-security: ", "--smtp-from: ", "--sms-url: ", "--sms-allow: ", "--site-url: "} {
		if code != exitUsage || !strings.Contains(errs, mistake) {
			t.Errorf("exit %d, %q does not tell of %q", code, errs, mistake)
		}
	}
	code, _, errs = command("serve", "--data", t.TempDir(), "--smtp=mail.example.com:25", "--smtp-user=x", "--smtp-security=none", "--sms-url=https://sms.example.com/")
	for _, mistake := range []string{"--smtp-from: needed", smtpPasswordVariable + ": needed", "--smtp-security: none", smsSecretVariable + ": needed"} {
		if code != exitUsage || !strings.Contains(errs, mistake) {
			t.Errorf("exit %d, %q does not tell of %q", code, errs, mistake)
		}
	}
	t.Setenv(smtpPasswordVariable, "p")
	t.Setenv(smsSecretVariable, "s")
	f := senderFlags{SMTP: "[2001:db8::1]:587", SMTPSecurity: "starttls", SMTPFrom: "a@example.com", SMTPUser: "x", SMSURL: "https://sms.example.com/", SMSAllow: "10.1.2.3, fd00::/8", SiteURL: "https://y.example.cn/"}
	s, err := f.senders()
	if err != nil || s.Mail.Host != "2001:db8::1" || s.Mail.Port != 587 || s.Mail.Password != "p" || s.Mail.Security != jobs.MailStartTLS ||
		s.SMS.Secret != "s" || len(s.SMS.Allow) != 2 || s.SMS.Allow[0].Bits() != 32 || s.Site != "https://y.example.cn" {
		t.Errorf("%+v %+v %+v %v", s, s.Mail, s.SMS, err)
	}
}

// Phone numbers travel in clear only inside networks that the operator has listed.
func TestPlainWebhooksNeedAListedNetwork(t *testing.T) {
	t.Setenv(smsSecretVariable, "s")
	for address, c := range map[string]struct{ allow, says string }{
		"http://sms.example.com/":  {"", "--sms-allow"},
		"http://203.0.114.9/":      {"", "--sms-allow"},
		"http://10.9.9.9/":         {"10.1.0.0/16", "--sms-allow"},
		"http://[fd00::1]/":        {"10.1.0.0/16", "--sms-allow"},
		"http://10.1.2.3/":         {"10.1.0.0/16", ""},
		"http://sms.lan/":          {"10.1.0.0/16", ""}, // where it leads is seen when it is dialled
		"https://sms.example.com/": {"", ""},
	} {
		_, err := senderFlags{SMSURL: address, SMSAllow: c.allow}.senders()
		if (err == nil) != (c.says == "") || err != nil && (!strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "--sms-url")) {
			t.Errorf("%s with %q: %v", address, c.allow, err)
		}
	}
}
