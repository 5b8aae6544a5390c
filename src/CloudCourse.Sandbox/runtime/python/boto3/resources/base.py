"""What all resources have in common."""


class ResourceMeta:
    def __init__(self, service_name, client, data=None):
        self.service_name, self.client, self.data = service_name, client, data


class Resource:
    """Stands for one thing of the account. `_identifiers` name it; `_attributes` (name: member of the answer) are loaded when first asked for."""

    _identifiers = ()
    _attributes = {}

    def __init__(self, client, *identifiers, data=None):
        if len(identifiers) != len(self._identifiers) or any(value is None for value in identifiers):
            missing = self._identifiers[len([i for i in identifiers if i is not None])] if len(identifiers) <= len(self._identifiers) else ""
            raise ValueError(f"Required parameter {missing} not set")
        self.meta = ResourceMeta(self._service, client, data)
        for name, value in zip(self._identifiers, identifiers):
            setattr(self, "_" + name, value)

    def __init_subclass__(cls):
        for name in cls._identifiers:
            setattr(cls, name, property(lambda self, own="_" + name: getattr(self, own)))
        for name, member in cls._attributes.items():
            setattr(cls, name, property(lambda self, member=member: self._attribute(member)))

    def _attribute(self, member):
        if self.meta.data is None:
            self.load()
        return self.meta.data.get(member)

    def __getattr__(self, name):
        # A slip of the pen, or one of boto3's shortcuts that the course has not: both end here.
        raise AttributeError(f"'{self._service}.{type(self).__name__}' object has no attribute '{name}'")

    def load(self):
        from boto3.exceptions import ResourceLoadException

        raise ResourceLoadException(f"{type(self).__name__} has no load method")

    def reload(self):
        self.load()

    def __repr__(self):
        named = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._identifiers)
        return f"{self._service}.{type(self).__name__}({named})"

    def __eq__(self, other):
        return type(self) is type(other) and all(getattr(self, name) == getattr(other, name) for name in self._identifiers)

    def __hash__(self):
        return hash((type(self).__name__, *(getattr(self, name) for name in self._identifiers)))


class Collection:
    """Things that are listed page by page as they are gone through."""

    def __init__(self, pages, given=None, most=None, size=None):
        self._pages, self._given, self._most, self._size = pages, given or {}, most, size

    def _with(self, **changed):
        now = {"given": self._given, "most": self._most, "size": self._size, **changed}
        return type(self)(self._pages, **now)

    def all(self):
        return self._with()

    def filter(self, **kwargs):
        return self._with(given={**self._given, **kwargs})

    def limit(self, count):
        return self._with(most=count)

    def page_size(self, count):
        return self._with(size=count)

    def pages(self):
        left = self._most
        for page in self._pages(self._given, self._size):
            if left is not None:
                page = page[:left]
                left -= len(page)
            yield page
            if left == 0:
                return

    def __iter__(self):
        for page in self.pages():
            yield from page
