"""Long answers, page by page."""

import base64
import json

import jmespath
from botocore.exceptions import PaginationError


def _listed(value):
    return value if isinstance(value, list) else [value]


class Paginator:
    def __init__(self, method, about):
        self._method = method
        self._inputs = _listed(about["input_token"])
        self._outputs = [jmespath.compile(text) for text in _listed(about["output_token"])]
        self._more = jmespath.compile(about["more_results"]) if "more_results" in about else None
        self._limit = about.get("limit_key")
        self.result_keys = [jmespath.compile(text) for text in _listed(about.get("result_key", []))]
        self._names = _listed(about.get("result_key", []))
        self._others = about.get("non_aggregate_keys", [])

    def paginate(self, **kwargs):
        config = kwargs.pop("PaginationConfig", None) or {}
        most, size, start = config.get("MaxItems"), config.get("PageSize"), config.get("StartingToken")
        if size is not None:
            if self._limit is None:
                raise PaginationError(message="PageSize parameter is not supported for the pagination interface for this operation.")
            kwargs[self._limit] = int(size)
        return PageIterator(self, kwargs, int(most) if most is not None else None, start)

    def call(self, given):
        return self._method(**given)

    def tokens_after(self, page):
        """What the next page is asked for with; nothing after the last."""
        if self._more is not None and not self._more.search(page):
            return {}
        found = {name: output.search(page) for name, output in zip(self._inputs, self._outputs)}
        return {name: value for name, value in found.items() if value is not None and value != {} and value != ""} and found


class PageIterator:
    """The pages of one listing; can be gone through once more, which asks again."""

    def __init__(self, paginator, given, most, start):
        self._paginator, self._given, self._most, self._start = paginator, given, most, start
        self.resume_token = None
        self._others_seen = {}

    @property
    def result_keys(self):
        return self._paginator.result_keys

    def __iter__(self):
        given, skip, left = dict(self._given), 0, self._most
        if self._start is not None:
            tokens, skip = _read_token(self._start, self._paginator._inputs)
            given.update(tokens)
        before = dict.fromkeys(self._paginator._inputs)
        is_resumed = self._start is not None
        while True:
            page = self._paginator.call(given)
            names = self._paginator._names
            first = page.get(names[0]) if names and isinstance(page.get(names[0]), list) else None
            if not self._others_seen:
                self._others_seen = {name: page.get(name) for name in self._paginator._others}
            if is_resumed:
                # What stood beside the first list was given out with its beginning.
                if first is not None:
                    page[names[0]] = first = first[skip:]
                for other in names[1:]:
                    page[other] = _empty(page.get(other))
                is_resumed = False
            tokens = self._paginator.tokens_after(page)
            if left is not None and first is not None:
                if len(first) > left or (len(first) == left and tokens):
                    if len(first) > left:
                        page[names[0]] = first[:left]
                        self.resume_token = _write_token(before, skip + left)
                    else:
                        self.resume_token = _write_token(tokens, 0)
                    yield page
                    return
                left -= len(first)
            skip = 0
            yield page
            if not tokens:
                return
            if tokens == before:
                raise PaginationError(message=f"The same next token was received twice: {tokens}")
            before = tokens
            given.update(tokens)
            for name in [name for name, value in tokens.items() if value is None]:
                given.pop(name, None)

    def search(self, expression):
        """Each page's answer to a JMESPath expression, item by item where it is a list."""
        compiled = jmespath.compile(expression)
        for page in self:
            found = compiled.search(page)
            if isinstance(found, list):
                yield from found
            else:
                yield found

    def build_full_result(self):
        """All pages put together into one."""
        whole = {}
        for page in self:
            for text, key in zip(self._paginator._names, self._paginator.result_keys):
                found = key.search(page)
                if found is None:
                    continue
                holder, name = whole, text
                while "." in name:
                    outer, name = name.split(".", 1)
                    holder = holder.setdefault(outer, {})
                if name not in holder:
                    holder[name] = list(found) if isinstance(found, list) else found
                elif isinstance(found, (list, int, float, str)) and not isinstance(found, bool):
                    holder[name] += found
        whole.update(self._others_seen)
        if self.resume_token is not None:
            whole["NextToken"] = self.resume_token
        return whole


def _write_token(tokens, skip):
    held = {**tokens, **({"boto_truncate_amount": skip} if skip else {})}
    return base64.b64encode(json.dumps(held).encode()).decode()


def _read_token(text, inputs):
    try:
        held = json.loads(base64.b64decode(text))
        skip = held.pop("boto_truncate_amount", 0)
        return {name: value for name, value in held.items() if value is not None}, int(skip)
    except (ValueError, AttributeError, TypeError):
        return _read_service_token(text, inputs)


def _read_service_token(text, inputs):
    """The service's own token, such as a response has it; more than one of them with ___ between, and behind them how many to leave out."""
    parts, skip = str(text).split("___"), 0
    if len(parts) == len(inputs) + 1:
        try:
            skip = int(parts.pop())
        except ValueError:
            raise PaginationError(message=f"Bad starting token: {text}")
    if len(parts) > len(inputs):
        raise PaginationError(message=f"Bad starting token: {text}")
    return {name: part for name, part in zip(inputs, parts) if part != "None"}, skip


def _empty(value):
    return [] if isinstance(value, list) else "" if isinstance(value, str) else 0 if isinstance(value, (int, float)) else None
