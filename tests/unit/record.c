/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit tests of what the kernel's tracing writes; see trace/record.h. */
#include "trace/record.h"
#include "base/unknown.h"
#include "tap.h"

static const char format_text[] =
    "name: sys_enter_msgsnd\n"
    "ID: 512\n"
    "format:\n"
    "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
    "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"
    "\n"
    "\tfield:struct msgbuf * msgp;\toffset:8;\tsize:8;\tsigned:0;\n"
    "\tfield:char comm[16];\toffset:16;\tsize:16;\tsigned:0;\n"
    "\n"
    "print fmt: \"msqid: 0x%08lx\", ((unsigned long)(REC->msqid))\n";

static const char page_text[] =
    "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
    "\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
    "\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
    "\tfield: char data;\toffset:16;\tsize:4080;\tsigned:1;\n";

static void
formats(void)
{
	struct record_format format;
	const struct record_field *field;

	CHECK(record_format_parse(format_text, &format), "it is one");
	CHECK_INT(format.id, 512, "its number");
	CHECK_INT((int64_t)format.n, 4, "its fields");
	field = record_field(&format, "common_pid");
	CHECK(field != NULL && field->offset == 4 && field->size == 4 &&
		  field->is_signed,
	    "a signed one");
	CHECK(record_field(&format, "comm") != NULL, "an array");
	field = record_field(&format, "msgp");
	CHECK(field != NULL && field->size == 8, "a pointer");
	CHECK(record_field(&format, "common") == NULL, "half a name");
	CHECK(!record_format_parse("", &format), "nothing");
	CHECK(!record_format_parse("ID: 5\n", &format), "no fields");
	CHECK(!record_format_parse("\tfield:int a;\toffset:x;\n", &format),
	    "no number");
	CHECK(!record_format_parse("\tfield:int a", &format), "cut short");
	CHECK(!record_format_parse(
		  "\tfield:int a;\toffset:-4;\tsize:4;\tsigned:1;\n", &format),
	    "before the record");
}

static void
numbers(void)
{
	static const unsigned char bytes[] = { 0xfe, 0xff, 0xff, 0xff, 1, 2, 3,
		4 };
	struct record_field field = { .size = 4, .is_signed = true };
	int64_t n = 0;

	CHECK(record_number(&field, bytes, sizeof(bytes), &n), "four bytes");
	CHECK_INT(n, -2, "signed");
	field.is_signed = false;
	CHECK(record_number(&field, bytes, sizeof(bytes), &n), "four bytes");
	CHECK_INT(n, 0xfffffffe, "and unsigned");
	field.size = 2;
	field.offset = 4;
	CHECK(record_number(&field, bytes, sizeof(bytes), &n), "two bytes");
	CHECK_INT(n, 0x201, "in our order");
	field.size = 8;
	CHECK(!record_number(&field, bytes, sizeof(bytes), &n), "too long");
	field.offset = UINT32_MAX;
	CHECK(!record_number(&field, bytes, sizeof(bytes), &n), "too far");
	field = (struct record_field){ .size = 3 };
	CHECK(!record_number(&field, bytes, sizeof(bytes), &n), "an odd size");
}

/* A page as the kernel fills it. */
struct page {
	unsigned char bytes[512];
	size_t end;
};

static void
put(struct page *page, uint32_t word)
{
	memcpy(page->bytes + page->end, &word, sizeof(word));
	page->end += sizeof(word);
}

static void
begin(struct page *page, uint64_t time)
{
	memset(page, 0, sizeof(*page));
	memcpy(page->bytes, &time, sizeof(time));
	page->end = 16;
}

struct seen {
	int64_t n;
	uint64_t times[8];
	uint32_t firsts[8]; /* words of the records */
	size_t lengths[8];
};

static void
see(void *arg, uint64_t time, const unsigned char *record, size_t length)
{
	struct seen *seen = arg;

	if (seen->n == 8)
		return;
	seen->times[seen->n] = time;
	memcpy(&seen->firsts[seen->n], record, sizeof(uint32_t));
	seen->lengths[seen->n++] = length;
}

/* Whether a page of so many bytes makes sense, and what is on it. */
static bool
look(struct page *page, uint64_t flags, size_t size, struct seen *seen)
{
	uint64_t commit = (page->end - 16) | flags;
	struct record_page layout;

	memcpy(page->bytes + 8, &commit, sizeof(commit));
	memset(seen, 0, sizeof(*seen));
	CHECK(record_page_parse(page_text, &layout), "a layout");
	return record_each(&layout, page->bytes, size, see, seen);
}

static bool
is_after_loss(const struct page *page, size_t size)
{
	struct record_page layout;

	CHECK(record_page_parse(page_text, &layout), "a layout");
	return record_after_loss(&layout, page->bytes, size);
}

#define HEAD(type, delta) ((uint32_t)(type) | (uint32_t)(delta) << 5)

static void
pages(void)
{
	struct page page;
	struct seen seen;

	begin(&page, 1000);
	put(&page, HEAD(2, 5)); /* two words */
	put(&page, 11);
	put(&page, 12);
	put(&page, HEAD(0, 7)); /* its length is told: 4 and 12 bytes */
	put(&page, 16);
	put(&page, 21);
	put(&page, 22);
	put(&page, 23);
	put(&page, HEAD(30, 1)); /* the time goes on by 1 + (2 << 27) */
	put(&page, 2);
	put(&page, HEAD(29, 3)); /* was discarded: the length is told */
	put(&page, 8);
	put(&page, 99);
	put(&page, HEAD(31, 77)); /* the time is this */
	put(&page, 0);
	put(&page, HEAD(1, 1));
	put(&page, 31);
	/* Some were lost before it, which is a flag. */
	CHECK(look(&page, UINT64_C(1) << 31, 512, &seen), "it makes sense");
	CHECK(is_after_loss(&page, 512), "the flag is told");
	CHECK_INT(seen.n, 3, "records");
	CHECK_INT((int64_t)seen.times[0], 1005, "the first one's time");
	CHECK_INT(seen.firsts[0], 11, "what it has");
	CHECK_INT((int64_t)seen.lengths[0], 8, "how long it is");
	CHECK_INT((int64_t)seen.times[1], 1012, "the second one's time");
	CHECK_INT(seen.firsts[1], 21, "what it has");
	CHECK_INT((int64_t)seen.lengths[1], 12, "how long it is");
	CHECK_INT((int64_t)seen.times[2], 78, "the last one's time");
	CHECK_INT(seen.firsts[2], 31, "what it has");
	CHECK(look(&page, 0, page.end, &seen), "just as long as that");
	CHECK(!is_after_loss(&page, page.end), "none were lost");
	CHECK(!is_after_loss(&page, 8), "nor are if it is cut short");
	CHECK(!look(&page, 0, page.end - 1, &seen), "cut short");
	CHECK(!look(&page, 0, 8, &seen), "less than a head");
}

static void
nonsense(void)
{
	struct page page;
	struct seen seen;

	begin(&page, 1);
	put(&page, HEAD(28, 0)); /* longer than the page */
	put(&page, 1);
	CHECK(!look(&page, 0, 512, &seen), "a record beyond the end");
	begin(&page, 1);
	put(&page, HEAD(0, 0));
	put(&page, 3); /* shorter than the word that says so */
	put(&page, 1);
	CHECK(!look(&page, 0, 512, &seen), "a length of less than itself");
	begin(&page, 1);
	put(&page, HEAD(0, 0));
	put(&page, UINT32_MAX);
	CHECK(!look(&page, 0, 512, &seen), "a length of 4 GiB");
	begin(&page, 1);
	put(&page, HEAD(30, 0));
	CHECK(!look(&page, 0, 512, &seen), "half a time");
	begin(&page, 1);
	put(&page, HEAD(29, 0)); /* nothing more on this page */
	put(&page, UINT32_MAX);
	CHECK(look(&page, 0, 512, &seen), "an empty rest");
	CHECK_INT(seen.n, 0, "has no records");
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "record: formats of events are read, or refused", formats },
		{ "record: numbers lie within the record", numbers },
		{ "record: pages are taken apart as the kernel fills them",
		    pages },
		{ "record: a page that makes no sense is told", nonsense },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
