package api

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"yijian/model"
	"yijian/store"
)

// busyWait is when a request that was cut off makes sense again.
const busyWait = 5 * time.Second

// Problem is an RFC 9457 problem. Code is stable and machine-readable; Detail
// is one Chinese sentence; Errors name the wrong fields by JSON pointer.
type Problem struct {
	Type      string             `json:"type" doc:"URI of the problem's kind"`
	Title     string             `json:"title" doc:"HTTP status text"`
	Status    int                `json:"status" doc:"HTTP status"`
	Code      string             `json:"code" doc:"stable code"`
	Detail    string             `json:"detail" doc:"one Chinese sentence"`
	Errors    []model.FieldError `json:"errors,omitempty" doc:"wrong fields"`
	RequestID string             `json:"request_id,omitempty" doc:"quote it when asking for help"`
	wait      time.Duration
}

// retryAfter is the header's value, empty when it is not known when trying again makes sense.
func (p *Problem) retryAfter() string {
	if p.wait <= 0 {
		return ""
	}
	return strconv.Itoa(int(math.Ceil(p.wait.Seconds())))
}

// failed hands a problem to huma, with its header.
func failed(p *Problem) error {
	if after := p.retryAfter(); after != "" {
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {after}})
	}
	return p
}

// Error returns the code and detail.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType makes huma send problems as application/problem+json.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

var statusOf = map[model.Kind]int{
	model.Invalid: http.StatusUnprocessableEntity, model.Malformed: http.StatusBadRequest,
	model.Unauthenticated: http.StatusUnauthorized, model.Forbidden: http.StatusForbidden,
	model.NotFound: http.StatusNotFound, model.Conflict: http.StatusConflict,
	model.Stale: http.StatusPreconditionFailed, model.Unconditional: http.StatusPreconditionRequired,
	model.TooLarge: http.StatusRequestEntityTooLarge,
	model.TooMany:  http.StatusTooManyRequests, model.Unavailable: http.StatusServiceUnavailable,
}

// problemOf maps an error that may be shown.
func problemOf(ctx context.Context, e *model.Error) *Problem {
	status := statusOf[e.Kind]
	return &Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Code: e.Reason,
		Detail: e.Detail, Errors: e.Fields, RequestID: requestID(ctx), wait: e.Wait,
	}
}

func internalProblem(ctx context.Context) *Problem {
	return &Problem{
		Type: "about:blank", Title: http.StatusText(http.StatusInternalServerError), Status: http.StatusInternalServerError,
		Code: "internal", Detail: "系统出错，已记录。请稍后再试，或把请求编号告诉管理员", RequestID: requestID(ctx),
	}
}

// problem turns any error into what the caller may know, and logs the rest once.
func (a *API) problem(ctx context.Context, err error) *Problem {
	var known *model.Error
	if errors.As(err, &known) {
		return problemOf(ctx, known)
	}
	if store.IsCutOff(err) {
		busy := model.Fail(model.Unavailable, "unavailable", "服务暂时繁忙，请稍后再试，或缩小查询范围")
		busy.Wait = busyWait
		if a.Desk.Promotes() {
			busy.Detail = "正在把批量导入的文件入库，这次操作没有完成，填写的内容还在页面上，请稍后再试"
		}
		return problemOf(ctx, busy)
	}
	a.Log.Error("request failed", "request_id", requestID(ctx), "error", err.Error())
	return internalProblem(ctx)
}

func (a *API) abort(c *gin.Context, status int, p *Problem) {
	body, err := json.Marshal(p)
	if err != nil {
		a.Log.Error("write problem", "error", err.Error())
	}
	if after := p.retryAfter(); after != "" {
		c.Header("Retry-After", after)
	}
	c.Abort()
	c.Data(status, "application/problem+json", body)
}

// localise makes huma's own refusals (shape, size, media type) problems of ours.
// It sets process-wide variables, so it belongs to Mount and nowhere else.
func localise() {
	huma.DefaultArrayNullable = false
	translateMessages()
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return shapeProblem(context.Background(), status, message, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		if ctx == nil {
			return shapeProblem(context.Background(), status, message, errs)
		}
		return shapeProblem(ctx.Context(), status, message, errs)
	}
}

// shapeCodes are the refusals that arise before an act is reached.
var shapeCodes = map[int]*model.Error{
	http.StatusBadRequest:            model.Fail(model.Malformed, "body.malformed", "请求内容无法读取，请检查格式"),
	http.StatusUnprocessableEntity:   model.Fail(model.Invalid, "fields.invalid", "有字段填写不正确，请逐项修改"),
	http.StatusRequestEntityTooLarge: model.Fail(model.TooLarge, "body.too_large", "请求内容过大"),
	http.StatusUnsupportedMediaType:  model.Fail(model.Malformed, "media_type.unsupported", "只接受 application/json"),
	http.StatusNotAcceptable:         model.Fail(model.Malformed, "media_type.not_acceptable", "只提供 application/json"),
	http.StatusRequestTimeout:        model.Fail(model.Malformed, "request.timeout", "请求超时"),
}

func shapeProblem(ctx context.Context, status int, message string, errs []error) *Problem {
	known, ok := shapeCodes[status]
	if !ok {
		p := internalProblem(ctx)
		if status > 0 && status < http.StatusInternalServerError {
			p.Status, p.Title, p.Code, p.Detail = status, http.StatusText(status), "request.refused", message
		}
		return p
	}
	p := problemOf(ctx, known)
	p.Status, p.Title = status, http.StatusText(status)
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if errors.As(err, &detail) { // its Value may hold a password: never echoed
			at := pointer(detail.Location)
			if name, missing := strings.CutPrefix(detail.Message, missingField); missing {
				at += "/" + name // huma points at the object that lacks it
			}
			p.Errors = append(p.Errors, model.FieldError{Pointer: at, Reason: "shape", Detail: detail.Message})
		}
	}
	return p
}

// pointer turns huma's "body.findings[0].class" into the JSON pointer "/findings/0/class".
func pointer(location string) string {
	for _, part := range []string{"body", "query", "path", "header"} {
		if rest, ok := strings.CutPrefix(location, part); ok {
			location = strings.TrimPrefix(rest, ".")
			break
		}
	}
	if location == "" {
		return ""
	}
	return "/" + strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(location)
}
