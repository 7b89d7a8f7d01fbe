"""The table of tips, in a file and on the screen."""

from typing import Final

from data_access.tables.columns import Column, within
from data_access.tables.table import Table, counts
from data_access.tips.counts import TIP_RATES, TipSums, list_tips

TIPS: Final = Table(
    "tips-summary",
    list_tips,
    columns=(
        Column("channel", "channel_or_total", "code", "plain"),
        Column("channel", "channel.code", "code", "people"),
        Column("channel_name", "channel.{lang}"),
        *within("counts", *counts(*TipSums._fields, words="tip")),
        *(
            Column(
                f"{name}_rate",
                f"counts.{n}",
                "rate",
                words=f"tip_{name}_rate",
                definition=f"tip_{name}",
                of=f"counts.{d}",
            )
            for name, (n, d) in TIP_RATES.items()
        ),
    ),
    about="tips",
)
