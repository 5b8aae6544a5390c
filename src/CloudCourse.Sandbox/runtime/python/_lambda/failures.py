"""Errors in the shape in which Lambda reports them, with nothing but the learner's own lines in the trace."""

import traceback

TASK = "/var/task/"


def of_exception(error):
    return failure(type(error).__name__, _message(error), _frames(error.__traceback__))


def of_syntax(module, error):
    place = None
    if error.filename and error.filename.startswith(TASK):
        place = {"path": error.filename.removeprefix(TASK), "line": error.lineno or 1}
    frames = [f'  File "{error.filename}" Line {error.lineno}\n    {(error.text or "").strip()}\n']
    return failure("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module}': {error}", frames, place)


def of_import(module, error):
    return failure("Runtime.ImportModuleError", f"Unable to import module '{module}': {_message(error)}", _frames(error.__traceback__))


def failure(type_name, message, frames=(), place=None):
    lines = []
    for frame in frames:
        if isinstance(frame, str):
            lines.append(frame)
        else:
            lines.append(f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}\n    {(frame.line or "").strip()}\n')
            if frame.filename.startswith(TASK):
                place = {"path": frame.filename.removeprefix(TASK), "line": frame.lineno}
    return {"errorType": plain(type_name), "errorMessage": plain(message), "stackTrace": [plain(line) for line in lines], "at": place}


def log_text(failed):
    head = f"[ERROR] {failed['errorType']}: {failed['errorMessage']}"
    return head + ("\nTraceback (most recent call last):\n" + "".join(failed["stackTrace"]).rstrip() if failed["stackTrace"] else "")


def plain(text):
    """Half a character cannot be written as UTF-8; what it was stays readable."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _message(error):
    try:
        return str(error)
    except BaseException:  # whatever it does when it is asked
        return "(an exception whose text cannot be read)"


def _frames(tb):
    frames = traceback.extract_tb(tb)
    while frames and not frames[0].filename.startswith(TASK):
        frames.pop(0)
    # A deep recursion repeats itself; both ends tell the story.
    return frames if len(frames) <= 16 else [*frames[:8], *frames[-8:]]
