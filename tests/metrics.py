# SPDX-License-Identifier: BSD-2-Clause
"""Read metrics from standard input as OpenMetrics and as the Prometheus text
format; both must find the same samples. Print these as JSON."""
import json
import sys

from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics


def samples(families):
    return [
        {"name": s.name, "labels": s.labels, "type": family.type,
         "value": "Infinity" if s.value == float("inf") else s.value}
        for family in families for s in family.samples]


text = sys.stdin.buffer.read().decode("utf-8", errors="strict")
new = samples(openmetrics.text_string_to_metric_families(text))
old = samples(parser.text_string_to_metric_families(text))
if new != old:
    sys.exit("the two formats differ")
for name in {s["name"] for s in new}:
    if name.endswith(("_total", "_count", "_sum", "_bucket", "_created")):
        sys.exit(f"{name}: not the name of a gauge")
print(json.dumps(new))
