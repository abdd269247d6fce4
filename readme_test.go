package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestReadmeVerbsRun runs every bin/yijian line of the README in order, in a folder of its own.
func TestReadmeVerbsRun(t *testing.T) {
	dir := t.TempDir()
	ran := 0
	for _, line := range readmeLines(t) {
		command, ok := strings.CutPrefix(line, "bin/yijian ")
		if !ok {
			continue
		}
		ran++
		args := strings.Fields(strings.ReplaceAll(command, "./", dir+"/"))
		if out, err := exec.Command(buildBinary(t), args...).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", line, err, out)
		}
	}
	if ran < 5 {
		t.Errorf("the README shows %d verbs", ran)
	}
}

var (
	curlAddress = regexp.MustCompile(`http://127\.0\.0\.1:8080(/[^' ]*)`)
	curlBody    = regexp.MustCompile(`-d '([^']*)'`)
)

// TestReadmeRequestIsAnswered starts the demonstration as the README says and sends its requests.
func TestReadmeRequestIsAnswered(t *testing.T) {
	address := serveDemo(t)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: 30 * time.Second}
	var last []byte
	sent := 0
	for _, command := range strings.Split(strings.ReplaceAll(strings.Join(readmeLines(t), "\n"), "\\\n", " "), "\n") {
		path := curlAddress.FindStringSubmatch(command)
		if !strings.HasPrefix(command, "curl ") || path == nil {
			continue
		}
		sent++
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path[1], nil)
		if body := curlBody.FindStringSubmatch(command); body != nil && err == nil {
			request, err = http.NewRequestWithContext(t.Context(), http.MethodPost, address+path[1], strings.NewReader(body[1]))
			request.Header.Set("Content-Type", "application/json")
		}
		if err != nil {
			t.Fatal(err)
		}
		reply, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if _, err := text.ReadFrom(reply.Body); err != nil {
			t.Fatal(err)
		}
		_ = reply.Body.Close()
		if reply.StatusCode/100 != 2 {
			t.Fatalf("%s: %d %s", command, reply.StatusCode, text.String())
		}
		last = text.Bytes()
	}
	var page struct {
		Items []struct{ Status string }
		Next  string
	}
	if err := json.Unmarshal(last, &page); err != nil || sent != 2 {
		t.Fatalf("%d requests, the last answered %s", sent, last)
	}
	if len(page.Items) != 2 || page.Items[0].Status != "submitted" || page.Next == "" {
		t.Errorf("not as the README says: %s", last)
	}
}

// serveDemo runs serve --demo on a free port until the test ends and returns its address.
func serveDemo(t *testing.T) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out, told := &tellingWriter{}, make(chan string, 1)
	out.found = func(address string) { told <- address }
	env := &environment{ctx: ctx, out: out, errOut: &bytes.Buffer{}, now: func() time.Time { return demoTestSize.AsOf.Time().Add(time.Hour) }}
	ended := make(chan int, 1)
	dir := demoFolder(t)
	go func() { ended <- env.run([]string{"serve", "--demo", "--addr", "127.0.0.1:0", "--data", dir}) }()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	select {
	case address := <-told:
		return address
	case code := <-ended:
		ended <- code
		t.Fatalf("serve ended with %d", code)
	case <-time.After(5 * time.Minute):
		t.Fatal("serve said no address")
	}
	return ""
}

var printedAddress = regexp.MustCompile(`驿鉴 (http://[0-9.:]+)/`)

// tellingWriter watches the output of serve for its address.
type tellingWriter struct{ found func(string) }

func (w *tellingWriter) Write(text []byte) (int, error) {
	if address := printedAddress.FindSubmatch(text); address != nil {
		w.found(string(address[1]))
	}
	return len(text), nil
}

// readmeLines are the README's lines, which must not be more than 150.
func readmeLines(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) > 150 {
		t.Errorf("README.md has %d lines, at most 150", len(lines))
	}
	return lines
}
