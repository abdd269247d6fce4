package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"yijian/casework"
	"yijian/model"
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

// watchAudit shows how the audit log stands whenever the metrics are read.
func (m *metrics) watchAudit(state func() model.AuditState) {
	gauge := func(name, help string, value func(model.AuditState) float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help},
			func() float64 { return value(state()) }))
	}
	gauge("yijian_audit_head_age_seconds", "Age of the newest signed head of the audit log outside the database.",
		func(s model.AuditState) float64 { return float64(s.HeadAge) })
	gauge("yijian_audit_log_rows", "Rows that the newest signed head stands for.",
		func(s model.AuditState) float64 { return float64(s.Head.Size) })
	gauge("yijian_audit_failing", "1 while no head can be written, or the log no longer contains the last one.",
		func(s model.AuditState) float64 {
			if s.Failure != "" {
				return 1
			}
			return 0
		})
}

// watchOutbox shows what waits to be sent whenever the metrics are read.
func (m *metrics) watchOutbox(state func() model.OutboxState) {
	for _, g := range []struct {
		name, help string
		value      func(model.OutboxState) int64
	}{
		{"yijian_outbox_pending", "E-mails and text messages that wait to be sent.", func(s model.OutboxState) int64 { return s.Pending }},
		{"yijian_outbox_oldest_seconds", "Age of the oldest of them.", func(s model.OutboxState) int64 { return s.OldestAge }},
		{"yijian_outbox_failed", "Deliveries that failed for good and wait for a person.", func(s model.OutboxState) int64 { return s.Failed }},
		{"yijian_outbox_unknown", "E-mails of which nobody knows whether they arrived.", func(s model.OutboxState) int64 { return s.Unknown }},
	} {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: g.name, Help: g.help},
			func() float64 { return float64(g.value(state())) }))
	}
}

// watchCalendar shows the year that is missing from the calendar once that is urgent.
func (m *metrics) watchCalendar(desk *casework.Desk) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "yijian_calendar_missing_year", Help: "The year whose holidays must be loaded now; 0 when none is missing.",
	}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		gap, err := desk.CalendarGap(ctx)
		switch {
		case err != nil:
			return -1 // the database does not tell
		case gap == nil || !gap.Urgent:
			return 0
		}
		return float64(gap.Year)
	}))
}

// watchClocks shows how the terms stand whenever the metrics are read; -1 when the
// database does not tell.
func (m *metrics) watchClocks(desk *casework.Desk) {
	for _, g := range []struct {
		name, help string
		value      func(model.ClockState) int64
	}{
		{"yijian_clocks_running", "Terms that run now.", func(s model.ClockState) int64 { return s.Running }},
		{"yijian_clocks_overdue", "Of them, those past their last day.", func(s model.ClockState) int64 { return s.Overdue }},
		{"yijian_clocks_failing", "Of them, those whose notices fail.", func(s model.ClockState) int64 { return s.Failing }},
		{"yijian_clock_sweep_lag_seconds", "How long the oldest due notice of a term waits.", func(s model.ClockState) int64 { return s.Lag }},
	} {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: g.name, Help: g.help}, func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			defer cancel()
			state, err := desk.Store.ClockState(ctx, desk.Now())
			if err != nil {
				return -1
			}
			return float64(g.value(state))
		}))
	}
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
