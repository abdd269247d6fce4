# `make help` lists what can be made.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

CONSOLE := web/console
# The browser tests' browser: the shell without windows takes two thirds of the time of one with them.
export CHROME_PATH ?= $(shell command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome)
FUZZTIME ?= 30s

# SQLite's translated C, hashing of passwords and packing of files gain nothing from the race
# detector but several times the run time. No other package may go without it: one that shares
# generic code with ours, as libc and gorm do, would lend us its uninstrumented copy of sync.Map,
# and the detector would see races where there are none. Checks of unsafe pointers concern none of
# our code, which has none (architecture_test.go).
UNWATCHED := modernc.org/sqlite/lib golang.org/x/crypto/argon2 golang.org/x/crypto/scrypt compress/flate
RACE := -race '-gcflags=all=-dwarf=false -d=checkptr=0' $(foreach package,$(UNWATCHED),'-gcflags=$(package)=-race=false -dwarf=false -d=checkptr=0')

# What is shipped, checked and started by the tests is compiled the same way, once; only what the
# race detector watches is compiled again. Vet is one of the linters, and asks every library again
# wherever it is asked, so that the tests leave it out. gin's MessagePack, of which nothing here
# speaks, takes longer to compile than any other library, and what debuggers read is shipped nowhere.
export GOFLAGS += -trimpath -tags=nomsgpack -gcflags=all=-dwarf=false
export CGO_ENABLED := 0

# Whoever works on SQLite alone may have this exported; what the targets below promise is both.
unexport YIJIAN_TEST_DB

.PHONY: run
run: ## build everything and serve demonstration data on http://127.0.0.1:8080
	@deploy/tools.sh run
	@$(MAKE) --no-print-directory web build
	./bin/yijian serve --demo --addr 127.0.0.1:8080 --data ./data

.PHONY: build
build: ## the binary, bin/yijian, with whatever console was built
	go build -buildvcs=false -ldflags '-s -w' -o bin/yijian .

# The console: each stamp is written last, so that an interrupted step is done again.
# Directories are listed too: their times tell of deleted files.
INSTALLED := $(CONSOLE)/node_modules/.installed
BUILT := $(CONSOLE)/node_modules/.built
CONSOLE_SOURCES := policy/access/words.csv $(shell find $(CONSOLE) docs/手册 \( -name node_modules -o -name dist -o -name tests -o -name e2e \
	-o -name test-results -o -name playwright-report \) -prune -o -mindepth 1 ! -name '*.go' -print 2>/dev/null)
ifeq ($(wildcard $(CONSOLE)/dist/app/index.html),)
$(BUILT): FORCE
endif

.PHONY: web FORCE
web: $(BUILT) ## the console's files, embedded by the next build

$(INSTALLED): $(CONSOLE)/package.json $(CONSOLE)/package-lock.json
	cd $(CONSOLE) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(BUILT): $(INSTALLED) $(CONSOLE_SOURCES)
	cd $(CONSOLE) && npm run build
	@touch $@

.PHONY: check
check: lint test ## what must pass before a change is merged

# golangci-lint with our linters alone, from a copy of its source, which go.sum answers for.
GOLANGCI := github.com/golangci/golangci-lint/v2
.tools/golangci-lint: tools/go.mod tools/go.sum tools/linters/builder_linter.go
	@echo 'building the linter, once, for about a minute'
	@chmod -R u+w $(@D)/source 2>/dev/null || true
	@rm -rf $(@D)/source && mkdir -p $(@D)
	@go -C tools mod download $(GOLANGCI)
	@cp -R "$$(go -C tools list -m -f '{{.Dir}}' $(GOLANGCI))" $(@D)/source && chmod -R u+w $(@D)/source
	@cp tools/linters/builder_linter.go $(@D)/source/pkg/lint/lintersdb/
	go -C $(@D)/source build -buildvcs=false -o ../golangci-lint ./cmd/golangci-lint
	@rm -rf $(@D)/source

# What uses one processor runs beside something else that does; each says what it has to say in one piece.
BESIDE := $(MAKE) --no-print-directory -j 2 --output-sync=target

.PHONY: lint lint-go lint-console
lint: ## everything that can be said without running the product
	@$(BESIDE) .tools/golangci-lint $(INSTALLED)
	@$(BESIDE) lint-go lint-console

lint-go: .tools/golangci-lint
	for script in deploy/*.sh .ci/run; do bash -n "$$script"; done
	.tools/golangci-lint run ./...

lint-console: $(INSTALLED)
	cd $(CONSOLE) && npm run lint

.PHONY: test test-go test-alone test-console test-browser
test: ## every test: Go with the race detector on SQLite and MariaDB, console, browser
	deploy/tools.sh test
	@$(MAKE) --no-print-directory web build
	@$(MAKE) --no-print-directory test-go
	@$(BESIDE) test-browser test-alone test-console

# One package more than processors at a time, because some of their tests wait; the longest first, so that none is left
# over at the end.
LONGEST := . ./api ./casework ./store ./reports ./policy/attachment
test-go:
	TMPDIR=$$(deploy/scratch.sh) CGO_ENABLED=1 go test -count=1 -p $$(($$(getconf _NPROCESSORS_ONLN) + 1)) -vet=off -timeout 40m $(RACE) $(LONGEST) ./...

# What goes one step after the other, for long, gains nothing from the race detector but several times the run time:
# the files of these tests have a build tag. Each of them runs here, and none may be missing.
ALONE := $(shell grep -rl --include='*_test.go' --exclude-dir=node_modules '^//go:build !race$$' .)
test-alone:
	names=$$(sed -n 's/^func \(Test[A-Za-z0-9]*\)(.*/\1/p' $(ALONE)); \
	TMPDIR=$$(deploy/scratch.sh) go test -count=1 -vet=off -timeout 40m -v -run "^($$(echo $$names | tr ' ' '|'))$$" $(sort $(dir $(ALONE))) \
		| tee >(grep -v -e '^=== ' -e '^    --- PASS' >&2) | grep -c -e '^--- PASS: Test' | grep -qx $$(echo $$names | wc -w)

test-console: $(BUILT)
	cd $(CONSOLE) && npm run typecheck
	cd $(CONSOLE) && npm run test:unit

test-browser: # which waits for pages more than it works
	cd $(CONSOLE) && npm run test:e2e

.PHONY: test-fast
test-fast: ## Go tests on SQLite alone, without the race detector: a first answer, not the last
	TMPDIR=$$(deploy/scratch.sh) YIJIAN_TEST_DB=sqlite go test ./...

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME (30s), and 500 malformed requests per operation
	@packages=$$(go list ./...); \
	for package in $$packages; do \
		targets=$$(go test -list '^Fuzz' "$$package" | sed -n '/^Fuzz/p'); \
		for target in $$targets; do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$package"; \
		done; \
	done
	YIJIAN_FUZZ_REQUESTS=500 YIJIAN_TEST_DB=sqlite go test -count=1 -timeout 60m -run Malformed ./...

.PHONY: probe
probe: ## look for SQL injections with sqlmap, on SQLite or the empty database DB=mysql://…; for half an hour
	deploy/tools.sh probe
	@$(MAKE) --no-print-directory web build
	deploy/probe.sh $(DB)

.PHONY: manual
manual: ## take the manual's pictures anew, from the demonstration data as of today
	deploy/tools.sh test
	@$(MAKE) --no-print-directory web build
	cd $(CONSOLE) && MANUAL_PICTURES=1 npx playwright test manual.spec.ts

.PHONY: bench
bench: ## speed ratios; fails past a limit
	go test -count=1 -run '^$$' -bench . ./...

.PHONY: clean
clean: ## remove what was built; ./data stays
	rm -rf bin .tools $(CONSOLE)/node_modules $(CONSOLE)/dist/app

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
