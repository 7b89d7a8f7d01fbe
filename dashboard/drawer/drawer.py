"""The drawer of a page load: the case of the address's item, at the page's as-of instant."""

from dashboard import access, errors
from dashboard.addresses import address
from dashboard.addresses.href import href
from dashboard.data import reader
from dashboard.drawer import panel
from dashboard.marks import component
from dashboard.parts import styles
from dashboard.parts.links import extract_url
from dashboard.view import View
from data_access.cases.case import Case
from data_access.cases.finding import find


def draw(view: View) -> None:
    """Draw the drawer; nothing where the address names no item. It stays open while the page refreshes, and is told
    anew at each as-of instant.
    """
    item = address.item()
    if item:
        styles.draw("drawer.css")
    element = _told(view, item) if item else ""
    settings = {"escape": href(view, item=""), "focus": panel.heading_id(item), "mark": item} if item else {}
    component.draw(element, "drawer", settings)


def _told(view: View, item: str) -> panel.Element:
    close = href(view, item="")
    try:
        case = reader.read(find, view, item, view.lang)
    except reader.NoAnswerError as error:
        return panel.sentence(view, item, view.t(f"shell.error.{error.why}"), close)
    except Exception as error:
        number = errors.report(error)
        return panel.sentence(view, item, view.t("drawer.failed", number=number), close)
    file = case and case.file
    if case is None or (file and not access.opens_file(access.current(), file.name)):
        return panel.sentence(view, item, view.t("drawer.nothing"), close)
    return panel.panel(view, case, _links(view, case, close))


def _links(view: View, case: Case, close: str) -> panel.Links:
    file = case.file
    rows = extract_url(view.asking(file.question), file.name) if file is not None else ""
    filters = view.question.of_cities(case.city).filters
    city = href(view, "city", filters=filters) if case.city and view.page != "city" else ""
    return panel.Links(close, lambda item: href(view, item=item), rows, city)
