"""One server process, many readers: how long a changed filter takes while 40 sessions change one every five seconds.

    python tests/bench/sessions.py [--articles 100000] [--sessions 40] [--every 5] [--seconds 60] [--home FOLDER]

Each session speaks Streamlit's own protocol over a websocket: it opens the overview, then chooses in the sidebar as the
browser would, and waits for its own answer. Time runs from the question to the last element of the page (the end of the
script, as the browser learns of it): the charts are there before that.

What is chosen is drawn from what people look at: any time or a year, none or one of the types, some more often than
others, so that popular views are shared; one change in ten is any of the sources, which mostly makes a view that nobody
had before. Sessions begin one after the other, and only changes after the last one has opened count. The target is p95 up
to 1.5 s on a machine with nothing else to do: the load of the machine is printed, and the CPU that the server took for a
change, which does not depend on the neighbours. Forty sessions that change every five seconds ask eight times a second: at
125 ms of CPU each the one process would be full.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from keeping import ratio
from loaded import NAME, load
from serving import served
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

APP = Path(__file__).resolve().parents[2] / "app.py"
TARGET = 1.5
WIDGETS = ("f_period", "f_types", "f_sources")
SELDOM = 0.1
"""Share of the changes that choose what hardly anybody else does."""
OPENING = 4
"""Readers come one after the other, over so many turns; what counts begins when all are there."""
PATIENCE = 120
"""Seconds after which a session that got no answer counts as lost."""


@dataclass
class Reader:
    """One session as a browser keeps it: the link, the page, and the boxes of the sidebar with their choices."""

    socket: Any
    rng: random.Random
    query: str = f"data={NAME}"
    page: str = ""
    boxes: dict[str, Any] = field(default_factory=dict)
    failed: int = 0

    async def ask(self, **chosen: str | list[str]) -> float:
        """Sends the boxes that were changed; seconds until the script has finished."""
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_script_hash = self.query, self.page
        for key, value in chosen.items():
            state = run.widget_states.widgets.add(id=self.boxes[key].id)
            if isinstance(value, str):
                state.string_value = value
            else:
                state.string_array_value.data.extend(value)
        began = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not self._take(ForwardMsg.FromString(await self.socket.recv())):
                pass
        return time.perf_counter() - began

    def _take(self, message: ForwardMsg) -> bool:
        """Keeps what the next question needs; whether it was the last message of a run."""
        match message.WhichOneof("type"):
            case "new_session":
                self.page = message.new_session.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                kind = element.WhichOneof("type")
                if kind in ("selectbox", "multiselect"):
                    box = getattr(element, kind)
                    self.boxes |= {key: box for key in WIDGETS if box.id.endswith(f"-{key}")}
                self.failed += kind == "exception"
            case "script_finished":
                return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return False

    async def change(self) -> float:
        """Another period, other types, or another source."""
        if self.rng.random() < SELDOM:
            return await self.ask(f_sources=[self.rng.choice(list(self.boxes["f_sources"].options))])
        if self.rng.random() < 0.6:
            return await self.ask(f_period=self._often(list(self.boxes["f_period"].options)[:-1]))
        options = sorted(self.boxes["f_types"].options, key=lambda o: o.partition(" ")[0])
        return await self.ask(f_types=[self._often(options)] if options and self.rng.random() < 0.6 else [])

    def _often(self, options: list[str]) -> str:
        """The first ones more often than the last."""
        return self.rng.choices(options, [1 / (n + 1) for n in range(len(options))])[0]


async def _session(address: str, number: int, args: argparse.Namespace, times: list[float], opened: list[float]) -> int:
    rng = random.Random(number)
    await asyncio.sleep(OPENING * args.every * number / args.sessions)
    url = f"{address.replace('http', 'ws')}/_stcore/stream"
    async with connect(url, subprotocols=["streamlit"], origin=address, max_size=None) as socket:  # type: ignore[arg-type,list-item]
        reader = Reader(socket, rng)
        opened.append(await reader.ask())
        end = None
        while end is None or time.monotonic() < end:
            began = time.monotonic()
            took = await reader.change()
            if end is not None:
                times.append(took)
            elif len(opened) == args.sessions:  # all are there: from now on it counts
                end = time.monotonic() + args.seconds
            await asyncio.sleep(max(0.0, args.every * rng.uniform(0.9, 1.1) - (time.monotonic() - began)))
        return reader.failed


async def _all(
    address: str, args: argparse.Namespace, server: psutil.Process
) -> tuple[list[float], list[float], int, float]:
    """Seconds of the changes and of the openings, how often an answer was an error, CPU seconds of the changes."""
    async with connect(f"{address.replace('http', 'ws')}/_stcore/stream", subprotocols=["streamlit"], origin=address,  # type: ignore[arg-type,list-item]
                       max_size=None) as socket:  # fmt: skip
        first = await Reader(socket, random.Random(0)).ask()
        print(f"first reader of a fresh server: {first:.1f} s", flush=True)
    times: list[float] = []
    opened: list[float] = []
    spent: list[float] = []

    async def cpu() -> None:
        """From the first change that counts to the last."""
        while not times:
            await asyncio.sleep(0.05)
        spent.append(sum(server.cpu_times()[:2]))

    *failed, _ = await asyncio.gather(*(_session(address, n, args, times, opened) for n in range(args.sessions)), cpu())
    return times, opened, sum(n or 0 for n in failed), sum(server.cpu_times()[:2]) - spent[0]


def main() -> None:
    """Builds what is missing, measures, prints a table."""
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("--articles", type=int, default=100_000)
    cli.add_argument("--sessions", type=int, default=40)
    cli.add_argument("--every", type=float, default=5.0)
    cli.add_argument("--seconds", type=float, default=60.0)
    cli.add_argument("--home", type=Path, help="keeps the collection for the next time")
    cli.add_argument("--keep", action="store_true", help="writes the ratio into docs/measured and the docs")
    args = cli.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = (args.home or Path(folder)) / str(args.articles)
        home.mkdir(parents=True, exist_ok=True)
        load(home, args.articles).close()
        with served(APP, home) as address:
            server = next(c for c in psutil.Process().children() if "streamlit" in " ".join(c.cmdline()))
            times, opened, failed, cpu = asyncio.run(_all(address, args, server))
    cuts = statistics.quantiles(times, n=100)
    print(f"{3 * args.articles:,} activities, {args.sessions} sessions, a change every {args.every:g} s for {args.seconds:g} s")
    print(f"{'':10} {'number':>7} {'p50 s':>7} {'p95 s':>7} {'worst':>7}")
    print(f"{'changes':10} {len(times):>7} {cuts[49]:>7.2f} {cuts[94]:>7.2f} {max(times):>7.2f}   target p95 {TARGET}")
    print(f"CPU of the server for a change: {1000 * cpu / len(times):.0f} ms; load of the machine: "
          f"{' '.join(f'{n:.1f}' for n in os.getloadavg())} on {os.cpu_count()} processors")  # fmt: skip
    if args.keep:
        what, size = f"p95 of {args.sessions} readers to its aim", f"{3 * args.articles:,} activities"
        ratio(what, size, f"{cuts[94]:.2f} s", f"{TARGET} s", cuts[94] / TARGET, 1, less=True)
    print(f"{'openings':10} {len(opened):>7} {statistics.median(opened):>7.2f} {'':7} {max(opened):>7.2f}   failed {failed}")


if __name__ == "__main__":
    main()
