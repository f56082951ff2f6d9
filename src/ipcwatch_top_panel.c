/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --top: the panel of one object, live: a graph, who holds it and who
 * waits, what is in a queue, and all that ipcls -i says. Of a recording, it has
 * what that has.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xalloc.h"
#include "ipcwatch_top.h"
#include "kernel/peek.h"
#include "model/kind.h"
#include "show/output.h"

#define MESSAGES 10	/* that are looked at */
#define MESSAGE_SIZE 64 /* bytes of each that are shown */
#define GRAPH_HEIGHT 4

/* Reading a queue's file changes its times, so the panel does not read it. */
#define PANEL_NEED (NEED_ALL & ~(NEED_QUEUE_FILE | NEED_USES | NEED_PSS))

static void
ignore(void *arg, const char *subject, const char *reason)
{
	(void)arg;
	(void)subject;
	(void)reason;
}

/* Bytes of a message that a screen can show, with a mark if there are more. */
static void
write_data(struct text *t, const char *data, size_t size)
{
	size_t shown = size < MESSAGE_SIZE ? size : MESSAGE_SIZE;
	char *part = xstrndup(data, shown);

	text_escape(t, part, 0);
	if (strlen(part) < shown)
		text_str(t, "\\0");
	if (strlen(part) < size)
		text_str(t, output_cut_mark());
	free(part);
}

static void
add_message(struct text *t, size_t i, const struct ipc_message *message)
{
	text_str(t, "  ");
	text_number(t, (int64_t)i);
	if (message->type != UNKNOWN) {
		text_str(t, "  type ");
		text_number(t, message->type);
	} else {
		text_str(t, "  priority ");
		text_number(t, message->priority);
	}
	text_str(t, "  ");
	text_number(t, (int64_t)message->size);
	text_str(t, message->size == 1 ? " byte  " : " bytes  ");
	write_data(t, message->data, message->size);
	text_char(t, '\n');
}

/* System V has a call for it. */
static const char *
peek_by_call(struct text *t, struct ipc_queue *queue)
{
	struct ipc_message message;
	size_t i;

	for (i = 0; i < MESSAGES;) {
		if (queue->kind->queue->peek(queue, &message, (int64_t)i) == 0)
			add_message(t, i++, &message);
		else if (errno != E2BIG)
			return errno == ENOMSG ? NULL : strerror(errno);
	}
	return NULL;
}

static const char *
peek_by_kernel(struct text *t, struct ipc_queue *queue)
{
	struct kernel_messages messages;
	struct kernel *kernel;
	const char *why;
	size_t i;
	int error = 0;

	if ((kernel = kernel_open(&why)) == NULL)
		return why;
	if (kernel_peek(kernel, queue->handle, &messages) == -1)
		error = errno;
	kernel_close(kernel);
	if (error != 0)
		return error == EBUSY ? "they change too fast"
				      : strerror(error);
	for (i = 0; i < messages.n && i < MESSAGES; i++)
		add_message(t, i,
		    &(struct ipc_message){ .type = UNKNOWN,
			.priority = messages.v[i].priority,
			.data = messages.data + messages.v[i].at,
			.size = messages.v[i].size });
	kernel_messages_free(&messages);
	return NULL;
}

static void
look_at_messages(struct panel *panel, struct ipc_object *object)
{
	struct ipc_queue queue;
	const char *why;

	text_clear(&panel->messages);
	if (object->kind->queue == NULL || object->messages == 0)
		return;
	text_str(
	    &panel->messages, "messages, the next to be received first:\n");
	if (ipc_queue_open(&queue, object, QUEUE_LOOK, true) == -1)
		why = strerror(errno);
	else {
		why = object->kind->queue->peek != NULL
			  ? peek_by_call(&panel->messages, &queue)
			  : peek_by_kernel(&panel->messages, &queue);
		ipc_queue_close(&queue);
	}
	if (why != NULL) {
		text_str(&panel->messages, "  they cannot be looked at: ");
		text_str(&panel->messages, why);
		text_char(&panel->messages, '\n');
	}
}

static void
load(const struct top *top, const struct panel *panel, struct ipc_list *list)
{
	struct sight sight = { 0 };
	struct ref ref;
	struct load how = {
		.kinds = KINDS_ALL,
		.need = PANEL_NEED,
		.refs = &ref,
		.nrefs = 1,
		.now = time(NULL),
		.orphans_after = top->o.orphans_after,
		.missing_ok = true,
		.sight = &sight,
		.failed = ignore,
	};

	if (ref_parse(&ref, panel->name) != NULL)
		return;
	load_objects(&how, list);
	ref_free(&ref);
}

/* Its rate, and the object itself; NULL if it is not in the table. */
static const struct ipc_object *
find(struct top *top)
{
	struct panel *panel = &top->panel;
	size_t i;

	for (i = 0; i < top->watch.list.n; i++)
		if (ipc_object_cmp(top->watch.list.v[i], panel->key) == 0) {
			panel->rate = top->rates[i];
			return top->watch.list.v[i];
		}
	return NULL;
}

/* The last look at an object stays when it is gone; a recording can go back. */
void
panel_look(struct top *top)
{
	struct panel *panel = &top->panel;
	const struct ipc_object *object = find(top);
	struct ipc_list list = { 0 };

	if (top->replay != NULL) {
		panel->gone = object == NULL || object->ino != panel->key->ino;
		panel->object = panel->gone ? NULL : object;
		return;
	}
	if (panel->gone)
		return;
	load(top, panel, &list);
	if (list.n != 1 || list.v[0]->ino != panel->key->ino) {
		panel->gone = true;
		ipc_list_free(&list);
		return;
	}
	ipc_list_free(&panel->list);
	panel->list = list;
	panel->object = list.v[0];
	look_at_messages(panel, list.v[0]);
}

void
panel_open(struct top *top, const struct activity *row)
{
	struct text name = { 0 };

	write_field(&name, column_named(&object_table, "object"), &row->object);
	top->panel = (struct panel){
		.name = name.s,
		.key = rows_key(&row->object),
		.rate = *row->rate,
	};
	panel_look(top);
}

void
panel_close(struct top *top)
{
	free(top->panel.name);
	if (top->panel.key != NULL)
		ipc_object_free(top->panel.key);
	text_free(&top->panel.messages);
	ipc_list_free(&top->panel.list);
	top->panel = (struct panel){ 0 };
}

/* Whether the field says who uses the object. */
static bool
is_of_users(const struct column *column)
{
	static const char *const names[] = { "holders", "waiters", "orphan",
		"likely_orphan", "evidence" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(column->name, names[i]) == 0)
			return true;
	return column->type->class == VALUE_PROCESSES;
}

/*
 * Writes sections as ipcls -i does: those about users of the object, which
 * change most, or all others.
 */
static void
write_facts(const struct top *top, FILE *fp, size_t width, bool users)
{
	struct output out = {
		.format = &format_info,
		.table = &object_table,
		.fp = fp,
		.style = format_info.style,
		.headings = true,
		.sections = true,
		.width = width,
	};
	struct columns all = { 0 }, part = { 0 };
	const struct ipc_object *object = top->panel.object;
	size_t i;

	columns_add_kinds(&all, &object_table, object->kind->bit);
	columns_drop(&all, NEED_QUEUE_FILE);
	if (top->replay != NULL)
		columns_drop(&all, NEED_UNRECORDED);
	for (i = 0; i < all.n; i++)
		if (is_of_users(all.v[i]) == users)
			columns_add(&part, all.v[i]);
	out.style.now =
	    top->replay != NULL ? top->watch.now.tv_sec : time(NULL);
	output_begin(&out);
	output_group(&out, &part);
	output_row(&out, object);
	output_end(&out);
}

/* All of it as lines, to be freed. */
static char *
write_panel(const struct top *top, size_t width)
{
	char *s = NULL;
	size_t size;
	FILE *fp = open_memstream(&s, &size);
	long before;

	if (fp == NULL)
		return xstrdup("");
	if (top->replay != NULL)
		fputs("The recording has no holders, no waiters and no "
		      "messages.\n\n",
		    fp);
	if (top->panel.object != NULL) {
		before = ftell(fp);
		write_facts(top, fp, width, true);
		if (ftell(fp) != before)
			fputc('\n', fp);
		if (top->panel.messages.len != 0)
			fprintf(fp, "%s\n", top->panel.messages.s);
		calls_write(top, top->panel.key, fp);
		write_facts(top, fp, width, false);
	}
	fclose(fp);
	return s;
}

static size_t
count_lines(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += *s == '\n';
	return n;
}

static void
draw_title(const struct panel *panel, bool replay, struct canvas *c)
{
	struct text safe = { 0 };

	c->look = LOOK_HEADING;
	text_escape(&safe, panel->name, ESCAPE_DONE);
	canvas_put(c, LOOK_BOLD, safe.s);
	if (panel->gone)
		canvas_put(c, LOOK_FULL,
		    replay ? " was not there"
			   : " is gone; this is what was seen last");
	canvas_end(c);
	text_free(&safe);
}

void
panel_draw(struct top *top, struct canvas *c)
{
	size_t i, length, lines;
	char *text, *s;

	draw_title(&top->panel, top->replay != NULL, c);
	/* A small screen has no room for it. */
	if (c->height >= 20)
		graph_large(c, &top->panel.rate,
		    c->height >= 40 ? 2 * GRAPH_HEIGHT : GRAPH_HEIGHT);
	lines = c->height > c->lines + 2 ? c->height - c->lines - 2 : 1;
	text = write_panel(top, c->width);
	scroll_fit(&top->page, count_lines(text), lines);
	for (i = 0, s = text; *s != '\0'; i++, s += length + 1) {
		length = strcspn(s, "\n");
		if (i < top->page.first || i >= top->page.first + lines)
			continue;
		canvas_add(c, LOOK_PLAIN, s, length);
		canvas_end(c);
	}
	free(text);
}
