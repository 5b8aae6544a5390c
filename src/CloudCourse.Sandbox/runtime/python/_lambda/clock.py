"""Virtual time. The host's side counts it; here everything that waits is made to pass it instead."""

import asyncio
import errno
import os
import random
import socket
import time


def install(advance, seed):
    """Sleeping passes virtual time, event loops wait in virtual time, and the shared random generator starts from the seed."""

    def sleep(seconds):
        if not isinstance(seconds, (int, float)):
            if not hasattr(seconds, "__index__"):
                raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer or float")
            seconds = seconds.__index__()
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        if seconds != seconds:
            raise ValueError("Invalid value NaN (not a number)")
        advance(min(float(seconds), 1e9) * 1000)

    class Waiting:
        """Stands where an event loop has its selector: there is no input to wait for, only time."""

        def select(self, timeout):
            if timeout is None:
                raise RuntimeError("the event loop waits for something that can never happen")
            if timeout > 0:
                sleep(timeout)
            return []

        def close(self):
            pass

    class VirtualLoop(asyncio.base_events.BaseEventLoop):
        def __init__(self):
            super().__init__()
            self._selector = Waiting()

        def _process_events(self, events):
            pass

        def _write_to_self(self):
            pass

    def run(main, *, debug=None, loop_factory=None):
        with asyncio.Runner(debug=debug, loop_factory=loop_factory or VirtualLoop) as runner:
            return runner.run(main)

    class Policy(asyncio.events._BaseDefaultEventLoopPolicy):
        _loop_factory = VirtualLoop

    time.sleep = sleep
    asyncio.run = run
    asyncio._set_running_loop(None)
    asyncio.events._set_event_loop_policy(Policy())
    random.seed(seed)


def forbid_processes():
    """Pyodide would look for a shell, and abort. Lambda has one, so a learner is told that the course has not."""

    def refuse(*_, **__):
        raise OSError(38, "The course's sandbox starts no other programs")

    for name in ("system", "popen", "fork", "forkpty", "posix_spawn", "execv", "execve", "spawnv"):
        setattr(os, name, refuse)


def forbid_servers():
    """Emscripten would look for a server of Node.js's, and abort."""

    def refuse(*_, **__):
        raise OSError(errno.EOPNOTSUPP, "The course's sandbox has no network: nobody could connect")

    socket.socket.listen = socket.socketpair = refuse
