package api

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yijian/casework"
	"yijian/model"
)

// attached are the attachments of one kind of record.
type attached struct{ of model.Noun }

// attachmentsOf are the routes of the attachments of one kind of record; each
// asks for the permission of that kind.
func attachmentsOf(of model.Noun) []Route {
	n := attached{of}
	noun, permissions := casework.Attaching(of)
	path := "/" + string(noun)
	return []Route{
		list(path, permissions.Read, n.list),
		upload(path, permissions.Attach, casework.MaxUpload, n.add),
		file(path+"/{id}/content", permissions.Read, casework.UploadTypes, n.content),
		file(path+"/{id}/thumbnail", permissions.Read, casework.ThumbnailType, n.thumbnail),
		op("POST", path+"/{id}/remove", permissions.Detach, n.remove),
	}
}

type attachmentList struct {
	Paging
	RecordID string `query:"record_id" maxLength:"36" doc:"of one record"`
	Removed  bool   `query:"removed" default:"false" doc:"those that were removed instead"`
}

func (n attached) list(a *API, ctx context.Context, call model.Call, in *attachmentList) (*plain[model.AttachmentPage], error) {
	filter := map[string]string{"record_id": in.RecordID, "removed": "false"}
	if in.Removed {
		filter["removed"] = "true"
	}
	return body(a.Desk.Attachments(ctx, call.Actor, n.of, in.query(filter)))
}

type newAttachment struct {
	RecordID string `query:"record_id" required:"true" minLength:"1" maxLength:"36" doc:"the record it belongs to"`
	Name     string `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"the file's name; its type is found by its content"`
	Note     string `query:"note" maxLength:"200" doc:"what it shows"`
}

func (n attached) add(a *API, ctx context.Context, call model.Call, in *newAttachment) (*created[model.Attachment], error) {
	file := spooledOf(ctx)
	added, err := a.Desk.AddAttachment(ctx, call, n.of, in.RecordID, casework.Upload{
		Name: in.Name, Note: in.Note, Content: file.File, Size: file.size,
	})
	noun, _ := casework.Attaching(n.of)
	return made(noun, string(added.ID), added, err)
}

type attachmentRemoval struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"400" doc:"移除的理由"`
	}
}

func (n attached) remove(a *API, ctx context.Context, call model.Call, in *attachmentRemoval) (*record[model.Attachment], error) {
	removed, err := a.Desk.RemoveAttachment(ctx, call, n.of, model.AttachmentID(in.ID), in.Body.Reason)
	return versioned(removed, removed.Version, err)
}

// content is a file that somebody sent: a download that no browser opens as a page.
type content struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Security    string `header:"Content-Security-Policy"`
	Cache       string `header:"Cache-Control"`
	Origin      string `header:"Cross-Origin-Resource-Policy"`
	Body        func(huma.Context)
}

// downloadDeadline is how long a large file over a slow line may take.
const downloadDeadline = 2 * time.Minute

func (n attached) content(a *API, ctx context.Context, call model.Call, in *onID) (*content, error) {
	found, from, err := a.Desk.OpenAttachment(ctx, call, n.of, model.AttachmentID(in.ID))
	if err != nil {
		return nil, err
	}
	extension := found.Name[strings.LastIndexByte(found.Name, '.'):]
	disposition := `attachment; filename="attachment` + extension + `"; filename*=UTF-8''` + url.PathEscape(found.Name)
	return a.served(found.Type, disposition, from), nil
}

func (n attached) thumbnail(a *API, ctx context.Context, call model.Call, in *onID) (*content, error) {
	from, err := a.Desk.OpenThumbnail(ctx, call.Actor, n.of, model.AttachmentID(in.ID))
	if err != nil {
		return nil, err
	}
	return a.served(casework.ThumbnailType, `attachment; filename="thumbnail.jpg"`, from), nil
}

func (a *API) served(media, disposition string, from io.ReadCloser) *content {
	return &content{
		ContentType: media, Disposition: disposition, Security: "default-src 'none'; sandbox", Cache: "no-store", Origin: "same-origin",
		Body: func(to huma.Context) {
			defer func() { _ = from.Close() }()
			if w, ok := to.BodyWriter().(http.ResponseWriter); ok {
				// A connection that cannot be given more time keeps what it has.
				_ = http.NewResponseController(w).SetWriteDeadline(a.Desk.Now().Add(downloadDeadline))
			}
			if _, err := io.Copy(to.BodyWriter(), from); err != nil {
				a.Log.Warn("download broke off", "request_id", requestID(to.Context()), "error", err.Error())
			}
		},
	}
}
