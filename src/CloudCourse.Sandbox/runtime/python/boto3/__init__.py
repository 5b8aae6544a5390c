"""boto3 as handlers see it: clients and resources over the simulated account."""

import logging

from _lambda import environments
from boto3.session import Session
from botocore import __version__

__all__ = ["Session", "__version__", "client", "resource", "session", "set_stream_logger", "setup_default_session"]


def setup_default_session(**kwargs):
    # Each execution environment has its own: they share this module.
    environments.present().default_session = Session(**kwargs)


def set_stream_logger(name="boto3", level=logging.DEBUG, format_string=None):
    """Writes what a logger says to the function's log."""
    handler = logging.StreamHandler()
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter(format_string or "%(asctime)s %(name)s [%(levelname)s] %(message)s"))
    logger = logging.getLogger(name)
    logger.setLevel(level)
    logger.addHandler(handler)


def _default():
    here = environments.present()
    if here.default_session is None:
        here.default_session = Session()
    return here.default_session


def client(*args, **kwargs):
    return _default().client(*args, **kwargs)


def resource(*args, **kwargs):
    return _default().resource(*args, **kwargs)


def __getattr__(name):
    if name == "DEFAULT_SESSION":
        return environments.present().default_session
    raise AttributeError(f"module 'boto3' has no attribute '{name}'")
