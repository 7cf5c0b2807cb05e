"""The child process that parses what may be hostile: reads requests on stdin, answers in frames on stdout.

A request is a line of JSON (``Request``) and ``size`` bytes. A frame is eight bytes of length and JSON:
``{"part": …}`` any number of times, then ``{"end": true}`` or ``{"problem": [code, values]}``.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from analytics.problems import Problem

Parts = Callable[[dict[str, Any], bytes], Iterator[Any]]
_OBJECTS_AT_ONCE = 200
_DEEPEST_LIST = 4


def main(parts: Parts | None = None) -> None:
    """Serve until stdin closes. ``parts``: what answers a request, given it and its bytes."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while line := requests.readline():
        request = orjson.loads(line)
        _limit_memory(request["memory"])
        _serve(parts or _parts, request, requests.read(request["size"]), answers)


def _serve(parts: Parts, request: dict[str, Any], data: bytes, answers: BinaryIO) -> None:
    try:
        for part in parts(request, data):
            _send(answers, {"part": part})
        _send(answers, {"end": True})
    except Problem as e:
        _send(answers, {"problem": [e.code, dict(e.values)]})
    except MemoryError:
        _send(answers, {"problem": ["read_parse_memory", {}]})
        os._exit(1)
    except orjson.JSONDecodeError as e:
        if "memory" in str(e):  # it says so in words alone
            _send(answers, {"problem": ["read_parse_memory", {}]})
            os._exit(1)
        _send(answers, {"problem": ["read_json", {"detail": str(e)}]})
    except OSError as e:
        _send(answers, {"problem": ["read_no_room", {"detail": e.strerror or type(e).__name__}]})
    except BaseException as e:  # a panic of a Rust parser is no Exception
        _send(answers, {"problem": ["read_damaged", {"detail": type(e).__name__}]})


def _parts(request: dict[str, Any], data: bytes) -> Iterator[Any]:
    op, most = request["op"], request["most"]
    if op == "package":
        yield from _package(request, data)
    elif op == "workbook":
        yield from _workbook(request, data)
    elif op == "pdf":
        from analytics.intake.pdf import pdf_page

        yield pdf_page(data, request["pages"], request["chars"])
    elif op == "json":
        objects = _objects(orjson.loads(data if request["codec"] == "utf-8" else data.decode(request["codec"])))
        for at in range(0, len(objects) if most is None else min(most, len(objects)), _OBJECTS_AT_ONCE):
            yield objects[at : at + _OBJECTS_AT_ONCE]
    else:
        from analytics.intake import markup

        text = data.decode(request["codec"])
        if op == "html_tables":
            yield from markup.html_tables(text)
        else:
            yield markup.html_page(text) if op == "html" else markup.xml_page(text)


def _package(request: dict[str, Any], data: bytes) -> Iterator[Any]:
    """``{"kind"}`` of the archive, then its parts. Raises Problem for an archive where ``folder`` is empty."""
    from analytics.intake.archive import check_office, kind_of, open_archive, unpack

    archive = open_archive(data, request["archive"])
    kind = kind_of(archive)
    if kind == "zip":
        if not request["folder"]:
            raise Problem.of("read_nested_archive")
        yield {"kind": kind}
        yield from unpack(archive, Path(request["folder"]))
        return
    check_office(archive)
    yield {"kind": kind}
    if kind == "docx":
        from analytics.intake.document import document_parts

        yield from document_parts(data, request["cells"])
    else:
        yield from _workbook(request, data)


def _workbook(request: dict[str, Any], data: bytes) -> Iterator[Any]:
    from analytics.intake.workbook import sheet_parts

    yield from sheet_parts(data, request["cells"], request["most"])


def _objects(value: Any) -> list[Any]:
    """The articles of a JSON value: a list, the one list of objects in an object (or in objects in it), or one object."""
    if isinstance(value, list):
        return value
    inside = [value]
    for _ in range(_DEEPEST_LIST):
        inside = (
            [v for x in inside for v in x.values()] if all(isinstance(x, dict) and _holds(x) for x in inside) else []
        )
        lists = [v for v in inside if isinstance(v, list) and v and all(isinstance(x, dict) for x in v)]
        if lists:
            return lists[0] if len(lists) == 1 else [value]
        inside = [v for v in inside if isinstance(v, dict)]
    return [value]


def _holds(value: dict[str, Any]) -> bool:
    """Whether the object holds articles, and is none itself."""
    return not isinstance(value.get("text"), str)


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
