package testdb

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// Missing is the advice given when MariaDB's server programs are not installed.
const Missing = "mariadbd is not installed; the tests need it: apt-get update && " +
	"apt-get install -y --no-install-recommends mariadb-server-core mariadb-client-core"

// programs are the two programs of an installed MariaDB server.
type programs struct {
	server, installer string
}

// programDirs are where administrators' programs live, which an ordinary PATH leaves out.
var programDirs = []string{"/usr/sbin", "/usr/local/sbin", "/usr/bin"}

func findMariaDB() (programs, error) {
	server, serverErr := findProgram("mariadbd")
	installer, installerErr := findProgram("mariadb-install-db")
	if serverErr != nil || installerErr != nil {
		return programs{}, errors.New(Missing)
	}
	return programs{server, installer}, nil
}

func findProgram(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	for _, dir := range programDirs {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s not found", name)
}

// makeDataDir copies the cached data directory of this server version, making the cache on
// first use; without a usable cache it installs directly.
func (p programs) makeDataDir(target string) error {
	template, err := p.template()
	if err == nil {
		if err = os.CopyFS(target, os.DirFS(template)); err == nil {
			return nil
		}
		if err := os.RemoveAll(target); err != nil {
			return err
		}
	}
	return p.install(target)
}

func (p programs) install(target string) error {
	args := append([]string{
		"--no-defaults", "--datadir=" + target,
		"--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve",
	}, userFlag()...)
	if output, err := exec.Command(p.installer, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", p.installer, err, output)
	}
	return nil
}

// template returns the directory that holds a fresh data directory of this server's version.
func (p programs) template() (string, error) {
	version, err := exec.Command(p.server, "--no-defaults", "--version").Output()
	if err != nil {
		return "", err
	}
	root, err := cacheDir()
	if err != nil {
		return "", err
	}
	template := filepath.Join(root, fileName(version))
	if _, err := os.Stat(template); err == nil {
		return template, nil
	}
	making, err := os.MkdirTemp(root, "making-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(making) }()
	fresh := filepath.Join(making, "data")
	if err := p.install(fresh); err != nil {
		return "", err
	}
	// Two test processes may both have made one; the rename lets the first win whole.
	if err := os.Rename(fresh, template); err != nil && !exists(template) {
		return "", err
	}
	return template, nil
}

func cacheDir() (string, error) {
	root, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	root = filepath.Join(root, "yijian", "mariadb")
	return root, os.MkdirAll(root, 0o700)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

var notFileName = regexp.MustCompile(`[^A-Za-z0-9.+]+`)

// fileName makes "mariadbd  Ver 10.11.19-MariaDB… (Debian 12)" usable as a file's name.
func fileName(version []byte) string {
	_, after, _ := bytes.Cut(version, []byte("Ver "))
	return strings.Trim(notFileName.ReplaceAllString(string(after), "-"), "-")
}
