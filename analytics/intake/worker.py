"""The child process that parses what may be hostile: reads requests on stdin, answers in frames on stdout.

A request is a line of JSON (``op``, ``codec``, ``size``, limits) and ``size`` bytes. A frame is eight bytes of length
and JSON: ``{"part": …}`` any number of times, then ``{"end": true}`` or ``{"problem": [code, values]}``.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

import orjson

from analytics.problems import Problem

_OBJECTS_AT_ONCE = 200


def main() -> None:
    """Serve until stdin closes."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while line := requests.readline():
        request = orjson.loads(line)
        _limit_memory(request["memory"])
        _serve(request, requests.read(request["size"]), answers)


def _serve(request: dict[str, Any], data: bytes, answers: BinaryIO) -> None:
    try:
        for part in _parts(request, data):
            _send(answers, {"part": part})
        _send(answers, {"end": True})
    except Problem as e:
        _send(answers, {"problem": [e.code, dict(e.values)]})
    except MemoryError:
        _send(answers, {"problem": ["read_parse_memory", {}]})
        os._exit(1)
    except orjson.JSONDecodeError as e:
        if "memory" in str(e):
            _send(answers, {"problem": ["read_parse_memory", {}]})
            os._exit(1)
        _send(answers, {"problem": ["read_json", {"detail": str(e)}]})
    except BaseException as e:  # a panic of a Rust parser is no Exception
        _send(answers, {"problem": ["read_damaged", {"detail": type(e).__name__}]})


def _parts(request: dict[str, Any], data: bytes) -> Iterator[Any]:
    op = request["op"]
    if op == "xlsx":
        from analytics.intake.workbook import sheet_parts

        yield from sheet_parts(data, request["cells"])
    elif op == "json":
        objects = _objects(orjson.loads(data if request["codec"] == "utf-8" else data.decode(request["codec"])))
        for at in range(0, len(objects), _OBJECTS_AT_ONCE):
            yield objects[at : at + _OBJECTS_AT_ONCE]
    else:
        from analytics.intake import markup

        text = data.decode(request["codec"])
        yield markup.html_page(text) if op == "html" else markup.xml_page(text)


def _objects(value: Any) -> list[Any]:
    """The articles of a JSON value: a list, an object that holds one list of objects, or one object."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list) and v and all(isinstance(x, dict) for x in v)]
        return lists[0] if len(lists) == 1 and not isinstance(value.get("text"), str) else [value]
    return [value]


def _limit_memory(limit: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(answers: BinaryIO, value: Any) -> None:
    frame = orjson.dumps(value)
    answers.write(struct.pack(">Q", len(frame)))
    answers.write(frame)
    answers.flush()


if __name__ == "__main__":
    main()
