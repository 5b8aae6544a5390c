"""Execution environments of one learner, side by side in one interpreter.

Each has what Lambda gives an environment of its own: the function's modules and their state, /tmp, environment variables, loggers and
the shared random generator. What a function changes inside Python's own library is seen by all of them; a page of the course says so.
"""

import functools
import linecache
import logging
import os
import random
import shutil
import sys

from _lambda.failures import TASK

AWAY = "/var/environments/"

_all = {}
_seal = None
_present = None
_first_path = None
_library = None


class Environment:
    def __init__(self, name, function, files):
        self.name, self.function, self.files = name, function, files
        self.handler = None
        self.modules = {}
        self.default_session = None  # boto3's


def connect(seal):
    """Called once by the runner: what makes the file system read-only but for /tmp, or writable for the work of this module."""
    global _seal
    _seal = seal


def _writing(work):
    @functools.wraps(work)
    def run(*args):
        _seal(False)
        try:
            return work(*args)
        finally:
            _seal(True)

    return run


def present():
    """The environment whose code runs now."""
    return _present


@_writing
def new(name, function, files):
    """A cold environment, and the present one from now on. One of the same name is forgotten."""
    global _present, _first_path, _library
    if _first_path is None:
        _first_path, _library = list(sys.path), set(sys.modules)
    if _present is not None and _present.name != name:
        _leave()
    environment = _present = _all[name] = Environment(name, function, files)
    _drop_modules()
    _empty("/tmp")
    shutil.rmtree(_place(name), ignore_errors=True)
    _write(files)
    sys.path[:] = [TASK.rstrip("/"), *_first_path]
    logging.Logger.manager.loggerDict = {}
    return environment


def forget():
    """The present environment is no more; no other one is present until the next is made."""
    global _present
    del _all[_present.name]
    for module in _drop_modules().values():
        module.__dict__.clear()  # its functions hold it, and it them: until somebody collects, it could be found
    _present = None


def enter(name):
    """Makes an environment the present one, as it was left."""
    if _present is None or _present.name != name:
        _change_to(name)
    return _present


@_writing
def _change_to(name):
    global _present
    _leave()
    _present = _all[name]
    _come_back()


def _leave():
    here = _present
    root = logging.getLogger()
    here.modules = _drop_modules()
    here.variables = dict(os.environ)
    here.path = list(sys.path)
    here.loggers = (root.level, list(root.handlers), logging.Logger.manager.loggerDict)
    here.random = random.getstate()
    os.chdir("/")
    os.makedirs(AWAY, exist_ok=True)
    shutil.rmtree(_place(here.name), ignore_errors=True)
    os.rename("/tmp", _place(here.name))
    os.mkdir("/tmp")


def _come_back():
    here = _present
    _write(here.files)
    os.rmdir("/tmp")
    os.rename(_place(here.name), "/tmp")
    sys.modules.update(here.modules)
    os.environ.clear()
    os.environ.update(here.variables)
    sys.path[:] = here.path
    root = logging.getLogger()
    root.setLevel(here.loggers[0])
    root.handlers[:] = here.loggers[1]
    logging.Logger.manager.loggerDict = here.loggers[2]
    random.setstate(here.random)


def _place(name):
    """Where an environment's /tmp lies while another one is present. Log streams' names have slashes."""
    return AWAY + name.replace("%", "%25").replace("/", "%2F")


def _drop_modules():
    """Takes the function's own modules out of the interpreter; another environment imports them anew."""
    return {key: sys.modules.pop(key) for key, module in list(sys.modules.items()) if key not in _library and _is_own(module)}


def _is_own(module):
    if getattr(getattr(module, "__spec__", None), "origin", None) in ("built-in", "frozen"):
        return False
    file = getattr(module, "__file__", None)
    return not file or str(file).startswith((TASK, "/tmp/"))


def _write(files):
    os.chdir("/")
    _empty(TASK)
    sys.dont_write_bytecode = True
    for path, text in files.items():
        full = TASK + path
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    os.chdir(TASK)
    linecache.clearcache()
    # What the importer remembers of folders is of the environment before.
    for folder in [f for f in sys.path_importer_cache if f.startswith((TASK.rstrip("/"), "/tmp"))]:
        del sys.path_importer_cache[folder]


def _empty(folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder, exist_ok=True)
