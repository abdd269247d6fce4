package jobs

import (
	"crypto/x509"
	"net/netip"
	"time"

	"yijian/model"
)

// Senders is how the platform reaches people outside; a channel without settings is not there.
type Senders struct {
	Mail *MailServer
	SMS  *SMSGateway
	// Site is the address of the platform for links, such as https://yijian.example.cn; none when empty.
	Site string
}

// MailSecurity says how the connection to the mail server is protected.
type MailSecurity string

// The kinds of protection; without any, no password is sent.
const (
	MailStartTLS MailSecurity = "starttls"
	MailTLS      MailSecurity = "tls"
	MailPlain    MailSecurity = "none"
)

// MailServer is the server that takes the platform's e-mails.
type MailServer struct {
	Host     string
	Port     int
	Security MailSecurity
	From     string
	User     string
	Password string
	roots    *x509.CertPool // whom to trust; the system's when nil
	Timeout  time.Duration  // for opening the connection, and again for handing over; 20 seconds when 0
}

// SMSGateway is the webhook that takes text messages. Secret signs each request.
// Allow lists networks that are not public and may be reached all the same.
type SMSGateway struct {
	URL    string
	Secret string
	Allow  []netip.Prefix
}

func (s Senders) carriers(now func() time.Time) (map[model.Channel]carrier, error) {
	carriers := map[model.Channel]carrier{}
	if s.Mail != nil {
		post, err := newMailCarrier(*s.Mail, s.Site, now)
		if err != nil {
			return nil, err
		}
		carriers[model.ChannelEmail] = post
	}
	if s.SMS != nil {
		hook, err := newSMSCarrier(*s.SMS, s.Site)
		if err != nil {
			return nil, err
		}
		carriers[model.ChannelSMS] = hook
	}
	return carriers, nil
}

// link is where the record can be opened, empty without a site or a record.
func link(site string, letter model.Letter) string {
	if site == "" {
		return ""
	}
	if letter.Noun == "" || letter.RecordID == "" {
		return site + "/console/notifications"
	}
	return site + "/console/" + string(letter.Noun) + "/" + letter.RecordID
}
