package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// module is the import path of the top of the tree.
const module = "yijian"

// room says which of our own packages a package may import. "policy/..." stands for
// policy and everything below it; a package without a room is refused.
type room struct {
	dir     string
	imports []string
	reason  string
}

var rooms = []room{
	{"model", nil,
		"nouns that depend on nothing can be shared by everybody"},
	{"policy/...", []string{"model", "policy/..."},
		"a decision on regulation sees values only, so it can be replayed years later"},
	{"store", []string{"model", "store/migrations"},
		"what is remembered must not decide"},
	{"store/migrations", nil,
		"a step freezes its structs, or a later noun would change what an old step did"},
	{"reports", []string{"model"},
		"rows in, workbook out: a report that fetched or decided could contradict the page"},
	{"casework", []string{"model", "policy/...", "store"},
		"acts are where facts, decisions and writes meet"},
	{"jobs", []string{"casework", "reports", "store", "model"},
		"scheduled work does the same acts as officials do"},
	{"api", []string{"casework", "policy/access", "reports", "store", "model"},
		"transport hears and answers; a rule reached from here would be decided twice"},
	{"web/portal", []string{"casework", "policy/access", "reports", "store", "model"},
		"public pages are another transport over the same acts and reads"},
	{"web/console", nil,
		"only embeds the built files"},
	{"deploy/testdb", nil,
		"databases for tests know nothing of the product"},
	{".", []string{"..."},
		"main wires everything"},
}

// testRooms are our own packages that any test may import besides its package's: databases, and policy for making valid codes.
var testRooms = []string{"deploy/testdb", "policy"}

// owner says where a third-party library may be imported; the prefix covers its packages.
type owner struct {
	library string
	rooms   []string
	reason  string
}

var owners = []owner{
	{"github.com/gin-gonic/gin", []string{"api", "web/portal"}, "HTTP ends in the transports"},
	{"github.com/danielgtaylor/huma/v2", []string{"api"}, "one description of the interface"},
	{"github.com/prometheus/client_golang", []string{"api"}, "metrics are measured where requests pass"},
	{"golang.org/x/crypto/argon2", []string{"api"}, "passwords stop at the door"},
	{"github.com/pquerna/otp", []string{"api"}, "one-time codes stop at the door"},
	{"github.com/emmansun/gmsm", []string{"policy/seal"}, "national ciphers are one profile of sealing"},
	{"gorm.io/gorm", []string{"store", "store/migrations"}, "one way to the database"},
	{"gorm.io/driver/mysql", []string{"store"}, "one way to the database"},
	{"github.com/libtnb/sqlite", []string{"store"}, "one way to the database"},
	{"modernc.org/sqlite", []string{"store"}, "one way to the database"},
	{"github.com/go-sql-driver/mysql", []string{"store", "deploy/testdb"}, "one way to the database"},
	{"github.com/pressly/goose/v3", []string{"store", "store/migrations"}, "migrations belong to what they change"},
	{"github.com/google/uuid", []string{"store"}, "ids are given where rows are made"},
	{"golang.org/x/mod/sumdb", []string{"store"}, "the transparency log is part of what is remembered"},
	{"github.com/minio/minio-go/v7", []string{"store"}, "contents too large for the database are remembered too"},
	{"golang.org/x/image", []string{"policy/attachment"}, "pictures are drawn anew where files are judged"},
	{"golang.org/x/text/encoding", []string{"reports"}, "text files arrive in the character set of old office programs"},
	{"golang.org/x/text/unicode", []string{"policy/draw", "store"}, "names are normalised for the draw and for search"},
	{"github.com/casbin/casbin/v2", []string{"policy/access"}, "one place says who may do what"},
	{"github.com/goccy/go-yaml", []string{"policy/rulebook", "."}, "strictly decoded rulebooks and settings"},
	{"github.com/xuri/excelize/v2", []string{"reports"}, "workbooks are read and written in one room"},
	{"github.com/signintech/gopdf", []string{"reports"}, "printed documents are reports"},
	{"github.com/skip2/go-qrcode", []string{"reports"}, "printed documents are reports"},
	{"github.com/wneessen/go-mail", []string{"jobs"}, "letters leave where the outbox is emptied"},
	{"github.com/robfig/cron/v3", []string{"jobs"}, "one clockwork"},
	{"filippo.io/age", []string{"."}, "backups are encrypted where their files are opened"},
	{"github.com/alecthomas/kong", []string{"."}, "the command line is main's"},
}

// testLibraries may be imported by any test.
var testLibraries = []string{"github.com/google/go-cmp", "pgregory.net/rapid"}

// testOwners are the libraries that tests of a package use to make or to measure something.
var testOwners = []owner{
	{"golang.org/x/text/encoding", []string{"casework"}, "files arrive in the character set of old office programs"},
	{"github.com/emersion/go-smtp", []string{"jobs"}, "e-mails are tried against a real server"},
	{"github.com/emersion/go-sasl", []string{"jobs"}, "which asks for a password"},
	{"gorm.io/gorm/logger", []string{"web/portal"}, "the queries of every public page are counted and explained"},
	{"github.com/gin-gonic/gin", []string{"."}, "speed is measured against a twin without our layers"},
}

// ban keeps one name of a package out of the product, but for the places where it belongs.
type ban struct {
	path, name string
	allowed    []string // files, or "*.go" for package main
	reason     string
}

var bans = []ban{
	{"time", "Now", []string{"*.go"}, "the clock is read in main and travels as an argument"},
	{"time", "Since", nil, "it reads the clock"},
	{"time", "Until", nil, "it reads the clock"},
	{"gorm.io/gorm", "Model", nil, "auto-increment ids and soft deletion by accident"},
	{"gorm.io/gorm", "DeletedAt", nil, "soft deletion by accident"},
	{"unsafe", "Pointer", nil, "tests run without the checks of pointers, for their time's sake"},
	{"github.com/danielgtaylor/huma/v2", "Register", []string{"api/op.go"}, "no row in the table, no route"},
}

// impure are the standard packages that would make a decision depend on more than its arguments.
var impure = []string{"crypto/rand", "database/sql", "math/rand", "math/rand/v2", "net", "net/http", "os", "os/exec"}

// emptyNames say nothing about what they name.
var emptyNames = []string{"Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Base", "Impl", "Info"}

// exempt are the words that look empty but are terms, and the functions that take more than the limit.
var exempt = map[string]string{
	"leastCommonMultiple":   "a term of arithmetic",
	"store/write.go update": "table, id, version, columns and key: every one is part of a compare-and-set",
}

const (
	maxFileLines     = 400
	maxFunctionLines = 60
	maxParameters    = 5
	maxImportDepth   = 6
)

// law is one rule about the whole tree; check returns what breaks it, one sentence each.
type law struct {
	name   string
	reason string
	check  func(tree) []string
}

var laws = []law{
	{"parse", "a file that cannot be read breaks every law", readable},
	{"rooms", "arrows point one way, so a change stays where it is made", importsOfOurs},
	{"owners", "a library with one owner can be replaced", importsOfOthers},
	{"purity", "a decision is a function of its arguments", purePolicy},
	{"bans", "some names bring in what the house keeps out", bannedNames},
	{"one clock", "time.Now appears once, so a test can set the time everywhere", oneClock},
	{"depth", "the whole design is seen in a minute", importDepth},
	{"exactness", "scores, money and rates are never floats", noFloats},
	{"masks", "fmt asks no field without a capital letter to mask itself", maskedFields},
	{"file size", "a file is read in one sitting", fileSizes},
	{"function size", "a function fits a screen", functionSizes},
	{"parameters", "more belong together in a type", parameterCounts},
	{"package comment", "it says what lives here and what must not", packageComments},
	{"doc comment", "an exported name is a promise", docComments},
	{"names", "each name comes from the domain", namesThatSay},
	{"acts", "an act without words shows its code to people", actsSaid},
	{"columns", "a column without words shows its code to people", columnsSaid},
	{"values", "a code without words shows itself to people", valuesSaid},
	{"unfinished", "what is not done is not merged", nothingUnfinished},
	{"gofmt", "one layout", formatted},
}

func TestArchitecture(t *testing.T) {
	house := readTree(t, ".")
	if len(house.files) < 20 {
		t.Fatalf("only %d Go files were found", len(house.files))
	}
	for _, l := range laws {
		t.Run(strings.ReplaceAll(l.name, " ", "_"), func(t *testing.T) {
			for _, broken := range l.check(house) {
				t.Errorf("%s\n\tlaw: %s", broken, l.reason)
			}
		})
	}
}

// readTree reads all Go files but those of other modules, of tools and of test data.
func readTree(t *testing.T, root string) tree {
	t.Helper()
	sources := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			foreign := name == "node_modules" || name == "testdata" || name == "dist" || path == "data" || path == "bin" || path == "tools" // a module of its own
			if path != root && (foreign || strings.HasPrefix(name, ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		text, err := os.ReadFile(path)
		sources[filepath.ToSlash(path)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return parseTree(sources)
}
