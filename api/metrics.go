package api

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	m.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "yijian_http_request_seconds", Help: "Time to answer, by route pattern and status.",
		Buckets: []float64{.001, .005, .01, .05, .1, .5, 1, 5},
	}, []string{"method", "route", "status"})
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// note takes the route's pattern, never the path: ids and names stay out of metrics.
func (m *metrics) note(method, pattern string, status int, took time.Duration) {
	if pattern == "" {
		pattern = "none"
	}
	// The method is the client's word too; one series for all that HTTP does not know.
	if !slices.Contains(methods, method) {
		method = "other"
	}
	m.requests.WithLabelValues(method, pattern, strconv.Itoa(status)).Observe(took.Seconds())
}

// MetricsHandler serves Prometheus metrics; it belongs on a listener of its own.
func (a *API) MetricsHandler() http.Handler {
	return promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{})
}
