"""How scores tell questions with an answer from others: AUROC, refused against falsely refused, weights and lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from scipy.optimize import minimize

from app.bearable import LEAST, LEAST_COSINE, MISSING, WEIGHTS, Signals
from app.evaluation.bootstrap import RESAMPLES, SEED, Interval

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
    """The score below which at most `most_false` of the answerable cases lie, as the mean over their sets."""
    sets: dict[str, list[float]] = {}
    for case in cases:
        if case.kind == ANSWERABLE:
            sets.setdefault(case.name, []).append(rule(case))
    pairs = sorted((score, 1 / len(scores) / len(sets)) for scores in sets.values() for score in scores)
    below = np.cumsum([share for _, share in pairs])
    return pairs[int((below <= most_false + 1e-9).sum())][0]


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
        found = [
            _shares(cases, {name: (rule, line(rule, own, share)) for name, rule, own in _by_set(cases, rules[key])})
            for key in rules
        ]
        rows.append([_short(share), *_joined([_means(each)[1:] for each in found])])
    return _table(["falsely refused", *(f"{kind}: {' / '.join(rules)}" for kind in KINDS)], rows)


def _transfer(cases: Sequence[Case], rules: Rules) -> str:
    """Of each set what is refused by the line that the other sets draw."""
    found = []
    for rule in rules.values():
        lines = {}
        for name, scored, own in _by_set(cases, rule):
            others = [case for case in cases if case.family != own[0].family]
            lines[name] = scored, line(scored, others)
        found.append(_shares(cases, lines))
    return _refusals("line of the other sets", rules, found)


def _ships(cases: Sequence[Case]) -> str:
    """Of each set what is refused by its words alone, as questions to a holder are, and by what ships for the others: both."""
    names = dict.fromkeys(case.name for case in cases)
    signals = by_weights(astuple(WEIGHTS))

    def both(case: Case) -> float:
        return min(by_words(case) + MISSING, signals(case) - LEAST)

    lines = {"words": (by_words, -MISSING), "both": (both, 0.0)}
    found = [_shares(cases, dict.fromkeys(names, each)) for each in lines.values()]
    return _refusals("as it ships", lines, found)


def _by_set(cases: Sequence[Case], rule: Mapping[str, Rule]) -> list[tuple[str, Rule, list[Case]]]:
    """(name, the rule that has not seen it, its cases) of each set."""
    sets: dict[str, list[Case]] = {}
    for case in cases:
        sets.setdefault(case.name, []).append(case)
    return [(name, rule[own[0].family], own) for name, own in sets.items()]


Shares = Mapping[str, Sequence[float | None]]  # set → share refused of what it answers and of each of `KINDS`


def _shares(cases: Sequence[Case], lines: Mapping[str, tuple[Rule, float]]) -> Shares:
    """What is refused of each set with its rule and line; None where it has no question of a kind."""
    found = {}
    for name, (rule, least) in lines.items():
        of_kinds = [[rule(c) < least for c in cases if c.name == name and c.kind == k] for k in (ANSWERABLE, *KINDS)]
        found[name] = [sum(below) / len(below) if below else None for below in of_kinds]
    return found


def _means(shares: Shares) -> list[float | None]:
    """The mean over the sets of each kind."""
    known = [[share for share in column if share is not None] for column in zip(*shares.values(), strict=True)]
    return [sum(column) / len(column) if column else None for column in known]


def _refusals(title: str, rules: Iterable[str], found: Sequence[Shares]) -> str:
    """A row for each set and one for their mean; in each cell the share refused by each of the rules."""
    rows = [[name, *_joined([each[name] for each in found])] for name in found[0]]
    rows.append(["mean over the sets", *_joined([_means(each) for each in found])])
    return _table([title, *(f"{kind}: {' / '.join(rules)}" for kind in (ANSWERABLE, *KINDS))], rows)


def _joined(rows: Sequence[Sequence[float | None]]) -> list[str]:
    return [" / ".join(map(_short, cell)) if cell[0] is not None else "–" for cell in zip(*rows, strict=True)]


def _short(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}".replace("0.", ".", 1)
