"""One execution environment: load the function once, then invoke it, event by event."""

import importlib
import json
import linecache
import logging
import os
import sys

from _lambda import clock, failures
from _lambda.context import LambdaContext
from _lambda.log import LogStream, logging_handler

MAX_PAYLOAD = 6 * 1024 * 1024

_dumps, _loads = json.dumps, json.loads
_emit = _advance = _remaining_ms = None
_function = _handler = _stream = None
_request_id = ""


def connect(emit, advance, remaining_ms):
    """Called once by the runner, after the snapshot is restored."""
    global _emit, _advance, _remaining_ms
    _emit, _advance, _remaining_ms = emit, advance, remaining_ms
    # The loader's own API would hand a learner its file system and its settings.
    sys.modules.pop("pyodide_js", None)


def init(request):
    global _function, _stream
    request = _loads(request)
    _function = request["function"]
    os.environ.clear()
    os.environ.update(request["environment"])
    clock.install(_advance, request["seed"])
    clock.forbid_processes()
    _stream = sys.stdout = sys.stderr = LogStream(_emit)
    root = logging.getLogger()
    root.handlers[:] = [logging_handler(_stream, lambda: _request_id)]
    root.setLevel(logging.WARNING)
    _write(request["files"])
    try:
        failed = _load(request["handler"])
    except SystemExit as stop:
        failed = _exit(stop)
    except MemoryError as error:
        failed = _out_of_memory(error)
    except BaseException as error:
        failed = failures.of_exception(error)
    return _finish(failed, None)


def invoke(request):
    global _request_id
    request = _loads(request)
    _request_id = request["id"]
    _stream.start()
    context = LambdaContext(_function, _request_id, _remaining_ms)
    payload = failed = None
    try:
        result = _handler(_loads(request["event"]), context)
    except SystemExit as stop:
        failed = _exit(stop)
    except MemoryError as error:
        failed = _out_of_memory(error)
    except BaseException as error:
        failed = failures.of_exception(error)
    else:
        payload, failed = _marshal(result)
    return _finish(failed, payload)


def _write(files):
    sys.dont_write_bytecode = True
    for path, text in files.items():
        full = failures.TASK + path
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    os.makedirs(failures.TASK, exist_ok=True)
    os.chdir(failures.TASK)
    sys.path.insert(0, failures.TASK.rstrip("/"))
    linecache.clearcache()


def _load(handler):
    global _handler
    module, dot, name = handler.rpartition(".")
    if not dot:
        return failures.failure("Runtime.MalformedHandlerName", f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)")
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except SyntaxError as error:
        return failures.of_syntax(module, error)
    except ImportError as error:
        return failures.of_import(module, error)
    _handler = getattr(loaded, name, None)
    if not callable(_handler):
        return failures.failure("Runtime.HandlerNotFound", f"Handler '{name}' missing on module '{module}'")
    return None


def _marshal(result):
    try:
        payload = _dumps(result, ensure_ascii=False, allow_nan=False)
        size = len(payload.encode("utf-8"))
    except MemoryError as error:
        return None, _out_of_memory(error)
    except BaseException as error:
        return None, failures.failure("Runtime.MarshalError", f"Unable to marshal response: {error}")
    if size > MAX_PAYLOAD:
        return None, failures.failure(
            "Function.ResponseSizeTooLarge", f"Response payload size exceeded maximum allowed payload size ({MAX_PAYLOAD} bytes)."
        )
    return payload, None


def _exit(stop):
    code = stop.code
    status = 0 if code is None else code if isinstance(code, int) else 1
    lost = failures.of_exception(stop)
    lost.update(errorType="Runtime.ExitError", errorMessage=f"Runtime exited with error: exit status {status}" if status else "Runtime exited without providing a reason")
    return {**lost, "lost": True}


def _out_of_memory(error):
    lost = failures.of_exception(error)
    lost.update(errorType="Runtime.OutOfMemory", errorMessage="Runtime exited with error: signal: killed")
    return {**lost, "lost": True}


def _finish(failed, payload):
    _stream.finish()
    if failed and not failed.get("lost"):
        for line in failures.log_text(failed).split("\n"):
            _stream.write(line + "\n")
    return _dumps({"payload": payload, "failure": failed})
