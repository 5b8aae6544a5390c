"""What a service sends as a stream: read once, from its beginning to its end."""

import io


class StreamingBody(io.IOBase):
    _DEFAULT_CHUNK_SIZE = 1024

    def __init__(self, raw_stream, content_length):
        self._raw_stream = raw_stream
        self._content_length = content_length

    def readable(self):
        return not self._raw_stream.closed

    def read(self, amt=None):
        return self._raw_stream.read(amt)

    def readinto(self, b):
        return self._raw_stream.readinto(b)

    def readlines(self):
        return self._raw_stream.readlines()

    def tell(self):
        return self._raw_stream.tell()

    def set_socket_timeout(self, timeout):
        """There is no socket here."""

    def __iter__(self):
        return self.iter_chunks(self._DEFAULT_CHUNK_SIZE)

    def __next__(self):
        chunk = self.read(self._DEFAULT_CHUNK_SIZE)
        if chunk:
            return chunk
        raise StopIteration()

    next = __next__

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()

    def iter_lines(self, chunk_size=_DEFAULT_CHUNK_SIZE, keepends=False):
        """Lines as bytes, without their ends; read in blocks, whatever the lines' lengths."""
        rest = b""
        for chunk in self.iter_chunks(chunk_size):
            lines = (rest + chunk).splitlines(True)
            rest = lines.pop()
            for line in lines:
                yield line if keepends else line.splitlines(False)[0]
        if rest:
            yield rest if keepends else rest.splitlines(False)[0]

    def iter_chunks(self, chunk_size=_DEFAULT_CHUNK_SIZE):
        while chunk := self.read(chunk_size):
            yield chunk

    def close(self):
        self._raw_stream.close()
