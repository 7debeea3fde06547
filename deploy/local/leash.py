"""Becomes the command it is given, tied to its parent: when the parent dies, even by SIGKILL, so does the command.

Run as a file, `python leash.py PARENT_PID CORES COMMAND…`, so that it starts in milliseconds and imports nothing of
ours. CORES is how many processor cores the command may use, 0 for all.
"""

import ctypes
import os
import random
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, cores, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if cores:
            # Any of them, so that several such programs do not all crowd onto the same one.
            os.sched_setaffinity(0, random.sample(sorted(os.sched_getaffinity(0)), cores))
    # The parent may have died before the kernel knew of the tie.
    if os.getppid() != parent:
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - the command is our own, and a shell would be in the way


if __name__ == "__main__":
    main()
