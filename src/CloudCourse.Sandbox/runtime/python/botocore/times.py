"""Moments as AWS's services write them."""

import datetime
from email.utils import parsedate_to_datetime


class tzutc(datetime.tzinfo):
    """UTC by the name that the dateutil package has for it, which AWS's library uses."""

    def utcoffset(self, moment):
        return datetime.timedelta(0)

    def dst(self, moment):
        return datetime.timedelta(0)

    def tzname(self, moment):
        return "UTC"

    def __eq__(self, other):
        return isinstance(other, tzutc) or other is datetime.timezone.utc

    def __hash__(self):
        return hash(datetime.timezone.utc)

    def __repr__(self):
        return "tzutc()"

    def __reduce__(self):
        return tzutc, ()


UTC = tzutc()


def read(value):
    """A moment out of an answer."""
    if isinstance(value, (int, float)):
        return datetime.datetime.fromtimestamp(value, UTC)
    return datetime.datetime.fromisoformat(value).replace(tzinfo=UTC)


def write(value):
    """A moment as it is sent; ValueError or TypeError for what is none."""
    if isinstance(value, bool):
        raise TypeError(value)
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, str):
        value = _parse(value)
    if not isinstance(value, datetime.datetime):
        if isinstance(value, datetime.date):
            value = datetime.datetime(value.year, value.month, value.day)
        else:
            raise TypeError(value)
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)  # the machine's own zone, which in Lambda is UTC
    value = value.astimezone(datetime.timezone.utc)
    return value.strftime("%Y-%m-%dT%H:%M:%S") + (f".{value.microsecond:06d}Z" if value.microsecond else "Z")


def _parse(text):
    try:
        return datetime.datetime.fromtimestamp(float(text), UTC)
    except ValueError:
        pass
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)
