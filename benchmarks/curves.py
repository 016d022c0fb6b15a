"""How scores tell questions with an answer from others: AUROC, refused against falsely refused, weights and lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from figures import RESAMPLES, SEED, Interval
from scipy.optimize import minimize

from app.bearable import LEAST, LEAST_COSINE, MISSING, WEIGHTS, Signals

ANSWERABLE, NEAR, TAKEN_OUT, OTHER_TEXTS = "answerable", "near", "taken out", "other texts"
KINDS = (NEAR, TAKEN_OUT, OTHER_TEXTS)  # of questions without an answer
SHARES = (0.02, 0.05, 0.10, 0.15, 0.20)  # falsely refused
MOST_FALSE = 0.05  # the share at which the shipped line is drawn
SMOOTHING = 0.02  # of the squared weights, so that signals which say the same share what they say
SAME_TEXTS = {"xquad-en": "squad2_cs224n-dev"}  # left out together


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a set, of a kind, with what its evidence shows."""

    name: str
    kind: str
    missing: float
    nearest: float
    signals: Signals

    @property
    def family(self) -> str:
        return SAME_TEXTS.get(self.name, self.name)


Rule = Callable[[Case], float]  # the higher, the likelier there is an answer
Rules = Mapping[str, Mapping[str, Rule]]  # name → family of sets → the rule that has not seen it
Weights = tuple[float, ...]


def by_words(case: Case) -> float:
    """The rule for other languages than English: what is missing, which counts more where no meaning is near."""
    return -case.missing if case.nearest >= LEAST_COSINE else -case.missing / 0.75


def by_meaning(case: Case) -> float:
    """The highest cosine alone."""
    return case.signals.meaning


def by_weights(weights: Weights) -> Rule:
    """The mean of the signals by `weights`."""
    return lambda case: sum(weight * signal for weight, signal in zip(weights, astuple(case.signals), strict=True))


def fit(cases: Sequence[Case]) -> Weights:
    """Weights of the signals, none below 0 and 1 together, by logistic regression; each set and kind counts alike."""
    groups: dict[tuple[str, str], int] = {}
    for case in cases:
        groups[case.name, case.kind] = groups.get((case.name, case.kind), 0) + 1
    kinds = [kind == ANSWERABLE for _, kind in groups]
    many = {True: sum(kinds), False: len(kinds) - sum(kinds)}
    share = np.array([1 / groups[c.name, c.kind] / many[c.kind == ANSWERABLE] / 2 for c in cases])
    sign = np.array([1.0 if case.kind == ANSWERABLE else -1.0 for case in cases])
    signals = np.array([astuple(case.signals) for case in cases])
    spread = signals.std(axis=0) + 1e-9
    scaled = (signals - signals.mean(axis=0)) / spread

    def loss(found: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (scaled @ found[:-1] + found[-1])
        slope = -share * sign / (1 + np.exp(margin))
        value = share @ np.logaddexp(0, -margin) + SMOOTHING / 2 * found[:-1] @ found[:-1]
        return float(value), np.append(scaled.T @ slope + SMOOTHING * found[:-1], slope.sum())

    bounds = [(0.0, None)] * scaled.shape[1] + [(None, None)]
    found = minimize(loss, np.zeros(scaled.shape[1] + 1), jac=True, bounds=bounds).x[:-1] / spread
    return tuple(float(weight) for weight in found / found.sum())


def line(rule: Rule, cases: Iterable[Case], most_false: float = MOST_FALSE) -> float:
    """The score below which at most `most_false` of the answerable cases of each set lie: the lowest of the sets' own."""
    sets: dict[str, list[float]] = {}
    for case in cases:
        if case.kind == ANSWERABLE:
            sets.setdefault(case.name, []).append(rule(case))
    return min(sorted(scores)[int(most_false * len(scores))] for scores in sets.values())


def auroc(with_answer: Sequence[float], without: Sequence[float]) -> float:
    """Probability that a question with an answer scores higher than one without; equal scores count half."""
    ordered = np.sort(np.array(without))
    below = np.searchsorted(ordered, with_answer, "left")
    upto = np.searchsorted(ordered, with_answer, "right")
    return float((below + upto).mean() / 2 / len(ordered))


def auroc_interval(with_answer: Sequence[float], without: Sequence[float]) -> Interval:
    """The same with its 95 % interval by the percentile bootstrap of both sides, the same at each call."""
    random = np.random.default_rng(SEED)
    sides = [np.array(with_answer), np.array(without)]
    found = [auroc(*(random.choice(side, len(side)) for side in sides)) for _ in range(RESAMPLES)]
    low, high = np.percentile(found, (2.5, 97.5))
    return Interval(auroc(*sides), float(low), float(high), len(with_answer) + len(without))


def left_out(cases: Sequence[Case]) -> dict[str, Weights]:
    """Family of sets → weights fitted on all the others."""
    families = dict.fromkeys(case.family for case in cases)
    return {family: fit([case for case in cases if case.family != family]) for family in families}


def fitted_weights(cases: Sequence[Case]) -> str:
    """The constants of `app/bearable.py`: weights in hundredths, and the lines that go with these."""
    names = [field.name for field in fields(Signals)]
    weights = tuple(round(weight, 2) for weight in fit(cases))
    for family, found in left_out(cases).items():
        print(
            f"without {family}:", ", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, found, strict=True))
        )
    shown = ", ".join(f"{name}={weight}" for name, weight in zip(names, weights, strict=True))
    return f"WEIGHTS = Signals({shown})\nLEAST = {line(by_weights(weights), cases):.3f}"


def tables(cases: Sequence[Case]) -> str:
    """The published tables in Markdown."""
    weights = left_out(cases)
    rules: Rules = {
        "words": dict.fromkeys(weights, by_words),
        "meaning": dict.fromkeys(weights, by_meaning),
        "signals": {family: by_weights(found) for family, found in weights.items()},
    }
    return "\n\n".join((_aurocs(cases, rules), _curve(cases, rules), _transfer(cases, rules), _ships(cases)))


def _groups(cases: Sequence[Case], kinds: Collection[str] = KINDS) -> Mapping[tuple[str, str], list[Case]]:
    found: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        if case.kind in kinds:
            found.setdefault((case.name, case.kind), []).append(case)
    return dict(sorted(found.items(), key=lambda item: KINDS.index(item[0][1]) if item[0][1] in KINDS else -1))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(
        [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]
    )


def _aurocs(cases: Sequence[Case], rules: Rules) -> str:
    with_answer = {name: found for (name, _), found in _groups(cases, {ANSWERABLE}).items()}
    rows = []
    for (name, kind), found in _groups(cases).items():
        counts = [str(len(with_answer[name])), str(len(found))]
        sides = [
            [[rule[case.family](case) for case in side] for side in (with_answer[name], found)]
            for rule in rules.values()
        ]
        rows.append([name, kind, *counts, *(str(auroc_interval(*each)) for each in sides)])
    return _table(["AUROC", "without an answer", "n with", "n without", *rules], rows)


def _curve(cases: Sequence[Case], rules: Rules) -> str:
    """At the same share falsely refused in each set, the mean over sets of the share refused of each kind."""
    rows = []
    for share in SHARES:
        cells = []
        for kind in KINDS:
            groups = _groups(cases, {kind})
            for rule in rules.values():
                refused = []
                for (name, _), found in groups.items():
                    own = rule[found[0].family]
                    drawn = line(own, [case for case in cases if case.name == name], share)
                    refused.append(np.mean([own(case) < drawn for case in found]))
                cells.append(f"{np.mean(refused):.2f}")
        rows.append([f"{share:.2f}", *cells])
    return _table(["falsely refused", *(f"{kind}: {rule}" for kind in KINDS for rule in rules)], rows)


def _transfer(cases: Sequence[Case], rules: Rules) -> str:
    """Of each set what is refused by the line that the other sets draw."""
    rows = []
    for name in dict.fromkeys(case.name for case in cases):
        own = [case for case in cases if case.name == name]
        others = [case for case in cases if case.family != own[0].family]
        cells = []
        for rule in rules.values():
            scored = rule[own[0].family]
            cells += _refused(own, scored, line(scored, others))
        rows.append([name, *cells])
    return _table(["line of the other sets", *_heads(rules)], rows)


def _heads(rules: Iterable[str]) -> list[str]:
    return [f"{kind}: {rule}" for rule in rules for kind in (ANSWERABLE, *KINDS)]


def _ships(cases: Sequence[Case]) -> str:
    """Of each set what the shipped rules refuse: that of words, in other languages than English, and that of signals."""
    rows = []
    for name in dict.fromkeys(case.name for case in cases):
        own = [case for case in cases if case.name == name]
        cells = _refused(own, by_words, -MISSING) + _refused(own, by_weights(astuple(WEIGHTS)), LEAST)
        rows.append([name, *cells])
    return _table(["as it ships", *_heads(("words", "signals"))], rows)


def _refused(cases: Sequence[Case], rule: Rule, least: float) -> list[str]:
    """The share of each kind with a score below `least`; "–" where there is none of it."""
    found = []
    for kind in (ANSWERABLE, *KINDS):
        below = [rule(case) < least for case in cases if case.kind == kind]
        found.append(f"{np.mean(below):.2f}" if below else "–")
    return found
