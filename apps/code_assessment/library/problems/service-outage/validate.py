"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


needs, failed = json.load(sys.stdin)
need(1 <= len(needs) <= 20_000 and sum(map(len, needs.values())) <= 60_000, "there are too many services or needs")
need(all(re.fullmatch(r"[a-z0-9-]{1,20}", name) for name in needs), "a name has a wrong form")
need(failed in needs and all(one in needs for needed in needs.values() for one in needed), "a service is unknown")
