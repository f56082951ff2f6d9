/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of lex.h and expr.h: expressions over the fields of objects. */
#include <locale.h>

#include "base/lex.h"
#include "base/text.h"
#include "show/expr.h"
#include "tap.h"

/* The scanner. */

static void
lexes(const char *text, const enum lex_type *types, size_t n)
{
	struct lexer lexer = { .text = text };
	size_t i, end = 0;

	for (i = 0; i < n; i++) {
		CHECK(lex_next(&lexer), text);
		CHECK_INT(lexer.token.type, types[i], text);
		CHECK(lexer.token.at >= end, text);
		end = lexer.token.at + lexer.token.length;
	}
	CHECK(lex_next(&lexer), text);
	CHECK_INT(lexer.token.type, LEX_END, text);
	CHECK_INT((int64_t)lexer.token.at, (int64_t)strlen(text), text);
	CHECK(lex_next(&lexer), text);
	CHECK_INT(lexer.token.type, LEX_END, text);
	CHECK_STR(lexer.message, NULL, text);
}

#define LEXES(text, ...)                                                       \
	do {                                                                   \
		static const enum lex_type types[] = { __VA_ARGS__ };          \
		lexes(text, types, TAP_LENGTH(types));                         \
	} while (0)

static void
lex_tokens(void)
{
	lexes("", NULL, 0);
	lexes(" \t\n ", NULL, 0);
	LEXES("size", LEX_WORD);
	LEXES("max_bytes", LEX_WORD);
	LEXES("_x1", LEX_WORD);
	LEXES("64K", LEX_NUMBER);
	LEXES("1.5M", LEX_NUMBER);
	LEXES("0x52", LEX_NUMBER);
	LEXES("\"a b\"", LEX_STRING);
	LEXES("'a\"b'", LEX_STRING);
	LEXES("''", LEX_STRING);
	LEXES("( ) ! not", LEX_OPEN, LEX_CLOSE, LEX_NOT, LEX_NOT);
	LEXES("and && or ||", LEX_AND, LEX_AND, LEX_OR, LEX_OR);
	LEXES("== != < <= > >= =~ !~", LEX_EQ, LEX_NE, LEX_LT, LEX_LE, LEX_GT,
	    LEX_GE, LEX_MATCH, LEX_NOMATCH);
	LEXES("eq ne lt le gt ge", LEX_EQ, LEX_NE, LEX_LT, LEX_LE, LEX_GT,
	    LEX_GE);
	LEXES("size>=4K", LEX_WORD, LEX_GE, LEX_NUMBER);
	LEXES("!dest", LEX_NOT, LEX_WORD);
	LEXES("!(dest)", LEX_NOT, LEX_OPEN, LEX_WORD, LEX_CLOSE);
	LEXES("name!~'x'", LEX_WORD, LEX_NOMATCH, LEX_STRING);
	LEXES("a!=b", LEX_WORD, LEX_NE, LEX_WORD);
	/* Words that only begin as those. */
	LEXES("order android nothing eqx", LEX_WORD, LEX_WORD, LEX_WORD,
	    LEX_WORD);
}

static void
lex_nonsense(void)
{
	static const struct {
		const char *text;
		size_t at;
	} cases[] = {
		{ "=", 0 },
		{ "size = 4", 5 },
		{ "size => 4", 5 },
		{ "&", 0 },
		{ "a & b", 2 },
		{ "|", 0 },
		{ "-5", 0 },
		{ "size > -5", 7 },
		{ "+5", 0 },
		{ "a, b", 1 },
		{ "[", 0 },
		{ "\x1b[31m", 0 },
		{ "\xff", 0 },
		{ "\xc3\xa9", 0 },
		{ "$HOME", 0 },
		{ "a\r", 1 },
		{ "\"", 0 },
		{ "'", 0 },
		{ "name == \"abc", 8 },
		{ "name == 'abc\"", 8 },
		{ "name == 'abc\\'", 8 },
	};
	struct lexer lexer;
	size_t i, n;

	for (i = 0; i < TAP_LENGTH(cases); i++) {
		lexer = (struct lexer){ .text = cases[i].text };
		for (n = 0; lex_next(&lexer); n++)
			if (n > 100)
				break;
		CHECK(lexer.message != NULL, cases[i].text);
		CHECK_INT((int64_t)lexer.token.at, (int64_t)cases[i].at,
		    cases[i].text);
		CHECK(lexer.token.length > 0, cases[i].text);
		CHECK(lexer.token.at + lexer.token.length <=
			  strlen(cases[i].text),
		    cases[i].text);
		CHECK(!lex_next(&lexer), cases[i].text);
		CHECK_INT(lexer.token.type, LEX_END, cases[i].text);
	}
}

static void
lex_strings(void)
{
	static const char *const cases[][2] = {
		{ "64K", "64K" },
		{ "\"\"", "" },
		{ "\"a b\"", "a b" },
		{ "'a\"b'", "a\"b" },
		{ "\"a'b\"", "a'b" },
		{ "\"a\\\"b\"", "a\"b" },
		{ "'a\\'b'", "a'b" },
		{ "'\\''", "'" },
		/* Other backslashes are the regular expression's. */
		{ "'a\\.b'", "a\\.b" },
		{ "'a\\nb'", "a\\nb" },
		{ "'\xff\n'", "\xff\n" },
	};
	struct lexer lexer;
	char *s;
	size_t i;

	for (i = 0; i < TAP_LENGTH(cases); i++) {
		lexer = (struct lexer){ .text = cases[i][0] };
		CHECK(lex_next(&lexer), cases[i][0]);
		s = lex_text(&lexer);
		CHECK_STR(s, cases[i][1], cases[i][0]);
		free(s);
	}
}

/* A string can say every text, one that ends in a backslash too. */
static void
lex_backslash(void)
{
	struct lexer lexer = { .text = "'/a\\\\'" };
	char *s;

	CHECK(lex_next(&lexer), lexer.text);
	if (lexer.message != NULL)
		return;
	s = lex_text(&lexer);
	CHECK_STR(s, "/a\\", lexer.text);
	free(s);
}

/* Objects to compare with: a queue, memory and a set of semaphores. */

static struct ipc_object *
make_queue(void)
{
	struct ipc_object *o = ipc_object_new(&posix_mq_kind);

	o->name = strdup("/jobs");
	o->uid = o->gid = 0;
	o->mode = 0640;
	o->messages = 9;
	o->max_messages = 10;
	o->bytes = 4096;
	o->fill = 90;
	o->ctime = 1795249815; /* 2026-11-21T08:30:15Z */
	o->mtime = 1795249815;
	o->idle = 7200;
	o->age = 86400;
	return o;
}

static struct ipc_object *
make_memory(void)
{
	struct ipc_object *o = ipc_object_new(&sysv_shm_kind);

	o->id = 98305;
	o->key = 0xdeadbeef;
	o->uid = o->cuid = 4000000001;
	o->gid = o->cgid = 4000000001;
	o->mode = 0600;
	o->size = 1 << 20;
	o->nattch = 0;
	o->dest = 1;
	o->locked = 0;
	o->status = "dest";
	o->idle = 59;
	return o;
}

static struct ipc_object *
make_set(void)
{
	static const int64_t values[] = { 1, 22, 333 };
	struct ipc_object *o = ipc_object_new(&sysv_sem_kind);
	size_t i;

	o->id = 0;
	o->key = 0;
	o->uid = 0;
	o->mode = 0;
	o->nsems = 3;
	ipc_array_set(&o->values, 3);
	ipc_array_set(&o->pid, 3);
	ipc_array_set(&o->ncnt, 3);
	for (i = 0; i < 3; i++) {
		o->values.v[i] = values[i];
		o->ncnt.v[i] = i == 1 ? 5 : UNKNOWN;
	}
	return o;
}

static bool
holds(const char *text, const struct ipc_object *o)
{
	struct expr_error error;
	struct expr *e = NULL;
	bool result = false;

	error = expr_parse(&e, &object_table, text);
	CHECK_STR(error.message, NULL, text);
	CHECK(e != NULL, text);
	if (e != NULL)
		result = expr_match(e, o);
	expr_free(e);
	return result;
}

struct claim {
	const char *text;
	bool wanted;
};

static void
check_claims(struct ipc_object *o, const struct claim *claims, size_t n)
{
	for (; n > 0; claims++, n--)
		CHECK_INT(holds(claims->text, o), claims->wanted, claims->text);
	ipc_object_free(o);
}

static void
comparisons(void)
{
	static const struct claim queue[] = {
		{ "messages == 9", true },
		{ "messages == 8", false },
		{ "messages != 9", false },
		{ "messages != 8", true },
		{ "messages < 9", false },
		{ "messages < 10", true },
		{ "messages <= 9", true },
		{ "messages <= 8", false },
		{ "messages > 9", false },
		{ "messages > 8", true },
		{ "messages >= 9", true },
		{ "messages >= 10", false },
		{ "messages eq 9 and messages ne 8", true },
		{ "messages gt 8 and messages ge 9", true },
		{ "messages lt 10 and messages le 9", true },
		/* As numbers, not as text. */
		{ "messages < 10", true },
		{ "messages == 09", true },
		/* Text. */
		{ "kind == \"mq\"", true },
		{ "kind == 'shm'", false },
		{ "kind != 'shm'", true },
		{ "api == 'posix'", true },
		{ "name == '/jobs'", true },
		{ "name == 'jobs'", false },
		{ "name == '/JOBS'", false },
		{ "name < '/k'", true },
		{ "object == 'mq:/jobs'", true },
		{ "owner == 'root'", true },
		{ "perms == 'rw-r-----'", true },
		{ "name =~ 'job'", true },
		{ "name =~ '^job'", false },
		{ "name =~ '^/job.$'", true },
		{ "name =~ '(jobs|tasks)'", true },
		{ "name !~ 'job'", false },
		{ "name !~ 'task'", true },
		{ "name =~ ''", true },
		/* Types. */
		{ "bytes == 4K", true },
		{ "bytes == 4k", true },
		{ "bytes == '4K'", true },
		{ "bytes == 4096", true },
		{ "bytes < 1.5M", true },
		{ "fill >= 90", true },
		{ "mode == 640", true },
		{ "mode == 0640", true },
		{ "mode == '0640'", true },
		{ "mode == 600", false },
		{ "mode =~ '^0640$'", true },
		{ "idle == 2h", true },
		{ "idle > 119m and idle < 7201s", true },
		{ "idle == 7200", true },
		{ "age == 1d", true },
		{ "age < 1w", true },
		{ "ctime == '2026-11-21T08:30:15Z'", true },
		{ "ctime == '2026-11-21 09:30:15+01:00'", true },
		{ "ctime == 1795249815", true },
		{ "ctime > '2026-11-20'", true },
		{ "ctime < '2026-11-20'", false },
		{ "ctime =~ '^2026-11-21T'", true },
		/* Fields in any case. */
		{ "MESSAGES == 9 and Kind == 'mq'", true },
	};
	static const struct claim memory[] = {
		{ "id == 98305", true },
		{ "key == 0xdeadbeef", true },
		{ "key == 0xDEADBEEF", true },
		{ "key > 0x7fffffff", true },
		{ "key == '0xdeadbeef'", true },
		{ "key =~ '^0xdeadbeef$'", true },
		{ "uid == 4000000001", true },
		{ "owner == '4000000001'", true },
		{ "owner == 4000000001", true },
		{ "size == 1M", true },
		{ "size == 1024K", true },
		{ "size =~ '^1048576$'", true },
		{ "idle == 59", true },
		{ "idle < 1m", true },
		{ "nattch == 0", true },
		{ "status == 'dest'", true },
		{ "dest", true },
		{ "not dest", false },
		{ "locked", false },
		{ "!locked", true },
		{ "dest == 'yes'", true },
		{ "dest == 'true'", true },
		{ "dest != 'no'", true },
		{ "locked == 'no'", true },
		{ "dest and not locked", true },
	};

	tap_zone("UTC");
	check_claims(make_queue(), queue, TAP_LENGTH(queue));
	check_claims(make_memory(), memory, TAP_LENGTH(memory));
}

static void
precedence(void)
{
	static const struct claim claims[] = {
		/* T is messages == 9, F is messages == 0. */
		{ "messages==9 or messages==0 and messages==0", true },
		{ "messages==0 and messages==0 or messages==9", true },
		{ "(messages==9 or messages==0) and messages==0", false },
		{ "messages==9 || messages==0 && messages==0", true },
		{ "not messages==9 or messages==9", true },
		{ "not (messages==9 or messages==9)", false },
		{ "not messages==0 and messages==9", true },
		{ "not messages==9 and messages==0", false },
		{ "! messages==9", false },
		{ "not not messages==9", true },
		{ "!!!messages==9", false },
		{ "((((messages==9))))", true },
		{ "messages==9 and messages==9 and messages==0", false },
		{ "messages==0 or messages==0 or messages==9", true },
	};

	check_claims(make_queue(), claims, TAP_LENGTH(claims));
}

/* A value may stand first: it is the same comparison, seen from there. */
static void
mirrored(void)
{
	static const struct claim claims[] = {
		{ "9 == messages", true },
		{ "8 != messages", true },
		{ "8 < messages", true },
		{ "9 < messages", false },
		{ "9 <= messages", true },
		{ "10 <= messages", false },
		{ "10 > messages", true },
		{ "9 > messages", false },
		{ "9 >= messages", true },
		{ "8 >= messages", false },
		{ "'mq' == kind", true },
		{ "4K == bytes", true },
		{ "3h > idle", true },
		{ "1h > idle", false },
	};
	static const struct claim set[] = {
		{ "22 == values", true },
		{ "23 == values", false },
		{ "300 < values", true },
		{ "400 < values", false },
		{ "1 > values", false },
		{ "2 > values", true },
	};

	check_claims(make_queue(), claims, TAP_LENGTH(claims));
	check_claims(make_set(), set, TAP_LENGTH(set));
}

static void
two_fields(void)
{
	static const struct claim queue[] = {
		{ "messages < max_messages", true },
		{ "max_messages < messages", false },
		{ "messages == messages", true },
		{ "owner == group", true },
		{ "uid == gid", true },
		{ "kind != api", true },
		/* Memory of its own is not shared between the two. */
		{ "perms == object", false },
		{ "object == object", true },
		/* Unknown on either side. */
		{ "messages < lspid", false },
		{ "messages != lspid", false },
		{ "lspid != messages", false },
		{ "lspid == lrpid", false },
	};
	static const struct claim set[] = {
		{ "values == id", false },
		{ "values > nsems", true },
		{ "values < nsems", true },
		{ "values == nsems", false },
	};

	check_claims(make_queue(), queue, TAP_LENGTH(queue));
	check_claims(make_set(), set, TAP_LENGTH(set));
}

static void
unknown(void)
{
	static const struct claim claims[] = {
		{ "lspid == 0", false },
		{ "lspid != 0", false },
		{ "lspid < 1", false },
		{ "lspid <= 1", false },
		{ "lspid > 0", false },
		{ "lspid >= 0", false },
		{ "lspid =~ '.*'", false },
		{ "lspid =~ '-'", false },
		{ "lspid !~ 'x'", false },
		{ "status == ''", false },
		{ "status != 'dest'", false },
		{ "status =~ ''", false },
		{ "status !~ 'dest'", false },
		{ "dest", false },
		{ "dest == 'no'", false },
		{ "dest != 'yes'", false },
		{ "values == 0", false },
		{ "values != 0", false },
		{ "values =~ ''", false },
		{ "values !~ 'x'", false },
		{ "id == 0", false },
		{ "creator == 'root'", false },
		{ "btime < '2030-01-01'", false },
		{ "0 < lspid", false },
		/* What is not true is not true. */
		{ "not lspid == 0", true },
		{ "not dest", true },
	};

	check_claims(make_queue(), claims, TAP_LENGTH(claims));
}

static void
lists(void)
{
	static const struct claim claims[] = {
		{ "values == 1", true },
		{ "values == 22", true },
		{ "values == 2", false },
		{ "values == '22'", true },
		{ "values != 1", true },
		{ "values < 2", true },
		{ "values < 1", false },
		{ "values <= 1", true },
		{ "values > 332", true },
		{ "values > 333", false },
		{ "values >= 333", true },
		/* Elements that are unknown. */
		{ "ncnt == 5", true },
		{ "ncnt != 5", false },
		{ "ncnt < 5", false },
		{ "pid == 0", false },
		{ "pid != 0", false },
		{ "pid < 1", false },
		{ "not pid == 0", true },
	};

	check_claims(make_set(), claims, TAP_LENGTH(claims));
}

static void
list_of_none(void)
{
	static const struct claim claims[] = {
		{ "values == 0", false },
		{ "values != 0", false },
	};
	struct ipc_object *o = ipc_object_new(&sysv_sem_kind);

	ipc_array_set(&o->values, 0);
	check_claims(o, claims, TAP_LENGTH(claims));
}

/* Any element may match, and an element is not its neighbours. */
static void
list_regex(void)
{
	static const struct claim claims[] = {
		{ "values =~ '^22$'", true },
		{ "values =~ '^1$'", true },
		{ "values =~ '^3+$'", true },
		{ "values =~ '1,22'", false },
		{ "values =~ ','", false },
		{ "values =~ '4'", false },
		{ "values !~ '3'", true },
		{ "values !~ '[0-9]'", false },
	};

	check_claims(make_set(), claims, TAP_LENGTH(claims));
}

static void
list_regex_unknown(void)
{
	static const struct claim claims[] = {
		{ "pid =~ '-'", false },
		{ "pid =~ '.*'", false },
		{ "pid !~ 'x'", false },
		{ "ncnt =~ '-'", false },
		{ "ncnt =~ '^5$'", true },
	};

	check_claims(make_set(), claims, TAP_LENGTH(claims));
}

/* Names are compared byte for byte, and matched as they are. */
static void
exact_names(void)
{
	static const struct claim claims[] = {
		{ "name == '/a\nb\\\x1b\xff'", true },
		{ "name == '/a\\nb'", false },
		{ "name =~ 'a\nb'", true },
		{ "name =~ '^/a[[:space:]]b'", true },
		{ "name =~ '[\\]'", true },
		{ "name =~ '033'", false },
		{ "name =~ '377'", false },
	};
	static const char *const locales[] = { "C", "C.UTF-8" };
	struct ipc_object *o;
	size_t i;

	for (i = 0; i < TAP_LENGTH(locales); i++) {
		if (setlocale(LC_ALL, locales[i]) == NULL)
			continue;
		o = ipc_object_new(&posix_shm_kind);
		o->name = strdup("/a\nb\\\x1b\xff");
		check_claims(o, claims, TAP_LENGTH(claims));
	}
	setlocale(LC_ALL, "C");
}

struct wrong {
	const char *text;
	size_t at;
	size_t length; /* 0: at the end */
};

static void
refuses(const struct wrong *wrong, size_t n)
{
	struct expr_error error;
	struct expr *e;

	for (; n > 0; wrong++, n--) {
		e = (struct expr *)&error;
		error = expr_parse(&e, &object_table, wrong->text);
		CHECK(error.message != NULL && *error.message != '\0',
		    wrong->text);
		CHECK(e == NULL, wrong->text);
		CHECK_INT((int64_t)error.at, (int64_t)wrong->at, wrong->text);
		CHECK_INT(
		    (int64_t)error.length, (int64_t)wrong->length, wrong->text);
	}
}

static void
bad_syntax(void)
{
	static const struct wrong wrong[] = {
		{ "", 0, 0 },
		{ "   ", 3, 0 },
		{ "messages", 8, 0 },
		{ "messages ==", 11, 0 },
		{ "messages == ", 12, 0 },
		{ "== 5", 0, 2 },
		{ "5", 0, 1 },
		{ "'text'", 0, 6 },
		{ "5 == 5", 0, 1 },
		{ "'a' == 'b'", 0, 3 },
		{ "messages == 5 messages == 6", 14, 8 },
		{ "messages == 5 6", 14, 1 },
		{ "messages == 5 and", 17, 0 },
		{ "and messages == 5", 0, 3 },
		{ "messages == 5 or or dest", 17, 2 },
		{ "not", 3, 0 },
		{ "(messages == 5", 14, 0 },
		{ "messages == 5)", 13, 1 },
		{ "()", 1, 1 },
		{ ")(", 0, 1 },
		{ "(", 1, 0 },
		{ "messages == (5)", 12, 1 },
		{ "messages == == 5", 12, 2 },
		{ "messages < 5 < 6", 13, 1 },
		{ "messages = 5", 9, 1 },
		{ "messages & 5", 9, 1 },
		{ "messages == -5", 12, 1 },
		{ "name == '", 8, 1 },
		{ "name == \"abc", 8, 4 },
		{ "\xff == 5", 0, 1 },
		{ "dest dest", 5, 4 },
		{ "messages and dest", 9, 3 },
	};

	refuses(wrong, TAP_LENGTH(wrong));
}

static void
bad_meaning(void)
{
	static const struct wrong wrong[] = {
		/* No such field. */
		{ "nonsense == 5", 0, 8 },
		{ "messages == nonsense", 12, 8 },
		{ "message == 5", 0, 7 },
		{ "messagess == 5", 0, 9 },
		{ "kind == mq", 8, 2 },
		{ "all == 5", 0, 3 },
		{ "dest and nonsense", 9, 8 },
		/* Not a value of the field's type. */
		{ "messages == 'many'", 12, 6 },
		{ "messages == ''", 12, 2 },
		{ "messages == 5x", 12, 2 },
		{ "messages == 1..5", 12, 4 },
		{ "messages == 9223372036854775808", 12, 19 },
		{ "messages == '-1'", 12, 4 },
		{ "messages == ' 1'", 12, 4 },
		{ "size > 1Kx", 7, 3 },
		{ "size > 16E", 7, 3 },
		{ "idle > 2y", 7, 2 },
		{ "idle > 4K", 7, 2 },
		{ "key == 4294967296", 7, 10 },
		{ "key == 0x100000000", 7, 11 },
		{ "mode == 888", 8, 3 },
		{ "mode == 'u=rw'", 8, 6 },
		{ "ctime > 'yesterday'", 8, 11 },
		{ "ctime > '2026-13-01'", 8, 12 },
		{ "dest == 'maybe'", 8, 7 },
		{ "values == 'x'", 10, 3 },
		{ "'x' == values", 0, 3 },
		/* A field alone that is neither true nor false. */
		{ "size", 4, 0 },
		{ "name", 4, 0 },
		{ "not size", 8, 0 },
		{ "values", 6, 0 },
		/* Fields that have nothing in common. */
		{ "name == size", 8, 4 },
		{ "size == name", 8, 4 },
		{ "dest == size", 8, 4 },
		{ "values == name", 10, 4 },
		{ "values == ncnt", 10, 4 },
		{ "nsems == values", 9, 6 },
		/* Regular expressions. */
		{ "name =~ '('", 8, 3 },
		{ "name =~ '*['", 8, 4 },
		{ "name =~ owner", 8, 5 },
		{ "'x' =~ name", 0, 3 },
		{ "'x' !~ name", 0, 3 },
	};

	refuses(wrong, TAP_LENGTH(wrong));
}

/* DEPTH levels of the sign, then an expression, then as many of the other. */
static bool
parses(const char *open, const char *middle, const char *close, size_t depth)
{
	struct text t = { 0 };
	struct ipc_object *o = make_memory();
	struct expr_error error;
	struct expr *e;
	size_t i;

	for (i = 0; i < depth; i++)
		text_str(&t, open);
	text_str(&t, middle);
	for (i = 0; i < depth; i++)
		text_str(&t, close);
	error = expr_parse(&e, &object_table, t.s);
	CHECK((e == NULL) == (error.message != NULL), open);
	if (e != NULL) {
		CHECK(expr_match(e, o), open);
		expr_free(e);
	} else
		CHECK(error.at + error.length <= t.len, open);
	text_free(&t);
	ipc_object_free(o);
	return error.message == NULL;
}

/* As long as a command line can be, and the stack is not at its end. */
static void
deep(void)
{
	CHECK(parses("(", "dest", ")", 50), "50 parentheses");
	CHECK(parses("!", "dest", "", 50), "50 negations");
	CHECK(parses("not(", "dest", ")", 50), "50 of both");
	CHECK(!parses("(", "dest", ")", 60000), "60,000 parentheses");
	CHECK(!parses("(", "", "", 131000), "131,000 parentheses");
	CHECK(!parses("!", "dest", "", 131000), "131,000 negations");
	CHECK(parses("dest or ", "dest", "", 16000), "16,000 alternatives");
	CHECK(parses("dest and ", "dest", "", 14000), "14,000 conditions");
	CHECK(parses("(dest) and ", "dest", "", 11000), "11,000 parentheses");
	CHECK(parses("!locked and ", "dest", "", 10000), "10,000 negations");
}

static void
needs(void)
{
	static const struct {
		const char *text;
		unsigned need;
	} cases[] = {
		{ "kind == 'mq'", 0 },
		{ "messages > 5", NEED_ATTR },
		{ "5 < messages", NEED_ATTR },
		{ "bytes > 5", NEED_QUEUE_FILE },
		{ "value == 1", NEED_VALUES },
		{ "ncnt == 1", NEED_SEMS },
		{ "rss > 5 or kind == 'mq'", NEED_RSS },
		{ "not (kind == 'mq' and rss > 5)", NEED_RSS },
		{ "size < rss", NEED_RSS },
		{ "values == 1 and messages == 1", NEED_VALUES | NEED_ATTR },
	};
	struct expr_error error;
	struct expr *e;
	size_t i;

	for (i = 0; i < TAP_LENGTH(cases); i++) {
		error = expr_parse(&e, &object_table, cases[i].text);
		CHECK_STR(error.message, NULL, cases[i].text);
		CHECK_INT(expr_need(e), cases[i].need, cases[i].text);
		expr_free(e);
	}
	CHECK_INT(expr_need(NULL), 0, "none");
}

/* Of a queue whose messages could not be read, and which has no size. */
static void
asked(void)
{
	static const struct {
		const char *text;
		enum expr_answer answer;
	} cases[] = {
		{ "messages > 5", EXPR_UNKNOWN },
		{ "not messages > 5", EXPR_UNKNOWN },
		{ "kind == 'mq'", EXPR_YES },
		{ "messages > 5 or kind == 'mq'", EXPR_YES },
		{ "messages > 5 or kind == 'shm'", EXPR_UNKNOWN },
		{ "messages > 5 and kind == 'mq'", EXPR_UNKNOWN },
		{ "messages > 5 and kind == 'shm'", EXPR_NO },
		{ "size > 5", EXPR_NO },
		{ "not size > 5", EXPR_YES },
		{ "size < messages", EXPR_NO },
		{ "max_messages < messages", EXPR_UNKNOWN },
		{ "max_messages =~ '9'", EXPR_UNKNOWN },
		{ "orphan", EXPR_UNKNOWN },
		{ "dest", EXPR_NO },
		{ "notify_pid > 5", EXPR_NO },
		{ "waiter_pids == 5", EXPR_UNKNOWN },
	};
	struct expr_error error;
	struct ipc_object o;
	struct expr *e;
	size_t i;

	ipc_object_init(&o, &posix_mq_kind);
	for (i = 0; i < TAP_LENGTH(cases); i++) {
		error = expr_parse(&e, &object_table, cases[i].text);
		CHECK_STR(error.message, NULL, cases[i].text);
		CHECK_INT(expr_ask(e, &object_table, &o), cases[i].answer,
		    cases[i].text);
		CHECK_INT(expr_match(e, &o),
		    cases[i].answer == EXPR_YES ||
			strcmp(cases[i].text, "not messages > 5") == 0,
		    cases[i].text);
		expr_free(e);
	}
}

static const struct tap_test tests[] = {
	{ "lex: knows the signs, words, numbers and strings", lex_tokens },
	{ "lex: stops for ever at what is none of them, and says where",
	    lex_nonsense },
	{ "lex: a backslash before the quote is no part of the string",
	    lex_strings },
	{ "lex: a string may end in a backslash", lex_backslash },
	{ "expr: compares numbers, texts, times and truths", comparisons },
	{ "expr: not binds tighter than and, and than or", precedence },
	{ "expr: a value may stand first", mirrored },
	{ "expr: two fields can be compared", two_fields },
	{ "expr: unknown is false in every comparison", unknown },
	{ "expr: of a list any element may match", lists },
	{ "expr: of a list of none no element matches", list_of_none },
	{ "expr: a regular expression looks at each element", list_regex },
	{ "expr: no regular expression matches an element that is unknown",
	    list_regex_unknown },
	{ "expr: names are compared byte for byte", exact_names },
	{ "expr: bad syntax is refused, and its place told", bad_syntax },
	{ "expr: what has no meaning is refused, and its place told",
	    bad_meaning },
	{ "expr: nesting is limited, length is not", deep },
	{ "expr: what could not be read is unknown, what cannot be is not",
	    asked },
	{ "expr: tells what must be read for it", needs },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
