/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that the kernel charges to users for POSIX queues; see charged.h. */
#include "report/charged.h"
#include "base/unknown.h"

int64_t
charged_own(void)
{
	int64_t bytes = UNKNOWN;
	struct kernel *kernel;
	const char *why;

	if ((kernel = kernel_open(&why)) == NULL)
		return UNKNOWN;
	if (kernel_charge_own(kernel, &bytes) == -1)
		bytes = UNKNOWN;
	kernel_close(kernel);
	return bytes;
}

const char *
charged_refusal(void)
{
	int64_t bytes;
	struct kernel *kernel;
	const char *why;

	if ((kernel = kernel_open(&why)) == NULL)
		return why;
	why = kernel_charge_own(kernel, &bytes) == -1
		  ? "this kernel describes no accounts of users"
		  : NULL;
	kernel_close(kernel);
	return why;
}

void
charged_load(struct kernel_charges *charges)
{
	struct kernel *kernel;
	const char *why;

	*charges = (struct kernel_charges){ 0 };
	if ((kernel = kernel_open(&why)) == NULL)
		return;
	/*
	 * Drop an incomplete list: users missing from it would look as if they
	 * were charged nothing.
	 */
	if (kernel_charges(kernel, charges) == -1)
		kernel_charges_free(charges);
	kernel_close(kernel);
}

int64_t
charged_of(const struct kernel_charges *charges, int64_t uid)
{
	size_t i;

	for (i = 0; i < charges->n; i++)
		if (charges->v[i].ours && charges->v[i].uid == uid)
			return charges->v[i].bytes;
	return UNKNOWN;
}
