"""``jushi``: the same functions for the shell. Exit status: 0 all done, 1 something was refused, 2 wrong use."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from analytics import __version__
from analytics.contract import dumps
from analytics.messages import Language, say
from analytics.problems import Problem
from analytics.settings import settings

if TYPE_CHECKING:
    from analytics.quality.changes import Change

FILES = click.Path(path_type=Path)
Progress = Callable[[int, int], None]
SHOWN = 20
"""Reasons shown on a terminal when no error report is asked for."""


def language() -> Language:
    """The language of this command: ``JUSHI_LANGUAGE``, Chinese by default."""
    return settings().language


def tell(key: str, **values: object) -> None:
    """A line for the user on standard error."""
    click.echo(say(key, language(), **values), err=True)


class Commands(click.Group):
    """Turns every Problem into one clear line and the exit status that is documented."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; wrong input is wrong use (2)."""
        try:
            return super().invoke(ctx)
        except Problem as problem:
            click.echo(problem.text(language()), err=True)
            ctx.exit(2)
        except OSError as e:
            click.echo(
                Problem.of("not_writable", str(e.filename or ""), detail=e.strerror or e).text(language()), err=True
            )
            ctx.exit(2)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere; it takes (done, total)."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label=say("cli.working", language()), file=sys.stderr) as bar:

        def step(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield step


def existing(paths: tuple[Path, ...]) -> list[Path]:
    """The paths, all of which must be there."""
    for path in paths:
        if not path.exists():
            raise Problem.of("no_such_file", str(path))
    return list(paths)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jushi")
def main() -> None:
    """据实: every number goes back to its sentence."""


@main.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option("-o", "--output", required=True, type=FILES, help="Articles, one JSON line each.")
@click.option("--errors", type=FILES, help="What was refused and why, one JSON line each.")
@click.option("--cuts", type=FILES, help="What was cut from each page, one JSON line an article.")
def read(files: tuple[Path, ...], output: Path, errors: Path | None, cuts: Path | None) -> None:
    """Read FILES of any supported format into articles."""
    from analytics.intake.command import read_to

    with tempfile.TemporaryDirectory() as folder, progress_bar() as step:
        told, kept = errors or Path(folder) / "errors.jsonl", cuts or Path(folder) / "cuts.jsonl"
        done = read_to(existing(files), output, told, kept, step)
        reasons = [_reason(line) for line in _lines(told, SHOWN)]
        _tell_readings(_lines(kept))
    tell("cli.read_done", articles=done.articles, refused=done.refused.total(), warnings=done.warned.total())
    _finish(done.refused.total(), errors, reasons)


def _tell_readings(readings: Iterator[dict[str, Any]]) -> None:
    """The encodings of the files, and the first warnings."""
    encodings: dict[str, str] = {}
    warnings: list[str] = []
    for reading in readings:
        encodings[reading["file"]] = reading["encoding"] or "-"
        warnings += [w[language()] for w in reading["warnings"]] if len(warnings) < SHOWN else []
    for encoding, count in Counter(encodings.values()).most_common():
        tell("cli.encoding", encoding=encoding, files=count)
    for warning in warnings[:SHOWN]:
        tell("cli.warning", text=warning)


def _lines(path: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        for line in islice(lines, limit):
            yield orjson.loads(line)


@main.command()
@click.argument("articles", type=FILES)
@click.option("-o", "--output", required=True, type=FILES, help="Extractions, one JSON line an article.")
@click.option("--errors", type=FILES, help="Lines that were not processed and why, one JSON line each.")
@click.option("--places", multiple=True, type=FILES, help="Places that the gazetteer lacks (CSV).")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True)
@click.option("--master", default="local[*]", show_default=True, help="Address of the Spark cluster.")
@click.option("--shared", type=FILES, help="Folder that all machines of the cluster see, for the time of the work.")
def extract(
    articles: Path, output: Path, errors: Path | None, places: tuple[Path, ...], workers: int, engine: str, master: str,
    shared: Path | None,
) -> None:  # fmt: skip
    """Extract the activities of ARTICLES (JSON Lines)."""
    from analytics.batch import extract_command
    from analytics.batch.rules import FromRules
    from analytics.batch.spark import cluster

    [path] = existing((articles,))
    with progress_bar() as step:
        maker = FromRules(tuple(p.resolve() for p in existing(places)))
        wanted = cluster(master, shared) if engine == "spark" else None
        done = extract_command(path, output, errors, maker, workers, step, wanted)
    tell("cli.extract_done", done=done.done, failed=done.failed)
    _finish(done.failed, errors, [p.text(language()) for p in done.problems[:SHOWN]])


@main.command()
@click.argument("cases", type=FILES)
@click.option("-o", "--output", required=True, type=FILES, help="Dates, one JSON line a case.")
def dates(cases: Path, output: Path) -> None:
    """Read every time expression of CASES (JSON Lines of text and reference_date); a bad line is answered with none."""
    from analytics.extract.when.command import Dates
    from analytics.files import replacing
    from analytics.rules import load_rules

    [path] = existing((cases,))
    reader = Dates(load_rules(settings().data / "rules"))
    reasons: list[str] = []
    done = 0
    with path.open("rb") as lines, replacing(output) as out:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                out.write(reader.answer(line, number) + b"\n")
                done += 1
            except Problem as problem:
                out.write(b'{"dates":[]}\n')
                reasons.append(problem.text(language()))
    tell("cli.dates_done", done=done, failed=len(reasons))
    _finish(len(reasons), None, reasons[:SHOWN])


@main.command("import")
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option("--dataset", required=True, help="Name of the collection.")
@click.option("--places", multiple=True, type=FILES, help="Places that the gazetteer lacks (CSV).")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
def import_files(files: tuple[Path, ...], dataset: str, places: tuple[Path, ...], workers: int) -> None:
    """Read, extract and commit FILES as one new version of a collection."""
    from analytics.importing import import_files as run
    from analytics.ui.access import operator

    with progress_bar() as step:
        report = run(
            existing(files), dataset, places=existing(places), workers=workers, who=operator().id,
            progress=lambda stage, done, total: step(done, total) if stage == "extracting" else None,
        )  # fmt: skip
    for line in report.lines(language()):
        click.echo(line)
    raise SystemExit(1 if report.refused else 0)


@main.command()
def demo() -> None:
    """Load the demonstration collection, on the first start only."""
    from analytics.importing import load_demo

    report = load_demo()
    if report is None:
        tell("cli.demo_there")
    else:
        tell("cli.demo_loaded", articles=report.added, activities=report.activities)


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port on this machine.")
@click.option("--open/--no-open", "opens", default=True, help="Open the browser when there is a desktop.")
def serve(port: int, opens: bool) -> None:
    """Serve the dashboard on this machine, and open it in the browser."""
    from analytics.serving import serve as run

    tell("cli.serving", address=f"http://127.0.0.1:{port}")
    raise SystemExit(run(port, opens))


@main.command()
@click.option("--link", required=True, help="Link of a page: what the report is of.")
@click.option("-o", "--output", required=True, type=FILES, help="The report: FILE.docx or FILE.html.")
@click.option("--title", default="", help="Its title; the filters by default.")
@click.option("--parts", default="", help="Its parts, with commas between; all by default.")
def report(link: str, output: Path, title: str, parts: str) -> None:
    """Write what a link shows as a document in which each number has its sentences."""
    from analytics.share.command import write_report

    wanted = [part.strip() for part in parts.split(",") if part.strip()]
    told = write_report(link, output, language=language(), title=title, parts=wanted)
    tell(
        "cli.report_done", path=output, activities=told.figures[0].count, fingerprint=told.fingerprint[:16],
        sentences=len(told.activities) + len(told.standing),
    )  # fmt: skip


@main.command("export")
@click.option("--link", required=True, help="Link of a page: what is exported.")
@click.option("--as", "form", required=True, help="csv, xlsx, jsonl or package.")
@click.option("-o", "--output", required=True, type=FILES, help="The file.")
def export_command(link: str, form: str, output: Path) -> None:
    """Write the records behind a link for other programs."""
    from analytics.share.exports.about import left_out
    from analytics.share.exports.command import write_export

    content, counting = write_export(link, form, output, language=language())
    tell("cli.export_done", path=output, activities=f"{counting.written['activities']:,}")
    for line in left_out(content):
        click.echo(line, err=True)


@main.command("ledger")
@click.option("--link", required=True, help="Link of a page: which activities.")
@click.option("--template", "form", required=True, help="The form: an .xlsx file, or the name of one that is kept.")
@click.option("-o", "--output", required=True, type=FILES, help="The filled form.")
def ledger_command(link: str, form: str, output: Path) -> None:
    """Write the activities behind a link into a form of your own."""
    from analytics.share.ledger.command import write_ledger
    from analytics.ui.access import operator

    done = write_ledger(link, form, output, language=language(), who=operator().id)
    tell("cli.ledger_done", path=output, rows=f"{len(done.rows):,}")


@main.command()
@click.argument("file", type=FILES)
def backup(file: Path) -> None:
    """Write everything (collections, versions, what people said and saved) into FILE (ZIP)."""
    from analytics.backup import back_up
    from analytics.store.workspace import open_workspace

    found = back_up(open_workspace(), file, datetime.now(UTC))
    tell("backup.done", path=file, **found.counts)


@main.command("verify-backup")
@click.argument("file", type=FILES)
def verify_backup(file: Path) -> None:
    """Read all of a backup and compare it with its hashes."""
    from analytics.backup import verify

    found = verify(file)
    tell("backup.sound", made=found.made, files=len(found.files), **found.counts)


@main.command()
@click.argument("file", type=FILES)
@click.option("--home", type=FILES, help="Where to; the folder of the settings by default.")
@click.option("--replace", is_flag=True, help="Replace what is there; it is backed up beside the folder first.")
def restore(file: Path, home: Path | None, replace: bool) -> None:
    """Put a backup back."""
    from analytics.backup import restore as put_back

    folder = home or settings().home
    found, kept = put_back(file, folder, datetime.now(UTC), replace)
    if kept:
        tell("backup.kept", path=kept)
    tell("backup.restored", home=folder, **found.counts)


@main.command("masks")
@click.argument("dataset")
@click.option("--names", help="Whose names are masked: none, served (told without an office) or all.")
@click.option("--for", "audience", help="For whom: guests, or exports (guests and whatever is taken away).")
def masks_command(dataset: str, names: str | None, audience: str | None) -> None:
    """Show or change whose names a collection masks."""
    from analytics.privacy.command import masks
    from analytics.ui.access import operator

    click.echo(masks(dataset, names, audience, operator().id, language()))


@main.command("audit")
@click.option("--who", default="", help="Only what this person did.")
@click.option("--action", default="", help="Only this, by its code: version.import, saved.delete …")
@click.option("--dataset", default="", help="Only of this collection.")
@click.option("--since", default="", help="From this day on: 2026-03-05.")
@click.option("--until", default="", help="Up to this day, itself included.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Rows shown, the newest first.")
@click.option("--csv", "path", type=FILES, help="Write all of them into this file (CSV) instead.")
@click.option("--check", is_flag=True, help="Look whether the log is whole: status 1 when it is not.")
def audit_command(
    who: str, action: str, dataset: str, since: str, until: str, limit: int, path: Path | None, check: bool
) -> None:
    """Show who did what, when, with what was there before and after."""
    from analytics.share.audited import asked, check_log, lines, write_csv
    from analytics.store.workspace import open_workspace

    space = open_workspace()
    wanted = asked(who, action, dataset, since, until)
    if check:
        text, whole = check_log(space, language())
        click.echo(text)
        raise SystemExit(0 if whole else 1)
    if path:
        tell("cli.audit_written", path=path, count=f"{write_csv(space, wanted, path, language()):,}")
        return
    for line in lines(space, wanted, limit, language()):
        click.echo(line)


@main.group()
def people() -> None:
    """Who may do what in team mode: give roles, take them away, list them."""


@people.command("add")
@click.argument("person")
@click.option("--role", required=True, help="viewer, analyst, reviewer or admin.")
@click.option("--dataset", default="*", show_default=True, help="Name of the collection; * for all.")
def people_add(person: str, role: str, dataset: str) -> None:
    """Give PERSON (an e-mail address, or the account used for signing in) a role."""
    from analytics.access import give, role_of
    from analytics.store.workspace import open_workspace
    from analytics.ui.access import operator

    given = give(open_workspace(), person, dataset, role_of(role), operator().id)
    tell("cli.people_given", who=given.person, role=say(f"role.{given.role}", language()), dataset=dataset)


@people.command("remove")
@click.argument("person")
@click.option("--dataset", default="*", show_default=True, help="Name of the collection; * for the role in all.")
def people_remove(person: str, dataset: str) -> None:
    """Take a role from PERSON; it holds within seconds, in every process."""
    from analytics.access import revoke
    from analytics.store.workspace import open_workspace
    from analytics.ui.access import operator

    revoke(open_workspace(), person, dataset, operator().id)
    tell("cli.people_revoked", who=person, dataset=dataset)


@people.command("list")
def people_list() -> None:
    """List all roles: person, collection, role, who gave it, when."""
    from analytics.access import every_grant
    from analytics.store.workspace import open_workspace

    for name in sorted(settings().administrators):
        click.echo(f"{name}\t*\tadmin\tJUSHI_ADMINS")
    for one in every_grant(open_workspace()):
        click.echo(f"{one.person}\t{one.dataset}\t{one.role}\t{one.given_by}\t{one.given_at:%Y-%m-%d %H:%M}")


@main.group()
def tokens() -> None:
    """Tokens for programs that read the API in team mode: make one for somebody, revoke it, list them."""


@tokens.command("add")
@click.argument("person")
@click.option("--name", required=True, help="What it is for.")
@click.option("--dataset", default="*", show_default=True, help="Name of the one collection; * for all that PERSON may see.")
@click.option("--role", default="viewer", show_default=True, help="viewer (JSON) or analyst (CSV too).")
@click.option("--days", default=90, show_default=True, help="Days after which it ends.")
def tokens_add(person: str, name: str, dataset: str, role: str, days: int) -> None:
    """Make a token for PERSON and print it, this once."""
    from analytics.access import make_token, role_of
    from analytics.store.workspace import open_workspace
    from analytics.ui.access import operator

    made, secret = make_token(open_workspace(), person, name, dataset, role_of(role), days, operator().id)
    tell("cli.token_made", who=made.person, name=made.name, id=made.id, expires=f"{made.expires_at:%Y-%m-%d}")
    click.echo(secret)


@tokens.command("revoke")
@click.argument("number", type=int)
def tokens_revoke(number: int) -> None:
    """End the token of this number at once."""
    from analytics.access import revoke_token
    from analytics.store.workspace import open_workspace
    from analytics.ui.access import operator

    ended = revoke_token(open_workspace(), number, operator().id)
    tell("cli.token_revoked", id=ended.id, name=ended.name)


@tokens.command("list")
def tokens_list() -> None:
    """List all tokens: number, person, name, collection, role, end, last use, whether revoked."""
    from analytics.access import every_token
    from analytics.store.workspace import open_workspace

    for one in every_token(open_workspace()):
        used = f"{one.used_at:%Y-%m-%d %H:%M}" if one.used_at else "-"
        revoked = f"{one.revoked_at:%Y-%m-%d %H:%M}" if one.revoked_at else "-"
        click.echo(
            f"{one.id}\t{one.person}\t{one.name}\t{one.dataset}\t{one.role}\t{one.expires_at:%Y-%m-%d}\t{used}\t{revoked}"
        )


@main.group()
def guests() -> None:
    """Links for people without an account in team mode: list them, revoke one. They are made on the page of saved views."""


@guests.command("list")
def guests_list() -> None:
    """List all guest links: number, name, collection, version, page, end, last use, whether revoked."""
    from analytics.access import guests as every
    from analytics.store.workspace import open_workspace

    for one in every(open_workspace()):
        used = f"{one.used_at:%Y-%m-%d %H:%M}" if one.used_at else "-"
        revoked = f"{one.revoked_at:%Y-%m-%d %H:%M}" if one.revoked_at else "-"
        told = (one.id, one.name, one.dataset, one.version, one.address, f"{one.expires_at:%Y-%m-%d}", used, revoked)
        click.echo("\t".join(map(str, told)))


@guests.command("revoke")
@click.argument("number", type=int)
def guests_revoke(number: int) -> None:
    """End the guest link of this number; it holds within seconds, also in pages that are open."""
    from analytics.access import dismiss_guest
    from analytics.store.workspace import open_workspace
    from analytics.ui.access import operator

    ended = dismiss_guest(open_workspace(), number, operator().id)
    tell("cli.guest_revoked", id=ended.id, name=ended.name)


@main.command("check-rules")
@click.option("--rules", type=FILES, help="Folder of the tables; the project's own by default.")
def check_rules_command(rules: Path | None) -> None:
    """Report every fault of the rule tables by file, row and column."""
    from analytics.rules import check_rules, load_rules
    from analytics.rules.tables import TABLES

    folder = rules or settings().data / "rules"
    existing((folder,))
    faults = check_rules(folder)
    for f in faults:
        click.echo(say("cli.fault", language(), file=f.file, row=f.row, column=f.column, message=f.message))
    if faults:
        tell("cli.rules_faulty", faults=len(faults))
        raise SystemExit(1)
    tell("cli.rules_sound", tables=len(TABLES), version=load_rules(folder).version)


@main.command("diff-rules")
@click.argument("old", type=FILES)
@click.argument("new", type=FILES)
@click.option("--dataset", default="demo", show_default=True, help="Collection whose articles are read by both.")
@click.option("--articles", type=FILES, help="Articles (JSON Lines) instead of a collection.")
@click.option("-o", "--output", type=FILES, help="Every change, one JSON line each.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
def diff_rules(old: Path, new: Path, dataset: str, articles: Path | None, output: Path | None, workers: int) -> None:
    """Read the same articles by two folders of rule tables: which activities appear, vanish, change."""
    from analytics.files import replacing
    from analytics.quality.comparing import Compared, change_line, collection, compare, lines

    existing((old, new, *((articles,) if articles else ())))
    counts = Compared()
    with ExitStack() as stack:
        out = stack.enter_context(replacing(output)) if output else None
        for article, found in compare(
            lambda: lines(articles) if articles else collection(dataset), old, new, counts, workers
        ):
            click.echo(say("cli.diff_article", language(), title=article.title or "-", id=article.id))
            for change in found:
                _show_change(change)
                if out:
                    out.write(dumps(change_line(article, change)) + b"\n")
    tell("cli.diff_done", articles=counts.articles, changed=counts.changed, **counts.by_what)
    _finish(len(counts.failed), None, [p.text(language()) for p in counts.failed[:SHOWN]])


def _show_change(change: Change) -> None:
    """What happened to an activity, the fields that differ, and its sentences."""
    types = "、".join(say(f"type.{t}", language()) for t in change.activity.types)
    kind = say(f"kind.{change.activity.kind}", language())
    click.echo("  " + say(f"cli.diff_{change.what}", language(), kind=kind, types=types))
    for d in change.differences:
        click.echo("    " + say("cli.diff_field", language(), field=d.field, old=d.old, new=d.new))
    for span in change.sentences:
        click.echo(f"    [{span.start}:{span.end}] {span.quote}")


def _reason(line: dict[str, Any]) -> str:
    """File, row, reason and what to do out of a line of the error report."""
    end = "_en" if language() == "en" else ""
    where = f"{line['file']}:{line['row']}" if line["row"] else line["file"]
    return f"{where}: {line['reason' + end]} {line['do' + end]}"


def _finish(refused: int, errors: Path | None, reasons: list[str]) -> None:
    """Says where the reasons are, or the first of them, and ends with the documented status."""
    if not refused:
        return
    if errors is not None:
        tell("cli.see_errors", path=errors)
    else:
        for reason in reasons:
            click.echo(reason, err=True)
        if refused > len(reasons):
            tell("cli.more_reasons", more=refused - len(reasons))
    raise SystemExit(1)
