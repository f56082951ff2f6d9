# SPDX-License-Identifier: BSD-2-Clause
# Messages as lines of JSON, which survive a way through jq byte for byte.
#
# A quarter of RLIMIT_MSGQUEUE is enough for its queues (run-bats).

setup() {
	load lib
	cd "$BATS_TEST_TMPDIR" || return
	posix=mq:/queue
}

make_both() {
	object make "$posix" max_messages=10 max_message_size=512 >made
	queue=$(object make mq:0x00000100)
	both=("$posix" "$queue")
}

# What has every byte, and what jq, JSON or C might trip over; a file in text for
# each that is in UTF-8.
write_contents() {
	mkdir contents text
	python3 - <<-'END'
		contents = [
		    b"", b"\0", b"\0" * 16, b"a\0b", b"\n", b"\r\n\t", b'"\\/',
		    bytes(range(256)), bytes(range(32)), b"\x7f",
		    bytes(range(128)), b"\xff", b"\xc3", b"a\xed\xa0\x80",
		    "\u00e9 \u6f22 \U0001f512".encode(),
		    "\uffff\ufffe\ufffd\ufdd0\ufeff".encode(),
		    "\U0010ffff\U0001fffe".encode(),
		    "\U0001d800a\U0001dc00 \U000edbef\U0010dfff".encode(),
		    "\x80\x9b\x9f\xa0".encode(), "\u2028\u202e\u200b".encode(),
		    "\uef80\uefff\ue000".encode(),
		    b"\\u0000", b"\\ud83d", b"null", b"{}", b"YQ==",
		    b"\xc0\x80", b"\xf4\x90\x80\x80", b" ", b"\x1b[31m",
		]
		for i, content in enumerate(contents):
		    open(f"contents/{i:02}", "wb").write(content)
		    try:
		        content.decode("utf-8", "strict")
		        open(f"text/{i:02}", "wb")
		    except UnicodeDecodeError:
		        pass
	END
}

@test "messages survive jq byte for byte" {
	local object file

	make_both
	write_contents
	for object in "${both[@]}"; do
		for file in contents/*; do
			ipccat -W --whole "$object" "$file"
			ipccat -rJ "$object" | tee -a all >json
			[[ $(jq .size json) == $(stat -c %s "$file") ]]
			jq -c . json | ipccat -WJ "$object"
			ipccat -r --whole "$object" | cmp - "$file"
			# All beyond ASCII as escapes.
			jq -ac . json | ipccat -WJ "$object"
			ipccat -r --whole "$object" | cmp - "$file"
			# And without jq, in its own words.
			ipccat -WJ "$object" json
			ipccat -r --whole "$object" | cmp - "$file"
		done
	done
	strict_json lines <all
}

@test "what is text is text, and the rest is base64" {
	make_both
	write_contents
	for file in contents/*; do
		ipccat -W --whole "$posix" "$file"
		ok ipccat -rJ "$posix"
		if [[ -e text/${file#*/} ]]; then
			json 'has("encoding") | not'
		else
			json '.encoding == "base64"'
			jq -r .data <<<"$output" | base64 -d | cmp - "$file"
		fi
	done
}

@test "nothing in JSON is obeyed by a terminal" {
	make_both
	printf '\xc2\x9b31m\x7f\x1b[1m' | ipccat -W "$posix"
	ok ipccat -rJ "$posix"
	[[ $(hex "$output") == *5c7530303962* && $(hex "$output") != *c29b* ]]
	[[ $(hex "$output") != *7f* && $(hex "$output") != *1b* ]]
}

@test "each line has index, type, priority, size and data" {
	make_both
	object send "$posix" size=2 priority=3 count=2
	object send "$queue" size=2 type=5 count=2
	ok ipccat -raJ "$posix"
	[[ $(jq -c 'to_entries | map(.value)' <<<"$output") == \
	    $'[0,null,3,2,"ab"]\n[1,null,3,2,"ab"]' ]]
	[[ $(jq -c keys_unsorted <<<"${lines[0]}") == \
	    '["index","type","priority","size","data"]' ]]
	ok ipccat -J "$queue"
	[[ $(jq -c 'to_entries | map(.value)' <<<"$output") == \
	    $'[0,5,null,2,"ab"]\n[1,5,null,2,"ab"]' ]]
}

@test "type and priority are kept, or changed by jq" {
	make_both
	object send "$posix" size=2 priority=3
	object send "$queue" size=2 type=5
	ipccat -raJ "$posix" | jq -c '.priority += 1' | ipccat -WJ "$posix"
	ipccat -raJ "$queue" | jq -c '.type *= 2' | ipccat -WJ "$queue"
	ok object receive "$posix"
	json '.priority == 4'
	ok object receive "$queue"
	json '.type == 10'
	# Those of the line count more than those of the command line.
	echo '{"type":3,"data":"a"}{"data":"b"}' | sed 's/}{/}\n{/' |
	    ipccat -WJ -T 9 "$queue"
	ok object receive "$queue" count=2
	[[ $(jq .type <<<"$output" | paste -sd ' ') == "3 9" ]]
}

@test "messages of one kind of queue can go into the other" {
	make_both
	object send "$posix" size=2 priority=3
	ipccat -raJ "$posix" | ipccat -WJ -T 7 "$queue"
	ok ipccat -J "$queue"
	json '.type == 7 and .data == "ab"'
	ipccat -raJ "$queue" | ipccat -WJ --priority 6 "$posix"
	ok object receive "$posix"
	json '.priority == 6 and .hex == "6162"'
}

@test "a line that is no message ends it, and says which" {
	local object line

	make_both
	for object in "${both[@]}"; do
		while read -r line; do
			printf '{"data":"a"}\n%s\n{"data":"b"}\n' "$line" >file
			fails 1 "file: line 2: " ipccat -WJ "$object" file
			[[ $stderr == *"; 1 message was written" ]]
			ok ipccat -ra "$object"
			[[ $output == a ]]
		done <<-'END'

			{}
			not json
			{"data":1}
			{"data":"a","type":0}
			{"data":"a","type":9223372036854775808}
			{"data":"a","priority":32768}
			{"data":"a","priority":-1}
			{"data":"a","encoding":"rot13"}
			{"data":"YQ=","encoding":"base64"}
			{"data":"\ud800"}
			{"data":"a"}{"data":"b"}
		END
	done
}

@test "a message too large in JSON is counted by its bytes" {
	make_both
	jq -nc '{data: ("\u0000" * 512)}' | ipccat -WJ "$posix"
	ok object receive "$posix"
	json '.size == 512'
	run_apart ipccat -WJ "$posix" \
	    <<<"$(jq -nc '{data: ("\u0000" * 513)}')"
	[[ $status == 1 && $stderr == *"has 513 bytes"* ]]
}
