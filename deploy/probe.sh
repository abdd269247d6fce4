#!/usr/bin/env bash
# Lets sqlmap look for injections in what strangers and signed-in people send, against a server of
# its own on loopback with made-up data: probe.sh [DATABASE]. Exit 1 when it finds one, and when any
# of its requests makes the server fail: no text that a person can send is a fault of the server.
set -euo pipefail
cd "$(dirname "$0")/.."

place=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait; rm -rf "$place"' EXIT

port=$((20000 + $$ % 20000))
site=http://127.0.0.1:$port
where=(--data "$place/data")
[ -z "${1-}" ] || where+=(--db "$1")
./bin/yijian serve --demo "${where[@]}" --addr "127.0.0.1:$port" --reads-per-minute 0 --writes-per-minute 0 >"$place/out" 2>"$place/log" &
server=$!
for _ in $(seq 120); do
	curl -sf "$site/readyz" >/dev/null && break
	kill -0 "$server" || { cat "$place/log" >&2; exit 1; }
	sleep 1
done

cookie() {
	curl -sf -c - -o /dev/null -H 'Content-Type: application/json' -d "{\"name\":\"$1\",\"password\":\"demo-only-2026\"}" \
		"$site/api/v1/session" | awk '$1 ~ /^#HttpOnly_/ { print $6 "=" $7 }'
}

# probe ARGUMENTS: one target; the whole output is kept until it is read.
probe() {
	echo "probing ${*: -1}"
	timeout 600 sqlmap --batch --flush-session --level 3 --risk 1 --technique BEU --threads 4 --output-dir "$place/sqlmap" \
		--disable-coloring --ignore-code '*' "$@" >"$place/said" 2>&1 || [ $? = 124 ]
	if grep -Eq 'identified the following injection point|(^|, )5[0-9]{2} \(' "$place/said"; then
		sed -nE '/identified the following/,$p; /(^|, )5[0-9]{2} \(/p' "$place/said"
		exit 1
	fi
	grep -q 'testing' "$place/said" || { cat "$place/said" >&2; exit 1; }
}

inspector=$(cookie inspector1)
[ -n "$inspector" ] || { echo "nobody could sign in" >&2; exit 1; }
probe -u "$site/lists/black?q=%E5%BF%AB%E9%80%92&page=1"
probe -u "$site/penalties?q=%E5%BF%AB%E9%80%92&page=1"
probe -u "$site/filings?q=%E7%BD%91%E7%82%B9&area=500156001&page=1"
probe -u "$site/filings/500156-2026-0001*"
probe -u "$site/nearby?q=%E7%BD%91%E7%82%B9&area=500156001"
probe --data '{"name":"inspector1","password":"x","code":"1"}' -u "$site/api/v1/session"
for list in "endpoints?q=%E7%BD%91%E7%82%B9&status=filed&area_code=500156001&sort=name" "enterprises?q=%E5%BF%AB%E9%80%92&status=active" \
	"complaints?q=xx&status=closed" "inspections?q=xx&status=published"; do
	probe --cookie "$inspector" -p q,status,sort,brand,area_code -u "$site/api/v1/$list&limit=20"
done
echo "nothing injectable was found"
