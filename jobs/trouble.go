package jobs

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"syscall"
)

// otherTrouble is a failure of no kind that is known.
const otherTrouble = "原因不明（other）"

// trouble tells in our own words why the other side could not be reached, with
// the class or the code by which an expert finds more. What servers and libraries
// say goes nowhere: it may hold addresses, phone numbers and what was written.
func trouble(err error) string {
	var blocked *blockedAddress
	var answer *textproto.Error
	var network net.Error
	var name *net.DNSError
	switch {
	case errors.As(err, &blocked):
		return "地址不在允许访问的网络内（address blocked）"
	case errors.As(err, &answer):
		return fmt.Sprintf("对方拒绝（refused %d）", answer.Code)
	case errors.As(err, &network) && network.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return "对方未按时应答（timeout）"
	case errors.As(err, &name):
		return "找不到主机名（dns）"
	case isOfTLS(err):
		return "加密连接未能建立，请核对证书（tls）"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "对方端口未开放（connection refused）"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "网络不通（unreachable）"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "连接中断（connection closed）"
	}
	return otherTrouble
}

func isOfTLS(err error) bool {
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &record) || errors.As(err, &alert) || errors.As(err, &certificate) ||
		errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &invalid)
}
