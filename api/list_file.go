package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"strings"
	"time"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
	"yijian/store"
)

const (
	// fileDeadline is how long a file of a list may take to make, below what proxies wait for a reply.
	fileDeadline = 50 * time.Second
	// filesAtOnce is how many files of lists are made at the same moment, and for one account.
	filesAtOnce = 8
	filesEach   = 2
)

type askedKey struct{}

// listedIn is the type of the rows of a reply that is a page of a list, nil of any other.
func listedIn(reply reflect.Type) reflect.Type {
	body, ok := reply.FieldByName("Body")
	if !ok || body.Type.Kind() != reflect.Struct {
		return nil
	}
	items, ok := body.Type.FieldByName("Items")
	if _, pages := body.Type.FieldByName("Next"); !ok || !pages || items.Type.Kind() != reflect.Slice {
		return nil
	}
	return items.Type.Elem()
}

// withDerived adds to each list the route that takes it out as a file, and to each record
// the route that shows it as it was on a past day, so that none lacks one.
func withDerived(routes []Route) []Route {
	var all []Route
	for _, r := range routes {
		all = append(all, r)
		if r.asFile != nil {
			all = append(all, *r.asFile)
		}
		if r.asThen != nil {
			all = append(all, *r.asThen)
		}
	}
	return all
}

// exportedBy is a list that another route takes out as a file, by a permission of its own.
func (r Route) exportedBy(path string) Route {
	r.filed, r.asFile = path, nil
	return r
}

// fileOf is the route of a list as a file: the same rows for the same question and the
// same person, to the end and not by pages.
func fileOf[I, O any](r Route, item reflect.Type, handler func(*API, context.Context, model.Call, *I) (*O, error)) Route {
	pages := func(a *API, ctx context.Context, call model.Call, in *I) (*content, error) {
		asked, _ := ctx.Value(askedKey{}).(url.Values)
		return a.takeOut(ctx, call, taking{r.Noun(), item, asked, func(cursor string) (reflect.Value, string, error) {
			if paging := pagingOf(in); paging != nil {
				paging.Limit, paging.Cursor, paging.whole = store.MaxPage, cursor, true
			}
			out, err := handler(a, ctx, call, in)
			if err != nil {
				return reflect.Value{}, "", err
			}
			page := reflect.ValueOf(out).Elem().FieldByName("Body")
			return page.FieldByName("Items"), page.FieldByName("Next").String(), nil
		}})
	}
	return declare(Route{
		Method: http.MethodGet, Path: r.Path + "/export", Permission: r.Permission, Limit: maxBody, media: xlsx + ", text/csv", lists: r.Path,
	}, pages)
}

// pagingOf is where a list's question says which page is asked for, nil where there is one page only.
func pagingOf(question any) *Paging {
	if paging, bare := question.(*Paging); bare {
		return paging
	}
	field := reflect.ValueOf(question).Elem().FieldByName("Paging")
	if !field.IsValid() {
		return nil
	}
	paging, _ := field.Addr().Interface().(*Paging)
	return paging
}

// taking is a list that is being taken out: of what, its rows' type, the question, and its pages.
type taking struct {
	noun  model.Noun
	item  reflect.Type
	asked url.Values
	page  func(cursor string) (items reflect.Value, next string, err error)
}

// format is the kind of file that is asked for.
func (t taking) format() (string, error) {
	switch format := t.asked.Get("format"); format {
	case "", "csv":
		return "csv", nil
	case "xlsx":
		return format, nil
	}
	var fields model.FieldErrors
	fields.Add("/format", "shape", "格式只能是 csv 或 xlsx")
	return "", fields.Err()
}

// takeOut writes the list into a file on disk that has no name, so that neither memory
// nor a broken connection keeps anything of it, and then sends it.
func (a *API) takeOut(ctx context.Context, call model.Call, t taking) (*content, error) {
	format, err := t.format()
	if err != nil {
		return nil, err
	}
	if err := a.files.enter(call.Actor.UserID, filesAtOnce, filesEach); err != nil {
		return nil, err
	}
	defer a.files.leave(call.Actor.UserID)
	list, err := a.Desk.ListFile(ctx, call, t.noun, t.item)
	if err != nil {
		return nil, err
	}
	return a.sendList(ctx, call, sending{t.noun, format, list, t.question()}, func(add func([]model.ListCell) error) error { return t.each(list, add) })
}

// sending is a file that is made and sent: of which kind of records, in which format, and what of
// the question the audit trail keeps.
type sending struct {
	noun   model.Noun
	format string
	list   *casework.ListFile
	asked  map[string]string
}

// sendList writes the rows into a file and sends it.
func (a *API) sendList(ctx context.Context, call model.Call, s sending, each func(add func([]model.ListCell) error) error) (*content, error) {
	file, err := a.spool()
	if err != nil {
		return nil, err
	}
	err = writeList(file, s.format, s.list, each)
	if err == nil {
		err = a.Desk.NoteExport(ctx, call, s.list, s.asked)
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(tooLong(err), file.Close())
	}
	media := map[string]string{"csv": csvText, "xlsx": xlsx}[s.format]
	day := strings.ReplaceAll(a.Desk.Today().String(), "-", "")
	disposition := `attachment; filename="` + string(s.noun) + "-" + day + "." + s.format + `"; filename*=UTF-8''` + url.PathEscape(s.list.Title+day+"."+s.format)
	return a.served(media, disposition, file), nil
}

// tooLong says what may be done about a list that does not end in time.
func tooLong(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return model.Fail(model.Unavailable, "export.too_long", "条数太多，没能及时导出；请用筛选条件缩小范围后分批导出")
	}
	return err
}

func writeList(to *os.File, format string, list *casework.ListFile, each func(add func([]model.ListCell) error) error) error {
	begin := map[string]func(io.Writer, string, []model.ListColumn) (reports.ListFile, error){
		"csv": reports.NewListText, "xlsx": reports.NewListBook,
	}[format]
	file, err := begin(to, list.Title, list.Columns)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // nothing but temporary files can fail
	if err := each(file.Add); err != nil {
		return err
	}
	return file.Finish()
}

// each gives the rows of the list, page by page.
func (t taking) each(list *casework.ListFile, add func([]model.ListCell) error) error {
	for cursor := ""; ; {
		items, next, err := t.page(cursor)
		if err != nil {
			return err
		}
		for i := range items.Len() {
			cells, err := list.Row(items.Index(i).Interface())
			if err != nil {
				return err
			}
			if err := add(cells); err != nil {
				return err
			}
		}
		if cursor = next; next == "" {
			return nil
		}
	}
}

// question is what the audit trail keeps of how the list was narrowed and sorted.
func (t taking) question() map[string]string {
	asked := map[string]string{}
	for key, values := range t.asked {
		if key != "cursor" && key != "limit" && len(values) > 0 && values[0] != "" {
			asked[key] = values[0]
		}
	}
	return asked
}
