"""Two processes behind HAProxy (deploy/haproxy): one frozen, the database taken away, one killed, while a browser looks
at a page.
"""

import time

from drills.tools.behind import Scene, back_again, behind, drill
from drills.tools.browser import seen, stands_since
from drills.tools.dashboards import frozen
from drills.tools.figures import Figures
from drills.tools.processes import until
from drills.tools.proxies import answers


def run(figures: Figures) -> None:
    """The reader's page comes back with the same address and words each time, and nobody else notices."""
    with behind("haproxy") as scene:
        before = seen(scene.page)
        with frozen(scene.serving()):
            back_again(figures, scene, "process frozen", time.monotonic(), before)
        _until_ready(scene)
        _database_away(figures, scene)
        drill(figures, scene)


def _until_ready(scene: Scene) -> None:
    until(lambda: all(answers(f"{one.url}/readyz") for one in scene.servers), 60, "both processes are ready")


def _database_away(figures: Figures, scene: Scene) -> None:
    """No process is ready then; a page must still be had, and say so."""
    file = scene.database()
    aside = file.with_name("away.db")
    before = seen(scene.page)
    file.rename(aside)
    try:
        until(lambda: not answers(f"{scene.url}/readyz"), 30, "the outage is noticed")
        scene.page.wait_for_selector("[data-testid=stAlert]", timeout=30_000)
        stands_since(scene.page)
        time.sleep(5)  # time for checks to fail, if they do
        served = answers(f"{scene.url}/?lang=zh")
        figures.add("database away: others get a page", "yes" if served else "no", "yes", holds=served)
        told = scene.page.inner_text("[data-testid=stAlert]").strip()
        figures.add("database away: the open page says", told, "a warning", holds=bool(told))
        kept = seen(scene.page).words.endswith(before.words[-500:])
        figures.add(
            "database away: below it", "its last good copy" if kept else "else", "its last good copy", holds=kept
        )
    finally:
        aside.rename(file)
    _until_ready(scene)
    scene.page.wait_for_selector("[data-testid=stAlert]", state="detached", timeout=30_000)
    stands_since(scene.page)
