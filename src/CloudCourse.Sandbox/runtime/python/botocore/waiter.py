"""Asking again and again until something is so, in virtual time."""

import time

import botocore
import jmespath
from botocore.exceptions import ClientError, WaiterError


class Waiter:
    def __init__(self, name, about, method):
        self.name = name
        self._about, self._method = about, method
        self._acceptors = [Acceptor(acceptor) for acceptor in about["acceptors"]]

    def wait(self, **kwargs):
        config = kwargs.pop("WaiterConfig", {})
        delay, most = config.get("Delay", self._about["delay"]), config.get("MaxAttempts", self._about["maxAttempts"])
        state, tries, last = "waiting", 0, None
        while True:
            try:
                response = self._method(**kwargs)
            except ClientError as error:
                response = error.response
            tries += 1
            matched = next((acceptor for acceptor in self._acceptors if acceptor.matches(response)), None)
            if matched is not None:
                last, state = matched, matched.state
            elif "Error" in response and "Code" in response["Error"]:
                failed = response["Error"]
                raise WaiterError(name=self.name, reason=f"An error occurred ({failed['Code']}): {failed.get('Message', 'Unknown')}", last_response=response)
            if state == "success":
                return
            if state == "failure":
                raise WaiterError(name=self.name, reason=f"Waiter encountered a terminal failure state: {last.explanation}", last_response=response)
            if tries >= most:
                reason = "Max attempts exceeded" + (f". Previously accepted state: {last.explanation}" if last else "")
                raise WaiterError(name=self.name, reason=reason, last_response=response)
            time.sleep(delay)

    def __repr__(self):
        return f"<botocore.waiter.{type(self).__name__} {botocore.xform_name(self.name)}>"


class Acceptor:
    """One line of a waiter's table: which answer leads to which state."""

    def __init__(self, about):
        self.state, self._kind, self._expected = about["state"], about["matcher"], about["expected"]
        self._text = about.get("argument")
        self._path = jmespath.compile(self._text) if self._text else None

    @property
    def explanation(self):
        if self._kind == "path":
            return f'For expression "{self._text}" we matched expected path: "{self._expected}"'
        if self._kind == "pathAll":
            return f'For expression "{self._text}" all members matched expected path: "{self._expected}"'
        if self._kind == "pathAny":
            return f'For expression "{self._text}" we matched expected path: "{self._expected}" at least once'
        if self._kind == "status":
            return f'Matched expected HTTP status code: {self._expected}'
        return f"Matched expected service error code: {self._expected}"

    def matches(self, response):
        code = response.get("Error", {}).get("Code", "")
        if self._kind == "status":
            return response.get("ResponseMetadata", {}).get("HTTPStatusCode") == self._expected
        if self._kind == "error":
            if isinstance(self._expected, bool):
                return bool(code) == self._expected
            return code == self._expected
        if code:
            return False
        found = self._path.search(response)
        if self._kind == "path":
            return found == self._expected
        if not isinstance(found, list) or not found:
            return False
        return (all if self._kind == "pathAll" else any)(item == self._expected for item in found)
