"""Where the rows of extracts come from: the same selects and loaders as the pages, a partition at a time."""

from data_access.annex3.figures import list_metric_totals, list_metrics
from data_access.database.snapshot import Snapshot
from data_access.question import Question
from data_access.tables.rows import Rows


def metric_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_metrics."""
    return iter(list_metrics(s, q))


def metric_total_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_metric_totals."""
    return iter(list_metric_totals(s, q))
