"""Long work in a process of its own: it goes on when the page is closed, can be stopped, and says how far it is.

``submit`` puts a request on the board and starts a worker; ``jobs`` lists what there is; ``tend`` starts again what a
crash has cut short. The board is a table of the workspace: whoever looks sees the same.
"""

from analytics.jobs.board import ACTIVE, JobInfo, dismiss, job, jobs, stop, submit, tend, try_again
from analytics.jobs.incoming import Incoming, incoming, sweep_incoming
from analytics.jobs.request import Request

__all__ = [
    "ACTIVE", "Incoming", "JobInfo", "Request", "dismiss", "incoming", "job", "jobs", "stop", "submit",
    "sweep_incoming", "tend", "try_again",
]  # fmt: skip
