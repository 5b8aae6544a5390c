"""The way out: a call of AWS's, answered by the simulated account in the host while this waits."""

import json

_dumps, _loads = json.dumps, json.loads
_ask = _advance = None


def connect(ask, advance):
    """Called once by the runner."""
    global _ask, _advance
    _ask, _advance = ask, advance


def call(service, operation, region, members, credentials=None):
    """
    One call: `members` is the operation's input as JSON has it. Answers {"output": ...} or {"error": {"code", "message", "status", ...}}.
    It is made under the function's role, or with the keys that were given for another session.
    """
    request = {"service": service, "operation": operation, "region": region, "input": members}
    if credentials is not None:
        request["credentials"] = credentials
    answer = _loads(_ask("call", _dumps(request)))
    latency = answer.get("latencyMs", 0)
    if latency > 0:
        _advance(latency)
    return answer


def model(service):
    """The service's operations, errors, pages and waiters; None for a service that is not simulated."""
    return _loads(_ask("model", _dumps({"service": service})))
