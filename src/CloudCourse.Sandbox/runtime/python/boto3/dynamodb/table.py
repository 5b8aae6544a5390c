"""Many puts and deletes of one table, sent 25 at a time."""


class BatchWriter:
    def __init__(self, table_name, client, flush_amount=25, overwrite_by_pkeys=None):
        self._table, self._client, self._most, self._keys = table_name, client, flush_amount, overwrite_by_pkeys
        self._waiting = []

    def put_item(self, Item):
        self._add({"PutRequest": {"Item": Item}})

    def delete_item(self, Key):
        self._add({"DeleteRequest": {"Key": Key}})

    def _add(self, request):
        if self._keys:
            key = self._key_of(request)
            self._waiting = [other for other in self._waiting if self._key_of(other) != key]
        self._waiting.append(request)
        if len(self._waiting) >= self._most:
            self._flush()

    def _key_of(self, request):
        values = request["PutRequest"]["Item"] if "PutRequest" in request else request["DeleteRequest"]["Key"]
        return [values[name] for name in self._keys]

    def _flush(self):
        now, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        answer = self._client.batch_write_item(RequestItems={self._table: now})
        self._waiting.extend(answer.get("UnprocessedItems", {}).get(self._table, []))

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        # What was added before an error is still sent.
        while self._waiting:
            self._flush()
