"""Files in, one committed version out.

``import_files`` reads, drops what is there already, extracts, writes parts, looks across the collection, commits;
``extract_again`` reads a collection again by the rules of today; ``load_demo`` brings the demonstration. Nothing is half
done: until the one commit the parts are orphans that nobody reads. The same files twice are one import: a run that was
killed after its commit is recognised by its key.
"""

from analytics.importing.files import content_key, extract_again, import_files, load_demo
from analytics.importing.work import DEMO, Progress, Stage, Stopped, silent

__all__ = [
    "DEMO",
    "Progress",
    "Stage",
    "Stopped",
    "content_key",
    "extract_again",
    "import_files",
    "load_demo",
    "silent",
]
