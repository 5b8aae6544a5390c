"""`client.exceptions`: a class for every error that the service's model names."""

from botocore.exceptions import ClientError


class BaseClientExceptions:
    ClientError = ClientError

    def __init__(self, by_code):
        self._by_code = by_code

    def from_code(self, error_code):
        return self._by_code.get(error_code, ClientError)

    def __getattr__(self, name):
        names = sorted({kind.__name__ for kind in self._by_code.values()})
        raise AttributeError(f"{self!r} object has no attribute {name}. Valid exceptions are: {', '.join(names)}")


def exceptions_of(class_name, errors):
    """`errors` is the model's: name: [code, status]."""
    kinds = {name: type(name, (ClientError,), {"__module__": "botocore.errorfactory"}) for name in errors}
    by_code = {errors[name][0]: kind for name, kind in kinds.items()}
    for name, kind in kinds.items():
        by_code.setdefault(name, kind)
    return type(class_name + "Exceptions", (BaseClientExceptions,), {**kinds, "__module__": "botocore.errorfactory"})(by_code)
