"""Standard output, standard error and logging, written as Lambda writes them."""

import io
import logging
import time
import traceback

from _lambda.failures import plain

# More than CloudWatch would like, less than a page can show. The host has a harder limit of its own.
MAX_BYTES = 64 * 1024
MAX_LINES = 1000


class LogStream(io.TextIOBase):
    """Sends whole lines, and after the limit one line that says the rest was cut."""

    encoding = "utf-8"

    def __init__(self, emit):
        self._emit = emit
        self.start()

    def start(self):
        self._partial = ""
        self._bytes = self._lines = 0

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._lines > MAX_LINES or self._bytes > MAX_BYTES:
            return len(text)
        if len(text) > MAX_BYTES + 1:
            text = text[: MAX_BYTES + 1] + "\n"
        *lines, self._partial = (self._partial + text).split("\n")
        for line in lines:
            self._send(line)
        if len(self._partial) > MAX_BYTES:
            self.finish()
        return len(text)

    def flush(self):
        pass

    def finish(self):
        """What was printed without a line's end still belongs to the log."""
        if self._partial:
            line, self._partial = self._partial, ""
            self._send(line)

    def _send(self, line):
        if self._lines > MAX_LINES or self._bytes > MAX_BYTES:
            return
        self._lines += 1
        self._bytes += len(line) + 1
        if self._lines > MAX_LINES or self._bytes > MAX_BYTES:
            self._emit(f"(the log is cut here: the course keeps {MAX_LINES} lines or {MAX_BYTES // 1024} KB an invocation)")
        else:
            self._emit(plain(line))


class LambdaFormatter(logging.Formatter):
    """`[LEVEL]`, time, request id and message, tabs between."""

    def __init__(self, request_id):
        super().__init__()
        self._request_id = request_id

    def format(self, record):
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        text = f"[{record.levelname}]\t{at}.{int(record.msecs):03d}Z\t{self._request_id()}\t{record.getMessage()}"
        if record.exc_info:
            text += "\n" + "".join(traceback.format_exception(*record.exc_info)).rstrip()
        return text


def logging_handler(stream, request_id):
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LambdaFormatter(request_id))
    return handler
