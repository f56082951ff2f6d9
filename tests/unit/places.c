/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit tests of the parser in namespace.h: who a control group belongs to. */
#include <stdlib.h>

#include "process/namespace.h"
#include "tap.h"

static void
test_units(void)
{
	static const struct {
		const char *path;
		const char *unit;
	} groups[] = {
		{ "/system.slice/cron.service\n", "cron.service" },
		{ "/init.scope", "init.scope" },
		{ "/machine.slice/libpod-1f0e.scope/container\n",
		    "libpod-1f0e.scope" },
		{ "/user.slice/user@0.service/app.slice/app-a.scope",
		    "app-a.scope" },
		/* Containers, as each manager of groups names them. */
		{ "/docker/1f0e\n", "1f0e" },
		{ "/docker/1f0e/docker/2b3c", "2b3c" },
		{ "/system.slice/docker-1f0e.scope\n", "docker-1f0e.scope" },
		{ "/system.slice/docker-1f0e.scope/init.scope", "init.scope" },
		{ "/machine.slice/libpod-1f0e.scope", "libpod-1f0e.scope" },
		{ "/user.slice/user-1000.slice/user@1000.service/"
		  "user.slice/libpod-1f0e.scope/container",
		    "libpod-1f0e.scope" },
		{ "/kubepods/besteffort/pod7d4e/1f0e\n", "1f0e" },
		{ "/kubepods.slice/kubepods-besteffort.slice/"
		  "kubepods-besteffort-pod7d4e.slice/cri-containerd-1f0e.scope",
		    "cri-containerd-1f0e.scope" },
		{ "/kubepods.slice/kubepods-pod7d4e.slice/crio-1f0e.scope/"
		  "container",
		    "crio-1f0e.scope" },
		{ "/kubelet.slice/kubelet-kubepods.slice/"
		  "kubelet-kubepods-burstable.slice/"
		  "kubelet-kubepods-burstable-pod7d4e.slice/"
		  "cri-containerd-1f0e.scope",
		    "cri-containerd-1f0e.scope" },
		{ "/lxc.payload.web/system.slice/cron.service",
		    "cron.service" },
		{ "/user.slice/user-1000.slice/session-2.scope",
		    "session-2.scope" },
		{ "/user.slice/user-1000.slice", "user-1000.slice" },
		{ "/../../docker/1f0e", "1f0e" },
		{ "//a//b//\n", "b" },
		{ "/a.scope/b.service/c.slice/d", "b.service" },
		{ "/.service/.scope", ".scope" },
		{ "/a b\\x2d.scope\n/c.scope", "a b\\x2d.scope" },
		{ "/\n", NULL },
		{ "/", NULL },
		{ "\n", NULL },
		{ "", NULL },
		{ "a.scope", NULL },
	};
	char *unit;
	size_t i;

	for (i = 0; i < TAP_LENGTH(groups); i++) {
		unit = ipc_unit(groups[i].path);
		CHECK_STR(unit, groups[i].unit, groups[i].path);
		free(unit);
	}
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "places: the last service or scope is the unit", test_units },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
