"""The Documents view of the chat: what is indexed, the last receipt, a rescan, and files that are dropped on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from app import library_cards
from app.library import Library, Outcome, Run
from app.page import gradio
from ingest.errors import RapporteurError
from ingest.steps import Progress

EVERY_S = 0.3  # between two looks at how far a run is
CSS = """
#documents-view {gap: 14px}
#documents-view p {margin: 0} #documents-view .html-container {padding: 0}
#rescan {flex-grow: 0; border: 1px solid var(--border-color-primary)}
#indexed p {font-size: .95rem}
#documents-view {--warning: #b3261e}
.dark #documents-view {--warning: #f2a7a0}
#documents-view .problem, #documents-view .warned summary, #documents-view td.warned, #table .warned * {
  color: var(--warning)}
#tabs button[aria-selected=true] {color: var(--link-text-color)}
#documents-view .problem::before {content: "! "}
#documents-view .quiet, #documents-view small, #documents-view small * {color: var(--quiet)}
#progress progress {appearance: none; width: 100%; height: 8px; border: 0; border-radius: 4px; overflow: hidden;
  background: var(--border-color-primary)}
#progress progress::-webkit-progress-bar {background: var(--border-color-primary)}
#progress progress::-webkit-progress-value {background: var(--accent)}
#progress progress::-moz-progress-bar {background: var(--accent)}
#drop .download {display: none} #drop .empty {min-height: 140px !important}
#progress p {overflow-wrap: anywhere; font-size: .95rem; font-variant-numeric: tabular-nums}
#receipt h2 {font-size: 1.05rem; font-weight: 650; margin: 0 0 .3rem}
#receipt details {margin: .4rem 0}
#receipt summary {cursor: pointer; overflow-wrap: anywhere}
#receipt ul {margin: .2rem 0 .4rem; padding-inline-start: 1.4rem; max-height: 16rem; overflow-y: auto}
#receipt li {list-style: disc; overflow-wrap: anywhere; font-size: .92rem}
#receipt code {overflow-wrap: anywhere} #receipt details p {font-size: .92rem; margin: .2rem 0}
#receipt section {border: 1px solid var(--border-color-primary); border-radius: 6px; padding: .65rem .85rem .75rem;
  background: var(--block-background-fill)}
#find label {display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center}
#find input {flex: 1 1 220px; max-width: 26rem; padding: 7px 10px; border: 1px solid var(--border-color-primary);
  border-radius: 6px; background: var(--input-background-fill); color: var(--body-text-color); font-size: 1rem}
#find input::placeholder {color: var(--quiet)}
#find output {color: var(--quiet); font-size: .9rem}
#table .listed {overflow: auto; max-height: 75vh; border: 1px solid var(--border-color-primary); border-radius: 6px}
#table .listed:focus-visible, #table button:focus-visible, #find input:focus-visible {outline: 2px solid var(--accent)}
#table table {border-collapse: separate; border-spacing: 0; width: 100%; min-width: 1080px; table-layout: fixed;
  font-size: .88rem; line-height: 1.4; margin: 0; padding: 0; border: 0}
#table th, #table td {padding: .45rem .55rem; text-align: start; vertical-align: top; font-weight: 400; border: 0;
  border-bottom: 1px solid var(--border-color-primary); overflow-wrap: anywhere}
#table thead th {position: sticky; top: 0; background: var(--background-fill-secondary); z-index: 1; padding: 0;
  width: 8%}
#table thead th:first-child {width: 23%} #table thead th:last-child {width: 15%}
#table thead th:nth-child(2) {width: 10%} #table thead th:nth-child(3) {width: 9%} #table thead th:nth-child(4) {width: 12%} #table thead th.number {width: 7%}
#table thead th:not([aria-sort]) button::after {content: "↕"; opacity: .45; font-size: .75em;
  margin-inline-start: 2px}
#table tr {border: 0}
#table thead button {width: 100%; font-size: .88rem; padding: .45rem .55rem; text-align: inherit; font-weight: 600; color: inherit;
  background: none; border: 0; cursor: pointer; overflow-wrap: normal}
#table .number {text-align: end; font-variant-numeric: tabular-nums}
#table [aria-sort=ascending] button::after {content: " ↑"} #table [aria-sort=descending] button::after {content: " ↓"}
#table tbody th > bdi {font-weight: 550}
#table small {display: block; font-size: .82rem}
@media (max-width: 700px) {
  #table table, #table tbody {display: block; min-width: 0} #table thead {display: none}
  #table tbody tr {display: block; padding: .55rem .65rem; border-bottom: 1px solid var(--border-color-primary)}
  #table tbody th, #table td {display: inline; border: 0; padding: 0; text-align: start}
  #table tbody th {display: block} #table td:not(:empty)::after {content: " · "; color: var(--quiet)}
  #table td:nth-child(5):not(:empty)::before {content: "session "} #table td:last-child {display: block}
  #table td:nth-child(8):not(:empty)::before {content: "pages "} #table td:nth-child(9)::before {content: "passages "}
  #table td:nth-child(9)::after {content: "" !important}
  #table td:last-child::after {content: ""}
}
#table tbody tr[hidden], #table .more[hidden] {display: none}
#table .more {display: block; margin: .5rem auto; padding: .3rem .8rem; border: 1px solid var(--border-color-primary);
  border-radius: 6px; cursor: pointer}
"""
SEARCH = (
    '<label>Find in the table <input type="search" id="wanted" autocomplete="off" '
    'placeholder="a title, symbol, holder, year …"><output for="wanted"></output></label>'
)
# Sorts and filters in the browser: some thousand rows need not travel for each letter. Of what fits, only so many rows
# are drawn at first, more when one scrolls to their end: drawing thousands takes a browser a second.
SCRIPT = """
const wanted = () => document.getElementById("wanted");
const rows = () => [...element.querySelectorAll("tbody tr")];
const folded = text => text.normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase();
let sorted = null, texts = new WeakMap(), most = STEP;
const textOf = row => {
  if (!texts.has(row)) texts.set(row, folded([...row.cells].map(cell => cell.textContent).join(" ")));
  return texts.get(row);
};
const filter = () => {
  const words = folded(wanted()?.value ?? "").split(/\\s+/).filter(Boolean), all = rows();
  let found = 0;
  for (const row of all) {
    const fits = words.every(word => textOf(row).includes(word));
    found += fits;
    const hidden = !fits || found > most;
    if (row.hidden !== hidden) row.hidden = hidden;
  }
  const more = element.querySelector(".more");
  if (more) more.hidden = found <= most;
  const said = document.querySelector("#find output");
  if (said) said.textContent = words.length ? `${found.toLocaleString("en")} of ${all.length.toLocaleString("en")}` : "";
};
const sort = () => {
  if (!sorted) return;
  const {column, down} = sorted, collator = new Intl.Collator("en", {numeric: true, sensitivity: "base"});
  const key = row => row.cells[column].dataset.order ?? row.cells[column].textContent;
  const keyed = rows().map(row => [key(row), row]);
  keyed.sort(([a], [b]) => (a === "") - (b === "") || collator.compare(a, b) * (down ? -1 : 1));
  element.querySelector("tbody").append(...keyed.map(([, row]) => row));
  element.querySelectorAll("thead th").forEach((head, at) =>
    at === column ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort"));
};
element.addEventListener("click", event => {
  if (event.target.closest(".more")) { most = Infinity; filter(); }
  const head = event.target.closest("thead th");
  if (!head) return;
  const column = head.cellIndex;
  sorted = {column, down: sorted?.column === column && !sorted.down};
  sort(); filter();
});
element.addEventListener("scroll", event => {
  const {scrollTop, clientHeight, scrollHeight} = event.target;
  if (scrollTop + clientHeight > scrollHeight - 600 && !element.querySelector(".more").hidden) { most += STEP; filter(); }
}, true);
document.addEventListener("input", event => { if (event.target.id === "wanted") { most = STEP; filter(); } });
watch("value", () => { sort(); filter(); });
""".replace("STEP", str(library_cards.STEP))


def build(library: Library, tab: Any, top: Any, heading: Callable[[], str]) -> None:
    """Fill `tab`; what changes the number of documents also renews `top`, which shows what `heading` gives."""
    gr = gradio()
    with gr.Column(elem_id="documents-view"):
        summary = gr.HTML(elem_id="indexed")
        with gr.Row(equal_height=True):
            drop = gr.File(label="Add documents", file_count="multiple", height=140, elem_id="drop", scale=3)
            with gr.Column(scale=2, min_width=260):
                button = gr.Button("Rescan all folders", elem_id="rescan")
                progress = gr.HTML(elem_id="progress")
        receipt = gr.HTML(elem_id="receipt")
        gr.HTML(SEARCH, elem_id="find")
        table = gr.HTML(elem_id="table", js_on_load=SCRIPT)
    shown = [top, summary, drop, button, progress, receipt, table]
    view = _View(library, heading)
    # No limit: another visitor's rescan is to be told at once that one is running, not to wait for its end.
    options = {"concurrency_limit": None, "show_progress": "hidden", "api_visibility": "private"}
    tab.select(view.open, None, shown, **options)
    button.click(view.rescan, None, shown, **options)
    drop.upload(view.add, drop, shown, preprocess=False, **options)  # Gradio's own step drops the owner's file names


class _View:
    """What the events of the view call; each gives the values of all that is shown, in the order of `build`."""

    def __init__(self, library: Library, heading: Callable[[], str]) -> None:
        self._library = library
        self._heading = heading

    def open(self) -> Iterator[tuple[Any, ...]]:
        """What is there now, and how far a run is that somebody began."""
        run = self._library.running
        if run is None or run.wait(0):
            yield self._refreshed()
        else:
            yield self._refreshed(run, busy=True)
            yield from self._followed(run)

    def rescan(self) -> Iterator[tuple[Any, ...]]:
        yield from self._followed(self._begin(lambda show: Outcome(receipt=self._library.rescan(show))))

    def add(self, files: list[dict[str, Any]] | None) -> Iterator[tuple[Any, ...]]:
        """Take what Gradio has received, and remove its copies whatever becomes of it."""
        given = [(Path(file["path"]), str(file.get("orig_name") or Path(file["path"]).name)) for file in files or ()]

        def work(show: Progress) -> Outcome:
            try:
                return self._library.add(given, show)
            finally:
                for path, _ in given:
                    with suppress(OSError):
                        path.unlink()
                        path.parent.rmdir()

        yield from self._followed(self._begin(work))

    def _begin(self, work: Callable[[Progress], Outcome]) -> Run[Outcome]:
        run = Run(work)
        if self._library.running is None or self._library.running.wait(0):
            self._library.running = run
        return run

    def _followed(self, run: Run[Outcome]) -> Iterator[tuple[Any, ...]]:
        while not run.wait(EVERY_S):
            yield self._busy(run)
        yield self._refreshed(run)

    def _busy(self, run: Run[Outcome]) -> tuple[Any, ...]:
        gr = gradio()
        skip = gr.skip()
        reached = library_cards.progress(run.stage, run.done, run.total)
        return skip, skip, gr.File(interactive=False), gr.Button(interactive=False), reached, skip, skip

    def _refreshed(self, run: Run[Outcome] | None = None, busy: bool = False) -> tuple[Any, ...]:
        gr = gradio()
        library = self._library
        try:
            contents = library.contents()
            summary, table = library_cards.summary(contents), library_cards.table(contents.rows)
        except RapporteurError as error:
            summary, table = library_cards.unlisted(str(error)), library_cards.table(())
        said = "" if run is None else library_cards.outcome(run.outcome, run.error)
        return (
            self._heading(), summary, gr.File(value=None, interactive=not busy), gr.Button(interactive=not busy), said,
            library_cards.receipt(library.receipt(), library.published.folder, library.removal), table,
        )  # fmt: skip
