"""Plots as SVG: dots with intervals, curves and steps, in the colours of the page that holds them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from app.evaluation.bootstrap import Interval
from app.table import terminal_width

WIDTH = 460
LABEL = 150  # for names at the left
RIGHT = 14
ROW = 24
HEIGHT = 260  # of curves
BOTTOM = 40
MOST_CHARACTERS = 22  # of a name


def dots(title: str, rows: Sequence[tuple[str, Interval]]) -> str:
    """A share for each row, from 0 to 1, with its interval as a line; a row without questions is left out."""
    rows = [(name, figure) for name, figure in rows if figure.questions]
    height = ROW * len(rows) + 46
    parts = [_text(0, 14, title, "plot-title")]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x = _x(tick)
        parts += [_line(x, 24, x, height - 20, "grid"), _text(x, height - 5, f"{tick:g}", "tick", "middle")]
    for number, (name, figure) in enumerate(rows):
        y = 24 + ROW * number + ROW / 2
        said = f"{name}: {figure.mean:.2f}, 95 % interval {figure.low:.2f} to {figure.high:.2f}, n = {figure.questions}"
        parts.append(_row(said, name, y, figure.low, figure.mean, figure.high))
    return _svg(height, f"{title} by category", parts)


def differences(rows: Sequence[tuple[str, Interval]]) -> str:
    """A difference for each row, from -1 to 1 or as far as they go, with its interval; "" without rows."""
    if not rows:
        return ""
    most = max(0.05, *(max(abs(figure.low), abs(figure.high)) for _, figure in rows))
    height = ROW * len(rows) + 46
    parts = [_text(0, 14, "second run - first run", "plot-title")]
    for tick in (-most, -most / 2, 0, most / 2, most):
        x = _x((tick / most + 1) / 2)
        parts += [
            _line(x, 24, x, height - 20, "grid"),
            _text(x, height - 5, f"{tick:+.2g}" if tick else "0", "tick", "middle"),
        ]
    for number, (name, figure) in enumerate(rows):
        y = 24 + ROW * number + ROW / 2
        low, middle, high = ((each / most + 1) / 2 for each in (figure.low, figure.mean, figure.high))
        said = (
            f"{name}: {figure.mean:+.3f}, 95 % interval {figure.low:+.3f} to {figure.high:+.3f}, n = {figure.questions}"
        )
        parts.append(_row(said, name, y, low, middle, high))
    return _svg(height, "differences with their intervals", parts)


def _row(said: str, name: str, y: float, low: float, middle: float, high: float) -> str:
    return (
        f"<g><title>{escape(said)}</title>"
        + _text(LABEL - 8, y + 4, _short(name), "name", "end")
        + _line(_x(low), y, _x(high), y, "interval")
        + f'<circle cx="{_x(middle):.1f}" cy="{y:.1f}" r="4.5" class="dot"/></g>'
    )


def curves(
    title: str,
    x_title: str,
    y_title: str,
    lines: Sequence[tuple[str, Sequence[tuple[float, float]]]],
    marks: Sequence[tuple[str, float, float]] = (),
) -> str:
    """Lines through points (x, y from 0 to 1), each with its name, and single points that are marked with one."""
    most = _rounded_up(max([x for _, points in lines for x, _ in points] + [x for _, x, _ in marks], default=1) or 1)
    left, right = 46.0, WIDTH - RIGHT
    parts = [_text(0, 14, title, "plot-title")]
    top, bottom = 26.0 + 16 * (len(lines) + len(marks)), float(HEIGHT - BOTTOM)

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (right - left) * x / most, bottom - (bottom - top) * y

    for tick in (0, 0.25, 0.5, 0.75, 1):
        y = at(0, tick)[1]
        parts += [_line(left, y, right, y, "grid"), _text(left - 6, y + 4, f"{tick:g}", "tick", "end")]
        x = at(tick * most, 0)[0]
        anchor = "end" if tick == 1 else "middle"
        parts += [_text(x, bottom + 14, _tick(tick * most), "tick", anchor)]
    parts.append(_text((left + right) / 2, HEIGHT - 6, x_title, "axis", "middle"))
    parts.append(
        f'<text x="12" y="{(top + bottom) / 2:.1f}" class="axis" text-anchor="middle" '
        f'transform="rotate(-90 12 {(top + bottom) / 2:.1f})">{escape(y_title)}</text>'
    )
    for number, (name, points) in enumerate(lines):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in points))
        parts.append(f'<polyline points="{path}" class="curve curve-{number}"><title>{escape(name)}</title></polyline>')
        y = 28.0 + 16 * number
        parts += [_line(left, y, left + 18, y, f"curve curve-{number}"), _text(left + 24, y + 4, name, "tick")]
    for number, (name, x, y) in enumerate(marks):
        cx, cy = at(x, y)
        y = 28.0 + 16 * (len(lines) + number)
        parts += [
            f'<circle cx="{left + 9:.1f}" cy="{y:.1f}" r="5" class="mark"/>', _text(left + 24, y + 4, name, "tick"),
        ]  # fmt: skip
        parts.append(f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="5" class="mark"><title>{escape(name)}</title></circle>')
    return _svg(HEIGHT, title, parts)


def _rounded_up(most: float) -> float:
    """A number that is not under `most` and whose quarters have few digits: where ticks stand."""
    unit = 10.0 ** math.floor(math.log10(most))
    return next(unit * each for each in (1, 2, 4, 6, 8, 10) if unit * each >= most)


def _tick(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def steps(values: Sequence[float]) -> list[tuple[float, float]]:
    """The points of the share of values at or below each, which rises in steps."""
    ordered = sorted(values)
    points = [(0.0, 0.0)]
    for number, value in enumerate(ordered, start=1):
        points += [(value, (number - 1) / len(ordered)), (value, number / len(ordered))]
    return points


def _x(share: float) -> float:
    return LABEL + (WIDTH - LABEL - RIGHT) * min(1.0, max(0.0, share))


def _short(name: str) -> str:
    kept = name
    while terminal_width(kept) > MOST_CHARACTERS:
        kept = kept[:-1]
    return kept if kept == name else f"{kept[:-1]}…"


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(height: float, label: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(label)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
