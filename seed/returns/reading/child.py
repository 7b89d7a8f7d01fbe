"""The process that opens untrusted files: little memory, little time, no files, no secrets in its environment.

It reads requests from standard input (a JSON line with name and size, then that many bytes) and answers with the
messages of seed.returns.reading.workbook, one JSON line each.
"""

import json
import resource
import sys
from importlib.machinery import ModuleSpec

from seed.returns.reading import limits


class _NoNumpy:
    """openpyxl takes numpy when it is there: 0.1 s and 100 MB for nothing."""

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname == "numpy":
            raise ImportError(fullname)
        return None


def main() -> None:
    """Answer requests until standard input ends."""
    sys.meta_path.insert(0, _NoNumpy())
    from seed.returns.reading import workbook

    memory = limits.MEMORY_MB * limits.MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    source, answer = sys.stdin.buffer, sys.stdout
    while line := source.readline():
        request = json.loads(line)
        spent = resource.getrusage(resource.RUSAGE_SELF)
        allowed = int(spent.ru_utime + spent.ru_stime) + limits.CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))
        try:
            for message in workbook.read(request["name"], source.read(request["size"])):
                answer.write(json.dumps(message, ensure_ascii=True) + "\n")
        except MemoryError:
            sys.exit(1)  # the parent refuses this file and goes on with a new child
        answer.flush()


if __name__ == "__main__":
    main()
