#!/usr/bin/env bash
# Checks that this machine can run (tools.sh run), test (tools.sh test) or probe (tools.sh
# probe) the product. "test" and "probe" also install what is missing on Debian and Ubuntu as root; everywhere else it
# only says what is missing. It changes nothing, and is quick, when all is there.
set -euo pipefail

fail() { printf '%s\n' "$@" >&2; exit 1; }

# at_least WANTED FOUND: whether version FOUND is WANTED or later.
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

check_go() {
  command -v go >/dev/null || { echo "Go 1.26 or later is not installed: see https://go.dev/doc/install"; return; }
  local found
  found=$(cd / && GOTOOLCHAIN=local go env GOVERSION)
  at_least 1.26 "${found#go}" || echo "Go 1.26 or later is needed, but 'go' is ${found#go}: see https://go.dev/doc/install"
}

check_node() {
  command -v node >/dev/null || { echo "Node.js 20.19 or later is not installed: see https://nodejs.org/en/download"; return; }
  local found
  found=$(node --version)
  at_least 20.19 "${found#v}" || echo "Node.js 20.19 or later is needed, but 'node' is ${found#v}: see https://nodejs.org/en/download"
  command -v npm >/dev/null || echo "npm is not installed; it comes with Node.js"
}

check_run() {
  local complaints
  complaints=$(check_go; check_node)
  [ -z "$complaints" ] || fail "$complaints"
}

# present NAME: whether a program is on the PATH or among the administrator's programs.
present() {
  command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ] || [ -x "/usr/local/sbin/$1" ]
}

has_chromium() { present chromium-headless-shell || present chromium || present chromium-browser || present google-chrome; }
has_office() { present soffice || present libreoffice || [ -d /Applications/LibreOffice.app ]; }
has_cjk_font() {
  local font
  for font in /usr/share/fonts/opentype/noto/NotoSansCJK-*; do [ -e "$font" ] && return; done
  # Ends by itself rather than by a closed pipe, which pipefail would report as failure.
  present fc-list && [ -n "$(fc-list :lang=zh family | head -c 1; true)" ]
}

# missing PURPOSE: the Debian packages whose work no program here does, one a line.
missing() {
  present mariadbd || echo mariadb-server-core
  present mariadb-install-db || echo mariadb-server-core
  present mariadb || echo mariadb-client-core
  has_chromium || echo chromium-headless-shell
  has_cjk_font || echo fonts-noto-cjk
  has_office || echo libreoffice-calc-nogui
  present pdftotext || echo poppler-utils
  present gcc || echo gcc
  [ -e /usr/include/stdlib.h ] || [ "$(uname)" = Darwin ] || echo libc6-dev
  present make || echo make
  [ "$1" != probe ] || present sqlmap || echo sqlmap
  [ "$1" != probe ] || present curl || echo curl
}

install() {
  export DEBIAN_FRONTEND=noninteractive
  echo "installing for the tests: $*"
  apt-get update -q </dev/null
  apt-get install -q -y --no-install-recommends "$@" </dev/null
}

# check_test PURPOSE
check_test() {
  check_run
  local packages
  packages=$(missing "$1" | sort -u | tr '\n' ' ')
  [ -n "${packages// /}" ] || return 0
  local command="apt-get update && apt-get install -y --no-install-recommends $packages"
  command -v apt-get >/dev/null ||
    fail "The tests need what these Debian packages hold: $packages" "Install the like with this system's package manager."
  [ "$(id -u)" = 0 ] || fail "The tests need more packages. As root:" "  $command"
  # shellcheck disable=SC2086 # one word per package
  install $packages
  packages=$(missing "$1" | sort -u | tr '\n' ' ')
  [ -z "${packages// /}" ] || fail "Installed, but still not found: $packages"
}

case "${1-}" in
  run) check_run ;;
  test | probe) check_test "$1" ;;
  *) echo "usage: deploy/tools.sh run|test|probe" >&2; exit 2 ;;
esac
