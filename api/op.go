package api

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"yijian/model"
	"yijian/policy/access"
)

// Route is one row of the table: nothing else reaches the API.
type Route struct {
	Method     string
	Path       string
	Permission access.Permission
	Limit      int64  // the most bytes of a body; one more is refused without reading on
	media      string // of the reply when it is a file, not JSON; several with commas between
	upload     bool   // the body is a file, not JSON
	bodyless   bool   // the act takes nothing but the record
	reply      reflect.Type
	asThen     *Route // the route that shows the record as it was on a past day, of a route that shows it as it is
	lists      string // the list that a file is made from
	filed      string // where a list is taken out as a file, "" where nothing is listed
	asFile     *Route // the route of that file where it is made from the list
	register   func(*API, huma.API, Route)
}

// Writes reports whether the route changes something.
func (r Route) Writes() bool { return r.Method != http.MethodGet }

// OnRecord reports whether the route is about one existing record.
func (r Route) OnRecord() bool { return strings.Contains(r.Path, "{id}") }

// Noun is the kind of record the route is about: the first segment of its path.
func (r Route) Noun() model.Noun {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.Path, "/"), "/")
	return model.Noun(first)
}

// keyless writes open or end a session; everything else that writes needs an Idempotency-Key.
func (r Route) keyless() bool { return r.Noun() == "session" }

// op declares a route: huma learns its shapes from the handler, the guard its
// permission from the row.
func op[I, O any](method, path string, permission access.Permission, handler func(*API, context.Context, model.Call, *I) (*O, error)) Route {
	r := declare(Route{Method: method, Path: path, Permission: permission, Limit: maxBody}, handler)
	if method == http.MethodGet && listedIn(r.reply) != nil {
		panic("GET " + path + " replies with a list: declare it by list")
	}
	return r
}

// list declares a route that replies with a page of a list, and the route that takes the list out as
// a file. It stands apart from op because the compiler makes huma's whole machinery anew for every
// pair of shapes, needed or not.
func list[I, O any](path string, permission access.Permission, handler func(*API, context.Context, model.Call, *I) (*O, error)) Route {
	r := declare(Route{Method: http.MethodGet, Path: path, Permission: permission, Limit: maxBody}, handler)
	out := fileOf(r, listedIn(r.reply), handler)
	r.filed, r.asFile = out.Path, &out
	return r
}

// upload declares a route whose body is one file, up to the limit.
func upload[I, O any](path string, permission access.Permission, limit int64, handler func(*API, context.Context, model.Call, *I) (*O, error)) Route {
	return declare(Route{Method: http.MethodPost, Path: path, Permission: permission, Limit: limit, upload: true}, handler)
}

// brief is the route with room for a small body only: what anybody may send before signing in.
func (r Route) brief() Route {
	r.Limit = briefBody
	return r
}

// file declares a route that replies with a file of the media type instead of JSON.
func file[I, O any](path string, permission access.Permission, media string, handler func(*API, context.Context, model.Call, *I) (*O, error)) Route {
	return declare(Route{Method: http.MethodGet, Path: path, Permission: permission, Limit: maxBody, media: media}, handler)
}

func declare[I, O any](r Route, handler func(*API, context.Context, model.Call, *I) (*O, error)) Route {
	_, takesBody := reflect.TypeFor[I]().FieldByName("Body")
	r.bodyless, r.reply = !takesBody && !r.upload, reflect.TypeFor[O]()
	_, versioned := r.reply.FieldByName("ETag")
	if _, takesDay := reflect.TypeFor[I]().FieldByName("On"); versioned && !takesDay && r.Method == http.MethodGet && r.Path == "/"+string(r.Noun())+"/{id}" {
		then := asOf(r)
		r.asThen = &then
	}
	r.register = func(a *API, h huma.API, r Route) {
		operation := r.operation()
		operation.Middlewares = huma.Middlewares{a.guard(r)}
		huma.Register(h, operation, func(ctx context.Context, in *I) (*O, error) {
			out, err := handler(a, ctx, callOf(ctx), in)
			if err != nil {
				return nil, failed(a.problem(ctx, err))
			}
			return out, nil
		})
		if r.lists != "" { // it goes from the first row to the last, whatever page is asked for
			described := h.OpenAPI().Paths[r.Path].Get
			described.Parameters = slices.DeleteFunc(described.Parameters, func(p *huma.Param) bool { return p.Name == "cursor" || p.Name == "limit" })
		}
	}
	return r
}

func (r Route) operation() huma.Operation {
	o := huma.Operation{
		OperationID:   strings.Trim(strings.NewReplacer("/", "-", "{", "", "}", "").Replace(strings.ToLower(r.Method)+r.Path), "-"),
		Method:        r.Method,
		Path:          r.Path,
		Tags:          []string{string(r.Noun())},
		Summary:       string(r.Permission),
		DefaultStatus: http.StatusOK,
		MaxBodyBytes:  r.Limit,
		Metadata:      map[string]any{"permission": string(r.Permission)},
		Errors: []int{
			http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
			http.StatusNotAcceptable, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable,
		},
		Security: []map[string][]string{{"session": {}}, {"token": {}}},
	}
	if r.media != "" {
		content := map[string]*huma.MediaType{}
		for media := range strings.SplitSeq(r.media, ", ") {
			content[media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		}
		o.Responses = map[string]*huma.Response{"200": {Content: content}}
	}
	if r.lists != "" {
		o.Parameters = append(o.Parameters, &huma.Param{Name: "format", In: "query", Schema: &huma.Schema{
			Type: huma.TypeString, Enum: []any{"csv", "xlsx"}, Default: "csv",
		}})
	}
	if !r.Writes() {
		return o
	}
	if r.upload {
		content := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		o.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{anyFile: content}}
	}
	o.Errors = append(o.Errors, http.StatusRequestTimeout, http.StatusConflict, http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType)
	if r.Method == http.MethodPost && !r.OnRecord() && !r.keyless() {
		o.DefaultStatus = http.StatusCreated
	}
	if !r.keyless() {
		o.Parameters = append(o.Parameters, header("Idempotency-Key", "a fresh UUID per act; the same key gets the same reply"))
	}
	if r.OnRecord() {
		o.Errors = append(o.Errors, http.StatusPreconditionFailed, http.StatusPreconditionRequired)
		o.Parameters = append(o.Parameters, header("If-Match", "the ETag of the record the change was made on"))
	}
	return o
}

func header(name, doc string) *huma.Param {
	return &huma.Param{Name: name, In: "header", Required: true, Description: doc, Schema: &huma.Schema{Type: huma.TypeString}}
}

// record is the reply about one record with a version.
type record[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// created is the reply to an act that makes a record.
type created[T any] struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     T
}

// plain is a reply without a version.
type plain[T any] struct {
	Body T
}

// nothing is the input of a route that takes none.
type nothing struct{}

// onID is the input of a route about one record.
type onID struct {
	ID string `path:"id" maxLength:"80"`
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

func versioned[T any](body T, version int64, err error) (*record[T], error) {
	if err != nil {
		return nil, err
	}
	return &record[T]{ETag: etag(version), Body: body}, nil
}

func made[T any](noun model.Noun, id string, body T, err error) (*created[T], error) {
	if err != nil {
		return nil, err
	}
	return &created[T]{ETag: etag(1), Location: prefix + "/" + string(noun) + "/" + id, Body: body}, nil
}

func body[T any](value T, err error) (*plain[T], error) {
	if err != nil {
		return nil, err
	}
	return &plain[T]{Body: value}, nil
}
