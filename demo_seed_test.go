//go:build !race

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"regexp"
	"slices"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// TestDemoContentFollowsFromTheSeed performs years of casework twice, one act after the other: with the race detector,
// which has nothing to see in that, it takes minutes. make test runs it by name.
func TestDemoContentFollowsFromTheSeed(t *testing.T) {
	size := demoTestSize
	size.Firms, size.EndPoints, size.Months = 10, 20, 12 // the smallest, on the day after a week of holidays
	size.AsOf = model.NewDate(2026, 10, 8)
	first := demoContent(t, size)
	if again := demoContent(t, size); !slices.Equal(first, again) {
		for i := range min(len(first), len(again)) {
			if first[i] != again[i] {
				t.Fatalf("the same seed gave\n%s\nand\n%s", first[i], again[i])
			}
		}
		t.Fatalf("the same seed gave %d and %d rows", len(first), len(again))
	}
	drawn := size.dice().Uint64()
	if size.Seed = 2; size.dice().Uint64() == drawn {
		t.Error("another seed draws the same content")
	}
}

// unrepeatable is what is drawn anew each time: ids, hashes over ids, how long a packed file with ids is, salted password hashes, tracking numbers, sealed secrets,
// and the database's id with the count of its uses, which goes by random steps.
var unrepeatable = regexp.MustCompile(`填报表\.xlsx\\?",(?:\\"size\\":)?\d+|^\[1,"[0-9a-f-]{36}",\d+\]$|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}\b|\$argon2id[^"]*|\b[A-Z2-7]{20}\b|\b[a-z2-7]{26}\b|\b[as][12]\.[\w.-]+`)

// demoContent is every row of a fresh data set as text, without what cannot repeat.
func demoContent(t *testing.T, size demoSize) []string {
	t.Helper()
	desk := demoDesk(t, testdb.SQLite(t))
	if err := loadDemo(t.Context(), desk, demoTestPassword, size); err != nil {
		t.Fatal(err)
	}
	everyStateIsSeen(t, desk)
	blobs, err := store.OpenBlobs(t.Context(), t.TempDir(), store.BlobKeys{})
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	if _, err := desk.Store.Backup(t.Context(), &packed, desk.Now(), blobs); err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(&packed)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 8<<20)
	for lines.Scan() {
		rows = append(rows, unrepeatable.ReplaceAllString(lines.Text(), "#"))
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(rows)
	return rows
}
