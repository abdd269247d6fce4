// Package console embeds the signed-in workbench that Vite builds into dist/app
// and serves it under /console/. It knows files and HTTP headers only: no records,
// no sessions, no API; the sources beside it are the browser's.
package console

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed all:dist
var built embed.FS

// stamp is written last by the build, so its absence means a missing or interrupted one.
const stamp = ".built"

// Handler serves the embedded workbench for every path at or below /console/, and
// answers 503 while it has not been built.
func Handler() http.Handler {
	app, err := fs.Sub(built, "dist/app")
	if err != nil {
		panic(err) // the path is a constant
	}
	return newHandler(app)
}

func newHandler(app fs.FS) http.Handler {
	if _, err := fs.Stat(app, stamp); err != nil {
		return http.HandlerFunc(unbuilt)
	}
	site, err := load(app)
	if err != nil {
		return http.HandlerFunc(unbuilt)
	}
	return site
}

func unbuilt(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte("工作台尚未构建，请运行 make web\n"))
}

// variant is one encoding of a file, with the entity tag of exactly these bytes.
type variant struct {
	encoding string
	body     []byte
	etag     string
}

type asset struct {
	contentType string
	plain       variant
	packed      []variant // in order of preference
}

type site map[string]*asset

func load(app fs.FS) (site, error) {
	files := site{}
	err := fs.WalkDir(app, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || isCompanion(name) {
			return err
		}
		file, err := read(app, name)
		files[name] = file
		return err
	})
	return files, err
}

func isCompanion(name string) bool {
	ext := path.Ext(name)
	return name == stamp || ext == ".br" || ext == ".gz"
}

func read(app fs.FS, name string) (*asset, error) {
	body, err := fs.ReadFile(app, name)
	if err != nil {
		return nil, err
	}
	file := &asset{contentType: contentType(name), plain: newVariant("", body)}
	for _, packing := range []struct{ suffix, encoding string }{{".br", "br"}, {".gz", "gzip"}} {
		if packed, err := fs.ReadFile(app, name+packing.suffix); err == nil {
			file.packed = append(file.packed, newVariant(packing.encoding, packed))
		}
	}
	return file, nil
}

func newVariant(encoding string, body []byte) variant {
	sum := sha256.Sum256(body)
	return variant{encoding, body, `"` + hex.EncodeToString(sum[:16]) + `"`}
}

// contentType does not ask the mime package, whose answer depends on the machine.
func contentType(name string) string {
	types := map[string]string{
		".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
		".css": "text/css; charset=utf-8", ".json": "application/json",
		".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
		".woff2": "font/woff2", ".webmanifest": "application/manifest+json",
		".txt": "text/plain; charset=utf-8",
	}
	if known, ok := types[path.Ext(name)]; ok {
		return known
	}
	return "application/octet-stream"
}

// ServeHTTP answers with a file, or with the page's shell for an address that only the browser knows.
func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name, under := strings.CutPrefix(r.URL.Path, "/console/")
	if !under {
		if r.URL.Path == "/console" {
			http.Redirect(w, r, "/console/", http.StatusPermanentRedirect)
			return
		}
		http.NotFound(w, r)
		return
	}
	file := s.find(name)
	if file == nil {
		http.NotFound(w, r)
		return
	}
	send(w, r, name, file)
}

// find falls back to the shell only for names that cannot be files: a missing
// script answered with HTML breaks the browser in ways nobody can read.
func (s site) find(name string) *asset {
	if file, ok := s[name]; ok {
		return file
	}
	if strings.HasPrefix(name, "assets/") || path.Ext(name) != "" {
		return nil
	}
	return s["index.html"]
}

func send(w http.ResponseWriter, r *http.Request, name string, file *asset) {
	chosen := negotiate(r.Header.Get("Accept-Encoding"), file)
	header := w.Header()
	header.Set("Content-Type", file.contentType)
	header.Set("ETag", chosen.etag)
	header.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") { // the name carries the content's hash
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if len(file.packed) > 0 {
		header.Add("Vary", "Accept-Encoding")
	}
	if chosen.encoding != "" {
		header.Set("Content-Encoding", chosen.encoding)
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(chosen.body))
}

func negotiate(accept string, file *asset) variant {
	for _, packed := range file.packed {
		if accepts(accept, packed.encoding) {
			return packed
		}
	}
	return file.plain
}

// accepts reads RFC 9110 §12.5.3: a listed coding counts unless its weight is zero.
func accepts(header, coding string) bool {
	wildcard := false
	for item := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(item, ";")
		name = strings.TrimSpace(name)
		if strings.EqualFold(name, coding) {
			return !isZeroWeight(params)
		}
		wildcard = wildcard || (name == "*" && !isZeroWeight(params))
	}
	return wildcard
}

func isZeroWeight(params string) bool {
	weight, found := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
	return found && strings.Trim(weight, "0.") == ""
}
