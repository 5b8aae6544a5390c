"""Loads functions into execution environments, and invokes them event by event."""

import importlib
import json
import logging
import os
import sys

from pyodide.ffi import JsProxy

from _lambda import clock, environments, failures, host
from _lambda.context import LambdaContext
from _lambda.log import LogStream, logging_handler

MAX_PAYLOAD = 6 * 1024 * 1024

_dumps, _loads = json.dumps, json.loads
_advance = _remaining_ms = None
_stream = None
_request_id = ""
_loaders = []


def connect(emit, advance, remaining_ms, ask, seal):
    """Called once by the runner, after the snapshot is restored."""
    global _advance, _remaining_ms, _stream
    _advance, _remaining_ms = advance, remaining_ms
    host.connect(ask, advance)
    _stream = LogStream(emit)
    environments.connect(seal)
    clock.forbid_processes()
    clock.forbid_servers()
    _hide_the_loader()


def find_the_loader():
    """
    Called when the snapshot is made, of what stands in it: looking through every module takes a start's twentieth part. The loader's own API
    would hand a learner its file system, its streams and JavaScript's side of everything.
    """
    global _loaders
    for module in list(sys.modules.values()):
        if not getattr(module, "__name__", "").startswith("_lambda"):
            _loaders += [(module, name) for name, value in getattr(module, "__dict__", {}).items() if isinstance(value, JsProxy)]


def _hide_the_loader():
    for name in [name for name in sys.modules if name.partition(".")[0] in ("js", "pyodide_js")]:
        del sys.modules[name]
    for module, name in _loaders:
        delattr(module, name)
    _loaders.clear()


def rehearse():
    """Runs a function of ours from its load to its result and forgets it: what the engine compiles on first use is compiled when a learner's comes."""
    global _request_id
    code = "import json\n\ndef handler(event, context):\n    return json.loads(json.dumps({**event, 'id': context.aws_request_id}))\n"
    function = {"name": "rehearsal", "arn": "", "version": "", "memory": 128, "logGroup": "", "logStream": ""}
    init("rehearsal", _dumps({"function": function, "files": {"rehearsal.py": code}, "handler": "rehearsal.handler", "environment": {}, "seed": 0}))
    outcome = _loads(invoke("rehearsal", _dumps({"id": "rehearsal", "event": "{}"})))
    if outcome["payload"] is None:
        raise RuntimeError(f"The rehearsal failed: {outcome['failure']}")
    environments.forget()
    _request_id = ""


def init(name, request):
    request = _loads(request)
    environment = environments.new(name, request["function"], request["files"])
    os.environ.clear()
    os.environ.update(request["environment"])
    clock.install(_advance, request["seed"])
    sys.stdout = sys.stderr = _stream
    _stream.start()
    root = logging.getLogger()
    root.handlers[:] = [logging_handler(_stream, lambda: _request_id)]
    root.setLevel(logging.WARNING)
    try:
        failed = _load(environment, request["handler"])
    except SystemExit as stop:
        failed = _exit(stop)
    except MemoryError as error:
        failed = _out_of_memory(error)
    except BaseException as error:
        failed = failures.of_exception(error)
    return _finish(failed, None)


def invoke(name, request):
    global _request_id
    request = _loads(request)
    environment = environments.enter(name)
    _request_id = request["id"]
    _stream.start()
    context = LambdaContext(environment.function, _request_id, _remaining_ms)
    payload = failed = None
    try:
        result = environment.handler(_loads(request["event"]), context)
    except SystemExit as stop:
        failed = _exit(stop)
    except MemoryError as error:
        failed = _out_of_memory(error)
    except BaseException as error:
        failed = failures.of_exception(error)
    else:
        payload, failed = _marshal(result)
    return _finish(failed, payload)


def _load(environment, handler):
    module, dot, name = handler.rpartition(".")
    if not dot:
        return failures.failure("Runtime.MalformedHandlerName", f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)")
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except SyntaxError as error:
        return failures.of_syntax(module, error)
    except ImportError as error:
        return failures.of_import(module, error)
    environment.handler = getattr(loaded, name, None)
    if not callable(environment.handler):
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
