package main

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"yijian/casework"
)

func shipped(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The proxy lets through what the program takes, and little more; nobody waits for it to keep a copy first.
func TestTheProxyLetsAttachmentsThrough(t *testing.T) {
	nginx := shipped(t, "deploy/nginx.conf")
	said := regexp.MustCompile(`(?m)^\s*client_max_body_size (\d+)m;`).FindStringSubmatch(nginx)
	if said == nil {
		t.Fatal("nginx.conf sets no client_max_body_size in megabytes")
	}
	if most, _ := strconv.Atoi(said[1]); most<<20 <= casework.MaxUpload || most<<20 > casework.MaxUpload*5/4 {
		t.Errorf("nginx lets %d MB through, the program takes files of %d MB", most, casework.MaxUpload>>20)
	}
	if !strings.Contains(nginx, "proxy_request_buffering off;") {
		t.Error("nginx keeps whole uploads before it passes them on")
	}
}

// Behind the shipped proxy the program knows its clients apart.
func TestTheShippedProxyIsTrusted(t *testing.T) {
	nginx := shipped(t, "deploy/nginx.conf")
	if !strings.Contains(nginx, "proxy_pass http://127.0.0.1:8080;") || !strings.Contains(nginx, "proxy_set_header X-Forwarded-For $remote_addr;") {
		t.Fatal("nginx.conf does not pass clients' addresses on from this machine")
	}
	if unit := shipped(t, "deploy/yijian.service"); !regexp.MustCompile(`(?m)^Environment=.*\bYIJIAN_TRUSTED_PROXIES=127\.0\.0\.1\b`).MatchString(unit) {
		t.Error("yijian.service does not trust the proxy on its own machine")
	}
	compose := shipped(t, "deploy/compose.yaml")
	gateway := regexp.MustCompile(`gateway: (\S+)`).FindStringSubmatch(compose)
	if gateway == nil || !strings.Contains(compose, "YIJIAN_TRUSTED_PROXIES: "+gateway[1]+"\n") {
		t.Error("compose.yaml does not trust the address by which its network shows this machine")
	}
}
