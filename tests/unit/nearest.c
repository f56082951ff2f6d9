/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit tests of which word was meant; see base/nearest.h. */
#include "base/nearest.h"
#include "tap.h"

static const char *
meant(const char *word)
{
	static const char *const words[] = { "object", "owner", "size", "seq",
		"max_messages", "messages", "mode", NULL };
	struct nearest nearest;
	size_t i;

	nearest_begin(&nearest, word, strlen(word));
	for (i = 0; words[i] != NULL; i++)
		nearest_offer(&nearest, words[i]);
	return nearest.best != NULL ? nearest.best : "";
}

static void
near(void)
{
	CHECK_STR(meant("ownre"), "owner", "two letters swapped");
	CHECK_STR(meant("sizes"), "size", "one too many");
	CHECK_STR(meant("siz"), "size", "one too few");
	CHECK_STR(meant("owmer"), "owner", "a wrong one");
	CHECK_STR(meant("OWNER"), "owner", "large letters");
	CHECK_STR(meant("maxmesages"), "max_messages", "two are missing");
	CHECK_STR(meant("mess"), "messages", "a beginning");
	CHECK_STR(meant("md"), "", "of two letters one may not be wrong");
}

static void
far(void)
{
	CHECK_STR(meant("nonsense"), "", "none");
	CHECK_STR(meant("o"), "", "a letter could be anything");
	CHECK_STR(meant(""), "", "nothing");
	CHECK_STR(meant("objectobjectobjectobjectobjectobjectobject"), "",
	    "more than there is room for");
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "nearest: a word with a slip of the hand is found", near },
		{ "nearest: nothing is guessed of other words", far },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
