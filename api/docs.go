package api

import (
	"bytes"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

var docsPage = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>驿鉴 API</title><link rel="stylesheet" href="/static/portal.css"></head>
<body><main><h1>{{.Title}} {{.Version}}</h1>
<p>机器可读版本：<a href="/api/v1/openapi.json">OpenAPI 3.1</a>。写操作须带 <code>Idempotency-Key</code>，修改须带 <code>If-Match</code>；出错时返回 RFC 9457 problem。</p>
{{range .Groups}}<section><h2>{{.Name}}</h2><table><thead><tr><th scope="col">方法</th><th scope="col">地址</th><th scope="col">权限</th><th scope="col">参数</th></tr></thead><tbody>
{{range .Operations}}<tr><td>{{.Method}}</td><td><code>{{.Path}}</code></td><td>{{.Permission}}</td><td>{{.Inputs}}</td></tr>
{{end}}</tbody></table></section>{{end}}</main></body></html>`))

type docsOperation struct{ Method, Path, Permission, Inputs string }

type docsGroup struct {
	Name       string
	Operations []docsOperation
}

// docs is the API description to read, made from the same document as openapi.json.
func (a *API) docs(c *gin.Context) {
	var groups []docsGroup
	for _, r := range Routes() {
		if len(groups) == 0 || groups[len(groups)-1].Name != string(r.Noun()) {
			groups = append(groups, docsGroup{Name: string(r.Noun())})
		}
		last := &groups[len(groups)-1]
		last.Operations = append(last.Operations, docsOperation{r.Method, prefix + r.Path, string(r.Permission), a.inputs(r)})
	}
	var page bytes.Buffer
	err := docsPage.Execute(&page, map[string]any{
		"Title": a.openapi.Info.Title, "Version": a.openapi.Info.Version, "Groups": groups,
	})
	if err != nil {
		problem := a.problem(c.Request.Context(), err)
		a.abort(c, problem.Status, problem)
		return
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", page.Bytes())
}

// inputs names an operation's query parameters and the fields of its body.
func (a *API) inputs(r Route) string {
	operation := operationOf(a.openapi, r)
	if operation == nil {
		return ""
	}
	var names []string
	for _, p := range operation.Parameters {
		if p.In == "query" {
			names = append(names, p.Name)
		}
	}
	if operation.RequestBody != nil {
		for _, media := range operation.RequestBody.Content {
			schema := media.Schema
			if schema != nil && schema.Ref != "" {
				schema = a.openapi.Components.Schemas.SchemaFromRef(schema.Ref)
			}
			if schema != nil {
				names = slices.AppendSeq(names, maps.Keys(schema.Properties))
			}
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// operationOf is the route's description in the document, nil when there is none.
func operationOf(document *huma.OpenAPI, r Route) *huma.Operation {
	item := document.Paths[r.Path]
	if item == nil {
		return nil
	}
	return operationsOf(item)[r.Method]
}

// operationsOf lists a path's operations by method.
func operationsOf(item *huma.PathItem) map[string]*huma.Operation {
	all := map[string]*huma.Operation{
		http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
	}
	maps.DeleteFunc(all, func(_ string, o *huma.Operation) bool { return o == nil })
	return all
}
