"""What a program hangs on a client's calls: `client.meta.events.register(...)`."""

import fnmatch

# The moments that there are here. Others belong to an HTTP request, and there is none.
KNOWN = ("provide-client-params", "before-parameter-build", "after-call", "after-call-error")


class HierarchicalEmitter:
    """Names are event.service.operation; a name hears of all that begin as it does, and each part may be a pattern."""

    def __init__(self):
        self._heard = []

    def register(self, event_name, handler, unique_id=None, unique_id_uses_count=False):
        self._add(event_name, handler, unique_id, len(self._heard))

    def register_first(self, event_name, handler, unique_id=None, unique_id_uses_count=False):
        self._add(event_name, handler, unique_id, 0)

    register_last = register

    def _add(self, name, handler, unique_id, place):
        if name.split(".")[0] not in KNOWN:
            raise NotImplementedError(f"The course's sandbox sends no HTTP request, so nothing happens at {name!r}. What can be heard of: {', '.join(KNOWN)}.")
        if not callable(handler):
            raise ValueError(f"Event handler {handler} must be callable.")
        if unique_id is not None and any(one[2] == unique_id for one in self._heard):
            return
        self._heard.insert(place, (name, handler, unique_id))

    def unregister(self, event_name, handler=None, unique_id=None, unique_id_uses_count=False):
        self._heard = [one for one in self._heard if one[0] != event_name or (handler is not None and one[1] != handler) or (unique_id is not None and one[2] != unique_id)]

    def emit(self, event_name, **kwargs):
        parts, answers = event_name.split("."), []
        for name, handler, _ in list(self._heard):
            wanted = name.split(".")
            if len(wanted) <= len(parts) and all(fnmatch.fnmatchcase(part, pattern) for part, pattern in zip(parts, wanted)):
                answers.append((handler, handler(event_name=event_name, **kwargs)))
        return answers

    @property
    def is_quiet(self):
        return not self._heard


EventAliaser = HierarchicalEmitter
