# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2030,SC2031,SC2154 # bats; world.bash
# --openmetrics: what there is, for Prometheus.

setup() {
	load lib
	load world
}

# The python that knows how Prometheus reads metrics, if there is one.
find_parser() {
	local python
	for python in python3 /usr/bin/python3; do
		"$python" -c 'import prometheus_client' 2>/dev/null || continue
		parser=$python
		return
	done
	skip "python3-prometheus-client is not installed"
}

# $output as JSON: each sample by its name, with labels and value; it must be
# the same to the parsers of both formats.
parsed() {
	output=$("$parser" "$abs_top_srcdir/tests/metrics.py" <<<"$output")
}

# sample NAME [LABEL=VALUE...]: its value in the document $output.
sample() {
	local labels='{}' name=$1 label
	shift
	for label; do
		labels=$(jq -c --arg k "${label%%=*}" --arg v "${label#*=}" \
		    '. + {($k): $v}' <<<"$labels")
	done
	jq -r --arg name "$name" --argjson labels "$labels" \
	    '.[] | select(.name == $name and .labels == $labels) | .value' \
	    <<<"$output"
}

@test "ipcls --openmetrics: what is written is valid, and the same in both formats" {
	find_parser
	make_world
	ok ipcls --openmetrics -H mq: shm: sem:
	[[ $output == *$'\n# EOF' ]]
	parsed
	json 'map(.name) | index("ipc_object_info") and index("ipc_limit_bytes")'
	json 'all(.[]; .type == "gauge")'
}

@test "ipcls --openmetrics: promtool finds nothing to complain of" {
	command -v promtool || skip "promtool is not installed"
	make_world
	ok ipcls --openmetrics -H mq: shm: sem:
	promtool check metrics <<<"$output"
}

@test "ipcls --openmetrics: totals are those of --usage" {
	find_parser
	make_world
	usage=$(ipcls -u --json)
	ok ipcls --openmetrics
	parsed
	# shellcheck disable=SC2016 # jq's
	json 'def of($name): [.[] | select(.name == $name) |
		    { key: "\(.labels.kind // "-") \(.labels.api)",
		      value: .value }] | from_entries;
	    (of("ipc_objects") == ($usage.usage | map(select(.by == "kind")
		    | { key: "\(.kind) \(.api)", value: .objects })
		| from_entries))
	    and (of("ipc_memory_bytes") == ($usage.usage
		| map(select(.kind == "shm" and .size != null)
		    | { key: "- \(.api)", value: .size }) | from_entries))
	    and (of("ipc_messages") == ($usage.usage
		| map(select(.kind == "mq") | { key: "- \(.api)", value: .messages })
		| from_entries))' --argjson usage "$usage"
}

@test "ipcls --openmetrics: limits are those of --limits, and what has no bound is infinite" {
	find_parser
	sysctl -qw kernel.msgmni=77
	limits=$(ipcls -l --json)
	ok ipcls --openmetrics
	parsed
	[[ $(sample ipc_limit limit=msgmni kind=mq api=sysv) == 77 ]]
	[[ $(sample ipc_limit limit=shmall kind=shm api=sysv) == Infinity ]]
	# shellcheck disable=SC2016 # jq's
	json '[.[] | select(.name | test("^ipc_limit(_bytes)?$"))
		| [.labels.limit, .value]] | sort
	    == ([$limits.limits[] | select(.unlimited != null)
		| [.name, if .unlimited then "Infinity" else .value end]]
		| sort)' --argjson limits "$limits"
}

@test "ipcls --openmetrics: only objects that are asked for get series of their own" {
	find_parser
	object make mq:/jobs max_messages=4 max_message_size=100
	object send mq:/jobs size=10 count=3
	object make mq:/other
	set=$(object make sem: nsems=2 values=5,0)
	ok ipcls --openmetrics
	[[ $output != *object=* ]]
	ok ipcls --openmetrics mq:/jobs "$set"
	parsed
	[[ $(sample ipc_object_messages object=mq:/jobs) == 3 ]]
	[[ $(sample ipc_object_max_messages object=mq:/jobs) == 4 ]]
	[[ $(sample ipc_object_message_bytes object=mq:/jobs) == 30 ]]
	[[ $(sample ipc_object_max_message_bytes object=mq:/jobs) == 400 ]]
	[[ $(sample ipc_object_semaphore_value object="$set" semaphore=0) == 5 ]]
	[[ $(sample ipc_object_semaphore_value object="$set" semaphore=1) == 0 ]]
	[[ $(sample ipc_object_semaphore_waiting object="$set" semaphore=0 wait=zero) == 0 ]]
	json 'all(.[]; .labels.object != "mq:/other")'
	# The totals are of all objects nevertheless.
	[[ $(sample ipc_objects kind=mq api=posix) == 2 ]]
	ok ipcls --openmetrics -w 'messages > 2'
	parsed
	json '[.[] | select(.name == "ipc_object_info") | .labels.object]
	    == ["mq:/jobs"]'
}

@test "ipcls --openmetrics: an object is found by key, and by what its key is made of" {
	find_parser
	segment=$(object make shm:0x1234 size=100)
	touch "$BATS_TEST_TMPDIR/file"
	set=$(ipcmk "sem:@$BATS_TEST_TMPDIR/file,7")
	set=$(ipcls -r --no-headings -o object "$set")
	ok ipcls --openmetrics shm:0x1234 "sem:@$BATS_TEST_TMPDIR/file,7"
	parsed
	json '[.[] | select(.name == "ipc_object_info") | .labels.object]
	    == $wanted' --argjson wanted "[\"$segment\",\"$set\"]"
	fails 1 'sem:@/nothing,7: No such file' \
	    ipcls --openmetrics sem:@/nothing,7
}

@test "ipcls --openmetrics: names of any bytes are valid labels, and distinct ones distinct" {
	find_parser
	local name
	for name in "${hostile_names[@]}"; do
		object make "shm:/$name"
	done
	ok ipcls --openmetrics shm:
	parsed
	json '[.[] | select(.name == "ipc_object_info") | .labels.object]
	    | length > 10 and length == (unique | length)'
	# What a label says names the object to any program.
	jq -r '.[] | select(.name == "ipc_object_info") | .labels.object' \
	    <<<"$output" >"$BATS_TEST_TMPDIR/labels"
	while IFS= read -r name; do
		ipcls "$name" >/dev/null
	done <"$BATS_TEST_TMPDIR/labels"
}

@test "ipcls --openmetrics -H: holders, waiters and memory without a name" {
	find_parser
	object make mq:/empty
	object make shm:/held size=4096
	start hold receive mq:/empty count=2
	start hold map shm:/held
	start hold removed shm:/gone size=8192
	ok ipcls --openmetrics -H mq:/empty shm:/held
	parsed
	[[ $(sample ipc_object_waiters object=mq:/empty) == 2 ]]
	[[ $(sample ipc_object_holders object=shm:/held) == 1 ]]
	[[ $(sample ipc_waiters kind=mq api=posix) == 2 ]]
	[[ $(sample ipc_hidden_processes) == 0 ]]
	[[ $(sample ipc_objects kind=shm api=posix) == 1 ]]
	json 'any(.[]; .name == "ipc_unlinked_bytes")'
	ok ipcls --openmetrics
	[[ $output != *ipc_waiters* && $output != *ipc_hidden* ]]
}

@test "ipcls --openmetrics: what is not known has no sample" {
	find_parser
	need_nobody
	object make mq:/secret mode=0600
	ok as_nobody ipcls --openmetrics mq:/secret
	parsed
	[[ -z $(sample ipc_object_messages object=mq:/secret) ]]
	[[ -z $(sample ipc_messages api=posix) ]]
	[[ $(sample ipc_messages api=sysv) == 0 ]]
}

@test "ipcls --openmetrics: whatever fails, nothing is written" {
	object make shm:/there
	fails 1 'shm:/missing: no such object' ipcls --openmetrics shm:/missing shm:/there
	[[ -z $output ]]
	object many shm:/x count=5
	fails 1 '--max-series: ' ipcls --openmetrics --max-series 3 shm:
	[[ -z $output ]]
	ok ipcls --openmetrics --max-series 6 shm:
	ipcls --openmetrics >/dev/full && return 1
	[[ $? == 1 ]]
}

@test "ipcls --openmetrics: what makes no sense with metrics is refused" {
	fails 2 '--output' ipcls --openmetrics -o name
	fails 2 '--time' ipcls --openmetrics -t
	fails 2 '--json: contradicts' ipcls --openmetrics -J
	fails 2 'can be used one at a time' ipcls --openmetrics -l
	fails 2 '--max-series' ipcls --max-series 3
	fails 2 '--max-series x' ipcls --openmetrics --max-series x
}

# A port of the loopback that nobody listens on, as far as one can know.
free_port() {
	python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

scraped() {
	python3 -c 'import sys, urllib.request
sys.stdout.write(urllib.request.urlopen(sys.argv[1]).read().decode())' \
	    "http://127.0.0.1:$1/metrics" 2>/dev/null >"$BATS_TEST_TMPDIR/scrape"
}

@test "ipcls --openmetrics: node_exporter's textfile collector takes it" {
	local port
	command -v prometheus-node-exporter || skip "node_exporter is not installed"
	make_world
	mkdir "$BATS_TEST_TMPDIR/textfiles"
	ipcls --openmetrics -H mq: >"$BATS_TEST_TMPDIR/textfiles/ipcutil.prom"
	port=$(free_port)
	prometheus-node-exporter --collector.disable-defaults \
	    --collector.textfile --web.listen-address="127.0.0.1:$port" \
	    --collector.textfile.directory="$BATS_TEST_TMPDIR/textfiles" \
	    >/dev/null 2>&1 3>&- &
	pid=$!
	retry scraped "$port"
	kill "$pid"
	wait "$pid" || true
	grep -qx 'node_textfile_scrape_error 0' "$BATS_TEST_TMPDIR/scrape"
	grep -q '^ipc_objects{api="posix",kind="mq"} 2$' "$BATS_TEST_TMPDIR/scrape"
}

@test "contrib: the rules and the dashboard are valid, and name metrics that there are" {
	local name
	jq -e . "$abs_top_srcdir/contrib/ipcutil-dashboard.json" >/dev/null
	make_world
	object make shm:/memory
	ok ipcls --openmetrics -H mq: shm: sem:
	while read -r name; do
		grep -q "^# TYPE $name gauge" <<<"$output" || {
			echo "no such metric: $name"
			return 1
		}
	done < <(grep -ohE '\bipc_[a-z_]+' \
	    "$abs_top_srcdir/contrib/ipcutil.rules.yml" \
	    "$abs_top_srcdir/contrib/ipcutil-dashboard.json" | sort -u)
	command -v promtool || skip "promtool is not installed"
	promtool check rules "$abs_top_srcdir/contrib/ipcutil.rules.yml"
}

# The service's command, as systemd gives it to the shell: $$ is one $.
service_command() {
	command=$(sed -n "s/^ExecStart=\/bin\/sh -c '\(.*\)'\$/\1/p" \
	    "$abs_top_srcdir/contrib/ipcutil-metrics.service")
	[ -n "$command" ]
	command=${command//'$$'/'$'}
}

@test "contrib: the service writes the metrics, replaces them, and leaves nothing else" {
	local command
	export TEXTFILES=$BATS_TEST_TMPDIR/textfiles
	mkdir "$TEXTFILES"
	service_command
	object make shm:/one
	ok /bin/sh -c "$command"
	[ "$(ls -A "$TEXTFILES")" = ipcutil.prom ]
	grep -q '^ipc_objects{kind="shm",api="posix"} 1$' "$TEXTFILES/ipcutil.prom"
	[ "$(tail -n 1 "$TEXTFILES/ipcutil.prom")" = '# EOF' ]
	object make shm:/two
	ok /bin/sh -c "$command"
	[ "$(ls -A "$TEXTFILES")" = ipcutil.prom ]
	grep -q '^ipc_objects{kind="shm",api="posix"} 2$' "$TEXTFILES/ipcutil.prom"
}

@test "contrib: if ipcls fails, the service fails, and the old metrics stay" {
	local command
	export TEXTFILES=$BATS_TEST_TMPDIR/textfiles
	mkdir "$TEXTFILES" "$BATS_TEST_TMPDIR/bin"
	echo old >"$TEXTFILES/ipcutil.prom"
	printf '#!/bin/sh\necho half\nexit 1\n' >"$BATS_TEST_TMPDIR/bin/ipcls"
	chmod +x "$BATS_TEST_TMPDIR/bin/ipcls"
	service_command
	PATH=$BATS_TEST_TMPDIR/bin:$PATH run -1 /bin/sh -c "$command"
	[ "$(ls -A "$TEXTFILES")" = ipcutil.prom ]
	[ "$(<"$TEXTFILES/ipcutil.prom")" = old ]
}

@test "contrib: systemd understands the services and the timer" {
	command -v systemd-analyze || skip "systemd is not installed"
	# That the programs and pages are not installed is no fault of theirs.
	systemd-analyze verify "$abs_top_srcdir"/contrib/*.service \
	    "$abs_top_srcdir"/contrib/*.timer >"$BATS_TEST_TMPDIR/verify" 2>&1 || true
	grep -vE "Command|is not executable" "$BATS_TEST_TMPDIR/verify" | {
		! grep ipcutil
	}
	# What is wrong would have been seen.
	sed 's/^ProtectHome=/NoSuchThing=/' \
	    "$abs_top_srcdir/contrib/ipcutil-metrics.service" \
	    >"$BATS_TEST_TMPDIR/wrong.service"
	systemd-analyze verify "$BATS_TEST_TMPDIR/wrong.service" 2>&1 |
	    grep -q NoSuchThing
}
