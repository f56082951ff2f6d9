/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of ref.h: the notation for objects, read and written. */
#include <sys/ipc.h>
#include <sys/stat.h>

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <unistd.h>

#include "backend/ref.h"
#include "backend/sem_layout.h"
#include "base/text.h"
#include "show/value.h"
#include "tap.h"

/* What a reference says, field by field. */
struct good {
	const char *text;
	unsigned kinds;
	const char *name;
	int64_t id;
	int64_t key;
	const char *file;
	int64_t project;
};

#define NAME(text) .name = (text), .id = UNKNOWN, .key = UNKNOWN
#define ID(number) .id = (number), .key = UNKNOWN
#define KEY(number) .id = UNKNOWN, .key = (number)
#define FILE_KEY(path, number)                                                 \
	.id = UNKNOWN, .key = UNKNOWN, .file = (path), .project = (number)

static const struct good good[] = {
	{ "mq:/jobs", KIND_POSIX_MQ, NAME("/jobs") },
	{ "msg:/jobs", KIND_POSIX_MQ, NAME("/jobs") },
	{ "shm:/jobs", KIND_POSIX_SHM, NAME("/jobs") },
	{ "sem:/jobs", KIND_POSIX_SEM, NAME("/jobs") },
	{ "mq:0", KIND_SYSV_MSG, ID(0) },
	{ "msg:7", KIND_SYSV_MSG, ID(7) },
	{ "shm:98305", KIND_SYSV_SHM, ID(98305) },
	{ "sem:2147483647", KIND_SYSV_SEM, ID(INT_MAX) },
	{ "shm:0x52", KIND_SYSV_SHM, KEY(0x52) },
	{ "mq:0x00000052", KIND_SYSV_MSG, KEY(0x52) },
	{ "sem:0xffffffff", KIND_SYSV_SEM, KEY(0xffffffff) },
	{ "sem:0X8000000A", KIND_SYSV_SEM, KEY(0x8000000a) },
	{ "mq:@/etc/app.conf,1", KIND_SYSV_MSG, FILE_KEY("/etc/app.conf", 1) },
	{ "shm:@x,255", KIND_SYSV_SHM, FILE_KEY("x", 255) },
	{ "sem:@a,b,7", KIND_SYSV_SEM, FILE_KEY("a,b", 7) },
	{ "sem:@a\\b*,7", KIND_SYSV_SEM, FILE_KEY("a\\b*", 7) },
	/* Paths, as the shell completes them. */
	{ "/dev/mqueue/jobs", KIND_POSIX_MQ, NAME("/jobs") },
	{ "/dev/shm/jobs", KIND_POSIX_SHM, NAME("/jobs") },
#ifdef __GLIBC__
	{ "/dev/shm/sem.jobs", KIND_POSIX_SEM, NAME("/jobs") },
#else
	{ "/dev/shm/sem.jobs", KIND_POSIX_SHM, NAME("/sem.jobs") },
#endif
	{ "/dev/shm/sem", KIND_POSIX_SHM, NAME("/sem") },
	{ "/dev/mqueue/sem.jobs", KIND_POSIX_MQ, NAME("/sem.jobs") },
	{ "/dev/shm/a*b\\c?[d]", KIND_POSIX_SHM, NAME("/a*b\\c?[d]") },
	/* Names that look like something else. */
	{ "mq:/0", KIND_POSIX_MQ, NAME("/0") },
	{ "mq:/0x52", KIND_POSIX_MQ, NAME("/0x52") },
	{ "mq:/@file,1", KIND_POSIX_MQ, NAME("/@file,1") },
	{ "mq:/mq:", KIND_POSIX_MQ, NAME("/mq:") },
	{ "mq:/...", KIND_POSIX_MQ, NAME("/...") },
	{ "mq:/sem.x", KIND_POSIX_MQ, NAME("/sem.x") },
	{ "sem:/sem.x", KIND_POSIX_SEM, NAME("/sem.x") },
	{ "shm:/semx", KIND_POSIX_SHM, NAME("/semx") },
	{ "shm:/-rf", KIND_POSIX_SHM, NAME("/-rf") },
	{ "shm:/ ", KIND_POSIX_SHM, NAME("/ ") },
	{ "shm:/]", KIND_POSIX_SHM, NAME("/]") },
	/* Escapes. */
	{ "shm:/a\\sb", KIND_POSIX_SHM, NAME("/a b") },
	{ "shm:/a\\nb", KIND_POSIX_SHM, NAME("/a\nb") },
	{ "shm:/a\nb", KIND_POSIX_SHM, NAME("/a\nb") },
	{ "shm:/\\\\377", KIND_POSIX_SHM, NAME("/\\377") },
	{ "shm:/\\377", KIND_POSIX_SHM, NAME("/\377") },
	{ "shm:/\\0011", KIND_POSIX_SHM, NAME("/\0011") },
	{ "shm:/\\33", KIND_POSIX_SHM, NAME("/\033") },
	{ "shm:/\\33x", KIND_POSIX_SHM, NAME("/\033x") },
	{ "shm:/\xff", KIND_POSIX_SHM, NAME("/\xff") },
	{ "shm:/\\*", KIND_POSIX_SHM, NAME("/*") },
	{ "shm:/\\052", KIND_POSIX_SHM, NAME("/*") },
	{ "shm:/a\\?\\[\\]", KIND_POSIX_SHM, NAME("/a?[]") },
#ifdef __GLIBC__
	/* Only the two of memory are a directory's. */
	{ "sem:/.", KIND_POSIX_SEM, NAME("/.") },
	{ "sem:/..", KIND_POSIX_SEM, NAME("/..") },
#endif
};

static void
named_outright(void)
{
	const struct ipc_kind *kind;
	const char *message;
	struct ref ref;
	size_t i;

	for (i = 0; i < TAP_LENGTH(good); i++) {
		message = ref_parse(&ref, good[i].text);
		CHECK_STR(message, NULL, good[i].text);
		if (message != NULL)
			continue;
		CHECK_STR(ref.text, good[i].text, good[i].text);
		CHECK_INT(ref.kinds, good[i].kinds, good[i].text);
		CHECK(!ref.pattern, good[i].text);
		CHECK_STR(ref.name, good[i].name, good[i].text);
		CHECK_INT(ref.id, good[i].id, good[i].text);
		CHECK_INT(ref.key, good[i].key, good[i].text);
		CHECK_STR(ref.file, good[i].file, good[i].text);
		CHECK_INT(ref.project, good[i].project, good[i].text);
		kind = ref_kind(&ref);
		CHECK(kind != NULL && kind->bit == good[i].kinds, good[i].text);
		ref_free(&ref);
	}
}

static const char *const bad[] = {
	"",
	" ",
	":",
	"/",
	"//",
	"-",
	"5",
	"0x52",
	"jobs",
	"/jobs",
	"jobs:/x",
	"MQ:/jobs",
	" mq:/jobs",
	"mq :/jobs",
	"mq/jobs",
	"mqx:/jobs",
	"m:/jobs",
	"mq:jobs",
	"mq: ",
	"mq:*",
	"mq:?",
	"mq:,",
	"mq:/",
	"mq://",
	"mq://jobs",
	"mq:/a/b",
	"mq:/a/",
	"mq:/.",
	"mq:/..",
	"shm:/.",
	"shm:/..",
#ifdef __GLIBC__
	"shm:/sem.jobs", /* the file of a semaphore */
	"/dev/shm/sem.",
#else
	"sem:/.",
	"sem:/..",
#endif
	"/dev/mqueue",
	"/dev/mqueue/",
	"/dev/mqueue/a/b",
	"/dev/mqueue/.",
	"/dev/mqueue/..",
	"/dev/shm/",
	"/dev/shm/..",
	"/dev/shm/../mqueue/x",
	"/dev/shmx",
	/* Identifiers. */
	"shm:-1",
	"shm:-0",
	"shm:+1",
	"shm: 1",
	"shm:1 ",
	"shm:1x",
	"shm:1,2",
	"shm:1.0",
	"shm:1K",
	"shm:2147483648",
	"shm:4294967296",
	"shm:4294967301",
	"shm:18446744073709551616",
	"shm:-18446744073709551611",
	/* Keys. */
	"shm:0x",
	"shm:0x0",
	"shm:0x00000000",
	"shm:0xg",
	"shm:0x1g",
	"shm:0x-1",
	"shm:-0x1",
	"shm:0x1 ",
	"shm:0x100000000",
	"shm:0x100000052",
	"shm:0xffffffffffffffff",
	/* Files and projects. */
	"mq:@",
	"mq:@,",
	"mq:@,1",
	"mq:@x",
	"mq:@x,",
	"mq:@x,0",
	"mq:@x,256",
	"mq:@x,257",
	"mq:@x,-1",
	"mq:@x,+1",
	"mq:@x, 1",
	"mq:@x,1 ",
	"mq:@x,0x1",
	"mq:@x,a",
	"mq:@x,4294967297",
	"mq:@x,18446744073709551617",
	/* Escapes that are none, or no byte of a name. */
	"mq:/a\\",
	"mq:/a\\0",
	"mq:/a\\000",
	"mq:/a\\400",
	"mq:/a\\777",
	"mq:/a\\$",
	"mq:/a\\$b",
	"mq:/a\\\nb",
	"mq:/a*\\",
	"mq:/a\\57b",
};

static void
refuses(const char *text)
{
	const char *message;
	struct ref ref;

	message = ref_parse(&ref, text);
	CHECK(message != NULL && *message != '\0', text);
	if (message == NULL)
		ref_free(&ref);
}

static void
no_objects(void)
{
	static const struct {
		const char *prefix;
		char fill;
	} longs[] = {
		{ "", 'a' },
		{ "mq:", 'a' },
		{ "mq:", '9' },
		{ "mq:", ' ' },
		{ "mq:", '/' },
		{ "mq:/", 'a' },
		{ "mq:/", '\\' },
		{ "shm:/", '\xff' },
		{ "shm:0x", 'f' },
		{ "sem:@x,", '9' },
		{ "sem:@", ',' },
		{ "/dev/shm/", 'a' },
		{ "/dev/mqueue/", 'a' },
	};
	char *s;
	size_t i;

	for (i = 0; i < TAP_LENGTH(bad); i++)
		refuses(bad[i]);
	for (i = 0; i < TAP_LENGTH(longs); i++) {
		s = tap_repeat(longs[i].fill, 4096);
		memcpy(s, longs[i].prefix, strlen(longs[i].prefix));
		refuses(s);
		free(s);
	}
}

#define SEM_MAX (255 - strlen(SEM_PREFIX))

/* A POSIX name has 255 bytes at most, and that of a semaphore 4 less in glibc.
 */
static void
name_length(void)
{
	const struct {
		const char *prefix;
		size_t max;
	} kinds[] = {
		{ "mq:/", 255 },
		{ "shm:/", 255 },
		{ "sem:/", SEM_MAX },
		{ "/dev/mqueue/", 255 },
		{ "/dev/shm/", 255 },
		{ "/dev/shm/" SEM_PREFIX, SEM_MAX },
	};
	struct text t = { 0 };
	struct ref ref;
	size_t i, j;

	for (i = 0; i < TAP_LENGTH(kinds); i++) {
		text_clear(&t);
		text_str(&t, kinds[i].prefix);
		for (j = 0; j < kinds[i].max; j++)
			text_char(&t, 'n');
		CHECK_STR(ref_parse(&ref, t.s), NULL, t.s);
		ref_free(&ref);
		text_char(&t, 'n');
		refuses(t.s);
	}
	/* Bytes count, not how they are written. */
	text_clear(&t);
	text_str(&t, "shm:/");
	for (j = 0; j < 255; j++)
		text_str(&t, "\\377");
	CHECK_STR(ref_parse(&ref, t.s), NULL, t.s);
	ref_free(&ref);
	text_free(&t);
}

static const struct ipc_kind *
kind_of(unsigned bit)
{
	size_t i;

	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (ipc_kinds[i]->bit == bit)
			return ipc_kinds[i];
	return NULL;
}

static bool
selects(const char *text, unsigned bit, const char *name)
{
	struct ipc_object *o = ipc_object_new(kind_of(bit));
	const char *message;
	bool selected = false;
	struct ref ref;

	o->id = name == NULL ? 5 : UNKNOWN;
	o->name = name != NULL ? strdup(name) : NULL;
	message = ref_parse(&ref, text);
	CHECK_STR(message, NULL, text);
	if (message == NULL) {
		CHECK(ref.pattern, text);
		selected = ref_match(&ref, o);
		ref_free(&ref);
	}
	ipc_object_free(o);
	return selected;
}

static void
patterns(void)
{
	static const struct {
		const char *text;
		unsigned kind;
		const char *name;
		bool selected;
	} cases[] = {
		{ "mq:", KIND_POSIX_MQ, "/jobs", true },
		{ "mq:", KIND_SYSV_MSG, NULL, true },
		{ "msg:", KIND_SYSV_MSG, NULL, true },
		{ "mq:", KIND_POSIX_SHM, "/jobs", false },
		{ "shm:", KIND_SYSV_SHM, NULL, true },
		{ "shm:", KIND_POSIX_SEM, "/jobs", false },
		{ "sem:", KIND_SYSV_SEM, NULL, true },
		{ "mq:/*", KIND_POSIX_MQ, "/jobs", true },
		{ "mq:/*", KIND_POSIX_MQ, "/.hidden", true },
		{ "mq:/*", KIND_POSIX_MQ, "/\xff", true },
		{ "mq:/*", KIND_POSIX_MQ, "/a\xff\xfe", true },
		{ "mq:/*", KIND_POSIX_MQ, "/\n", true },
		{ "mq:/*", KIND_SYSV_MSG, NULL, false },
		{ "mq:/*", KIND_POSIX_SHM, "/jobs", false },
		{ "mq:/job*", KIND_POSIX_MQ, "/jobs", true },
		{ "mq:/job*", KIND_POSIX_MQ, "/job", true },
		{ "mq:/job*", KIND_POSIX_MQ, "/a-job", false },
		{ "mq:/job?", KIND_POSIX_MQ, "/jobs", true },
		{ "mq:/job?", KIND_POSIX_MQ, "/job", false },
		{ "mq:/[jk]obs", KIND_POSIX_MQ, "/jobs", true },
		{ "mq:/[!j]obs", KIND_POSIX_MQ, "/jobs", false },
		{ "mq:/[a-z]*", KIND_POSIX_MQ, "/jobs", true },
		{ "mq:/\\**", KIND_POSIX_MQ, "/*x", true },
		{ "mq:/\\**", KIND_POSIX_MQ, "/xx", false },
		{ "mq:/\\052*", KIND_POSIX_MQ, "/*x", true },
		{ "mq:/\\052*", KIND_POSIX_MQ, "/xx", false },
		{ "mq:/a\\?*", KIND_POSIX_MQ, "/a?", true },
		{ "mq:/a\\?*", KIND_POSIX_MQ, "/ab", false },
		{ "mq:/\\[a]*", KIND_POSIX_MQ, "/[a]", true },
		{ "mq:/\\[a]*", KIND_POSIX_MQ, "/a", false },
		{ "mq:/\\\\*", KIND_POSIX_MQ, "/\\x", true },
		{ "mq:/\\\\*", KIND_POSIX_MQ, "/x", false },
		{ "mq:/*\\n*", KIND_POSIX_MQ, "/a\nb", true },
		{ "mq:/*\\n*", KIND_POSIX_MQ, "/anb", false },
		{ "mq:/\\377*", KIND_POSIX_MQ, "/\xff\xfe", true },
		{ "mq:/\xff*", KIND_POSIX_MQ, "/\xff\xfe", true },
		{ "shm:/*", KIND_POSIX_SEM, "/jobs", false },
	};
	static const char *const locales[] = { "C", "C.UTF-8" };
	size_t i, j;

	for (j = 0; j < TAP_LENGTH(locales); j++) {
		if (setlocale(LC_ALL, locales[j]) == NULL)
			continue;
		for (i = 0; i < TAP_LENGTH(cases); i++)
			CHECK_INT(selects(cases[i].text, cases[i].kind,
				      cases[i].name),
			    cases[i].selected, cases[i].text);
	}
	setlocale(LC_ALL, "C");
}

/* A key is matched as it is printed, with all its eight digits. */
static void
pattern_key(void)
{
	static const struct {
		const char *text;
		int64_t key;
		bool selected;
	} cases[] = {
		{ "shm:0x*", 0x52, true },
		{ "shm:0x*", INT64_C(0xffffffff), true },
		{ "shm:0x*", 0, false },
		{ "shm:0x*", UNKNOWN, false },
		{ "shm:0x0000000?", 0x5, true },
		{ "shm:0x00000000*", 0, false },
		{ "shm:0x7a6d*", INT64_C(0x7a6d0001), true },
		{ "shm:0X7A6D*", INT64_C(0x7a6d0001), true },
		{ "shm:0x7a6d*", 0x7a6d, false },
		{ "shm:0x????7a6d", 0x7a6d, true },
		{ "shm:0x[!0]*", 0x7a6d, false },
		{ "shm:0x[^0]*", INT64_C(0xdeadbeef), true },
		{ "shm:0x[A-F]*", INT64_C(0xdeadbeef), true },
		{ "sem:0x*", 0x52, false },
		{ "shm:/*", 0x52, false },
	};
	static const char *const wrong[] = { "shm:0xg*", "shm:0x*,1", "shm:x*",
		"shm:0*", "shm:0x[1", "shm:0x\\*", "shm:0x *", "shm:0x*x" };
	struct ipc_object *o = ipc_object_new(kind_of(KIND_SYSV_SHM));
	struct ref ref;
	size_t i;

	o->id = 5;
	for (i = 0; i < TAP_LENGTH(cases); i++) {
		CHECK_STR(ref_parse(&ref, cases[i].text), NULL, cases[i].text);
		CHECK(ref.pattern, cases[i].text);
		o->key = cases[i].key;
		CHECK_INT(ref_match(&ref, o), cases[i].selected, cases[i].text);
		ref_free(&ref);
	}
	for (i = 0; i < TAP_LENGTH(wrong); i++)
		refuses(wrong[i]);
	ipc_object_free(o);
}

/* In UTF-8 a question mark is a character, not a byte. */
static void
pattern_utf8(void)
{
	if (setlocale(LC_ALL, "C.UTF-8") == NULL)
		return;
	CHECK(selects("mq:/?", KIND_POSIX_MQ, "/\xc3\xa9"), "mq:/?");
	CHECK(selects("mq:/\xc3\xa9*", KIND_POSIX_MQ, "/\xc3\xa9\xc3\xa9"),
	    "mq:/\xc3\xa9*");
	CHECK(!selects("mq:/\xc3\xa9*", KIND_POSIX_MQ, "/\xc3\xa8"),
	    "mq:/\xc3\xa9*");
	setlocale(LC_ALL, "C");
}

/* What was written gives the one object, and none beside it. */
static void
names_it(const char *written, unsigned bit, const char *name)
{
	struct ipc_object *o;
	const char *message;
	struct ref ref;

	message = ref_parse(&ref, written);
	CHECK_STR(message, NULL, written);
	if (message != NULL)
		return;
	CHECK(!ref.pattern, written);
	CHECK_INT(ref.kinds, bit, written);
	CHECK_STR(ref.name, name, written);
	o = ref_object(&ref);
	CHECK_STR(o->name, name, written);
	CHECK_INT(o->kind->bit, bit, written);
	ipc_object_free(o);
	ref_free(&ref);
}

/* The string that a JSON reader sees, in UTF-8. */
static void
json_read(struct text *out, const char *s)
{
	char digits[5] = "", c[4] = "";
	unsigned long ch;

	text_str(out, "");
	for (s++; *s != '"' && *s != '\0'; s++) {
		if (*s != '\\') {
			text_char(out, *s);
			continue;
		}
		if (*++s != 'u') {
			text_char(out, *s);
			continue;
		}
		memcpy(digits, s + 1, 4);
		s += 4;
		ch = strtoul(digits, NULL, 16);
		c[0] = (char)(0xe0 | ch >> 12);
		c[1] = (char)(0x80 | (ch >> 6 & 0x3f));
		c[2] = (char)(0x80 | (ch & 0x3f));
		text_add(out, c, 3);
	}
}

/* As every format writes it, in every locale. */
static void
comes_back(unsigned bit, const char *name)
{
	struct ipc_object *o = ipc_object_new(kind_of(bit));
	struct text t = { 0 }, json = { 0 };
	char written[VALUE_ROOM];

	o->name = strdup(name);
	memset(written, 'x', sizeof(written));
	ref_format(o, written, sizeof(written));
	CHECK(strlen(written) < sizeof(written) - 1, name);
	names_it(written, bit, name);
	text_escape(&t, written, ESCAPE_DONE | ESCAPE_SPACE);
	names_it(t.s, bit, name);
	text_clear(&t);
	text_json(&json, written);
	json_read(&t, json.s);
	names_it(t.s, bit, name);
	text_free(&t);
	text_free(&json);
	ipc_object_free(o);
}

static const unsigned posix[] = { KIND_POSIX_MQ, KIND_POSIX_SHM,
	KIND_POSIX_SEM };

static void
every_kind(const char *name)
{
	static const char *const locales[] = { "C", "C.UTF-8" };
	size_t i, j;

	for (j = 0; j < TAP_LENGTH(locales); j++) {
		if (setlocale(LC_ALL, locales[j]) == NULL)
			continue;
		for (i = 0; i < TAP_LENGTH(posix); i++)
			comes_back(posix[i], name);
	}
	setlocale(LC_ALL, "C");
}

static void
round_trip(void)
{
	static const char *const names[] = {
		"/*",
		"/?",
		"/[a-z]",
		"/\\",
		"/\\\\",
		"/\\*",
		"/\\377",
		"/\\377\377",
		"/a b",
		"/ ",
		"/\n",
		"/0",
		"/0x52",
		"/-",
		"/@f,1",
		"/...",
		"/.a",
		"/$HOME",
		"/\\$",
		"/\\\n",
		"/\x1b[31m",
		"/\xc3\xa9",
		"/e\xcc\x81",
		"/\xe2\x80\xae",
		"/\xc2\x9b",
		"/\xe6\xbc",
		"/\xf0\x9f\x94\x92",
		"/\xed\xa0\x80",
	};
	char s[5] = "/";
	size_t i;
	unsigned c;

	for (i = 0; i < TAP_LENGTH(names); i++)
		every_kind(names[i]);
	for (c = 1; c < 256; c++) {
		if (c == '/' || c == '.')
			continue;
		s[1] = (char)c;
		s[2] = '\0';
		every_kind(s);
		s[2] = '0';
		s[3] = '*';
		every_kind(s);
		s[3] = '\0';
	}
}

/* The characters that JSON needs for bytes, and a name may have. */
static void
round_trip_private(void)
{
	every_kind("/\xee\xbe\x80");
	every_kind("/\xee\xbf\xbf");
	every_kind("/\x80\xee\xbe\x80");
}

static void
round_trip_long(void)
{
	char *s = tap_repeat('\xff', 252);

	s[0] = '/';
	every_kind(s);
	memset(s + 1, '\\', 251);
	every_kind(s);
	memset(s + 1, '*', 251);
	every_kind(s);
	free(s);
	s = tap_repeat('\xff', 256);
	s[0] = '/';
	comes_back(KIND_POSIX_SHM, s);
	free(s);
}

static void
written_ids(void)
{
	static const struct {
		unsigned kind;
		int64_t id;
		const char *wanted;
	} cases[] = {
		{ KIND_SYSV_MSG, 0, "mq:0" },
		{ KIND_SYSV_SHM, 98305, "shm:98305" },
		{ KIND_SYSV_SEM, INT_MAX, "sem:2147483647" },
	};
	struct ipc_object *o;
	char s[VALUE_ROOM];
	size_t i;

	for (i = 0; i < TAP_LENGTH(cases); i++) {
		o = ipc_object_new(kind_of(cases[i].kind));
		o->id = cases[i].id;
		o->key = 0x52;
		ref_format(o, s, sizeof(s));
		CHECK_STR(s, cases[i].wanted, cases[i].wanted);
		ipc_object_free(o);
	}
}

static void
keys_of_files(void)
{
	char path[] = "ref-XXXXXX", s[64];
	struct ipc_object *o;
	struct ref ref;
	struct stat st;
	int fd = mkstemp(path);
	int64_t project;

	CHECK(fd != -1 && fstat(fd, &st) == 0, path);
	for (project = 1; project < 256; project++) {
		snprintf(s, sizeof(s), "sem:@%s,%" PRId64, path, project);
		CHECK_STR(ref_parse(&ref, s), NULL, s);
		o = ref_object(&ref);
		CHECK(o != NULL, s);
		/* As sysvipc(7) and ftok(3) have it, and unsigned. */
		CHECK_INT(o->key,
		    (int64_t)((uint32_t)project << 24 |
			      ((uint32_t)st.st_dev & 0xff) << 16 |
			      ((uint32_t)st.st_ino & 0xffff)),
		    s);
		CHECK_INT(o->id, UNKNOWN, s);
		ipc_object_free(o);
		ref_free(&ref);
	}
	close(fd);
	unlink(path);
	snprintf(s, sizeof(s), "sem:@%s,1", path);
	CHECK_STR(ref_parse(&ref, s), NULL, s);
	errno = 0;
	CHECK(ref_object(&ref) == NULL, s);
	CHECK_INT(errno, ENOENT, s);
	ref_free(&ref);
}

/* As util-linux takes names: as they are, the slash perhaps left out. */
static void
plain_names(void)
{
	static const struct {
		const struct ipc_kind *kind;
		const char *text;
		const char *name;
	} cases[] = {
		{ &posix_mq_kind, "/jobs", "/jobs" },
		{ &posix_mq_kind, "jobs", NULL },
		{ &posix_mq_kind, "", NULL },
		{ &posix_shm_kind, "jobs", "/jobs" },
		{ &posix_shm_kind, "/*\\x[a]", "/*\\x[a]" },
		{ &posix_shm_kind, "?", "/?" },
		{ &posix_shm_kind, "\xff\n", "/\xff\n" },
		{ &posix_shm_kind, "", NULL },
		{ &posix_shm_kind, "/", NULL },
		{ &posix_shm_kind, "//jobs", NULL },
		{ &posix_shm_kind, "a/b", NULL },
		{ &posix_shm_kind, "..", NULL },
		{ &posix_sem_kind, "sem.jobs", "/sem.jobs" },
#ifdef __GLIBC__
		{ &posix_shm_kind, "sem.jobs", NULL },
		{ &posix_sem_kind, "..", "/.." },
#endif
	};
	const char *message;
	struct ref ref;
	size_t i;

	for (i = 0; i < TAP_LENGTH(cases); i++) {
		message = ref_from_name(&ref, cases[i].kind, cases[i].text);
		CHECK_INT(
		    message == NULL, cases[i].name != NULL, cases[i].text);
		if (message != NULL)
			continue;
		CHECK_STR(ref.name, cases[i].name, cases[i].text);
		CHECK_STR(ref.text, cases[i].text, cases[i].text);
		CHECK(!ref.pattern && ref_kind(&ref) == cases[i].kind,
		    cases[i].text);
		CHECK_INT(ref.id, UNKNOWN, cases[i].text);
		CHECK_INT(ref.key, UNKNOWN, cases[i].text);
		ref_free(&ref);
	}
}

static const struct tap_test tests[] = {
	{ "ref_parse: takes each form of an address", named_outright },
	{ "ref_parse: refuses what names no object", no_objects },
	{ "ref_parse: knows how long a name may be", name_length },
	{ "ref_from_name: takes a name as it is", plain_names },
	{ "ref_match: a pattern selects by kind and name", patterns },
	{ "ref_match: a pattern selects by key, as it is printed",
	    pattern_key },
	{ "ref_match: a question mark is a character", pattern_utf8 },
	{ "ref_format: what it writes names the object, and only it",
	    round_trip },
	{ "ref_format: so it does for names in the private range of JSON",
	    round_trip_private },
	{ "ref_format: so it does for the longest names", round_trip_long },
	{ "ref_format: writes ids of System V objects", written_ids },
	{ "ref_object: a file and a project are the key of ftok",
	    keys_of_files },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
