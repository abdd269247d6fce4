package store

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// s3Server speaks as much of the S3 protocol as one bucket needs.
type s3Server struct {
	t       *testing.T
	mu      sync.Mutex
	objects map[string][]byte
	refuse  bool
}

var s3Instant = time.Date(2026, 3, 10, 1, 2, 3, 0, time.UTC)

func (s *s3Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	signed := strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential=access/") &&
		strings.Contains(r.Header.Get("Authorization"), "/us-east-1/s3/aws4_request") &&
		r.Header.Get("X-Amz-Date") != "" && r.Header.Get("X-Amz-Content-Sha256") != ""
	if !signed {
		s.t.Errorf("%s %s is not signed: %v", r.Method, r.URL, r.Header)
	}
	if s.refuse || !signed {
		s.fail(w, http.StatusForbidden, "AccessDenied")
		return
	}
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	content, there := s.objects[key]
	switch {
	case bucket != "evidence":
		s.fail(w, http.StatusNotFound, "NoSuchBucket")
	case key == "" && r.Method == http.MethodGet && r.URL.Query().Has("list-type"):
		s.list(w, r.URL.Query().Get("prefix"))
	case key == "": // the bucket is there
	case r.Method == http.MethodPut:
		s.put(w, r, key)
	case r.Method == http.MethodDelete:
		delete(s.objects, key)
		w.WriteHeader(http.StatusNoContent)
	case !there:
		s.fail(w, http.StatusNotFound, "NoSuchKey")
	default:
		w.Header().Set("ETag", `"etag"`)
		http.ServeContent(w, r, "", s3Instant, bytes.NewReader(content))
	}
}

// put takes a body in signed chunks: size;chunk-signature=…, bytes, and so on.
func (s *s3Server) put(w http.ResponseWriter, r *http.Request, key string) {
	if !strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") {
		s.t.Errorf("a body without signed chunks: %v", r.Header)
	}
	from := bufio.NewReader(r.Body)
	var content []byte
	for {
		line, err := from.ReadString('\n')
		size, _, _ := strings.Cut(strings.TrimSpace(line), ";")
		n, bad := strconv.ParseInt(size, 16, 32)
		if err != nil || bad != nil {
			s.fail(w, http.StatusBadRequest, "IncompleteBody")
			return
		}
		if n == 0 {
			break
		}
		chunk := make([]byte, n+2)
		if _, err := io.ReadFull(from, chunk); err != nil {
			s.fail(w, http.StatusBadRequest, "IncompleteBody")
			return
		}
		content = append(content, chunk[:n]...)
	}
	if want := r.Header.Get("X-Amz-Decoded-Content-Length"); want != strconv.Itoa(len(content)) {
		s.fail(w, http.StatusBadRequest, "IncompleteBody")
		return
	}
	s.objects[key] = content
	w.Header().Set("ETag", `"etag"`)
}

type s3Object struct {
	Key          string
	Size         int
	LastModified time.Time
	ETag         string
}

func (s *s3Server) list(w http.ResponseWriter, prefix string) {
	found := struct {
		XMLName     xml.Name `xml:"ListBucketResult"`
		IsTruncated bool
		Contents    []s3Object
	}{}
	for key, content := range s.objects {
		if strings.HasPrefix(key, prefix) {
			found.Contents = append(found.Contents, s3Object{key, len(content), s3Instant, `"etag"`})
		}
	}
	if err := xml.NewEncoder(w).Encode(found); err != nil {
		s.t.Error(err)
	}
}

func (s *s3Server) fail(w http.ResponseWriter, status int, code string) {
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<Error><Code>%s</Code><Message>%s</Message></Error>", code, code)
}
