"""Neighbouring parts bear witness for or against one another."""

from __future__ import annotations

from datetime import date

from helpers.dates.calendar import shift
from helpers.dates.found import FoundDate
from helpers.dates.grammar import GAP
from helpers.dates.parts import Part


def group_parts(parts: list[Part], folded: str) -> list[list[Part]]:
    """Runs of neighbouring parts of different kinds, with nothing but furniture between them."""
    groups: list[list[Part]] = []
    for part, following in zip(parts, [*parts[1:], None], strict=False):
        if groups and _belongs(groups[-1], part, following, folded):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _belongs(group: list[Part], part: Part, following: Part | None, folded: str) -> bool:
    if any(p.alone or p.precision != "day" for p in (*group, part)) or any(p.kind == part.kind for p in group):
        return False
    if part.start - group[-1].end > 40 or not GAP.fullmatch(folded, group[-1].end, part.start):
        return False
    if part.kind != "weekday":
        return True
    if part.bare and folded[part.start] > "z":
        return False  # «في أحد» after a date is "in one of"
    if following is None or all(p.kind != following.kind for p in group):
        return True  # else the weekday belongs to the date that follows it
    return not GAP.fullmatch(folded, part.end, following.start)


def weigh(group: list[Part], reference: date | None) -> FoundDate | None:
    """What the parts of one group say together; None for a clock time, or a bare weekday, by itself."""
    kinds = {p.kind: p for p in group}
    main = next((kinds[k] for k in ("gregorian", "hijri", "relative", "weekday") if k in kinds), None)
    if main is None or main.bare:
        return None
    days, certainty, notes = list(main.days), main.certainty, [main.note]
    if main.kind == "gregorian" and "hijri" in kinds:
        days, certainty, notes = _hear_hijri(days, certainty, notes, kinds["hijri"].days)
    if "weekday" in kinds and main.kind != "weekday":
        days, certainty, notes = _hear_weekday(days, certainty, notes, kinds["weekday"].weekday, main.kind)
    elif main.yearless and "relative" in kinds and kinds["relative"].days == tuple(days) != ():
        certainty, notes = "sure", ["the relative day beside it confirms it"]
    if len(days) > 1 and certainty == "unknown":
        days = [d for d in days if reference is not None and abs((d - reference).days) <= 7]
        certainty, days = ("likely", days) if len(days) == 1 else (certainty, [])
        notes += ["the one near the reference"] if days else []
    if main.yearless and certainty == "unknown" and "weekday" not in kinds:
        days = []  # a name rather than a day
    relative = main.kind in ("relative", "weekday")
    if relative and reference is None:
        notes.append("no reference date")
    notes += [p.note for p in group if p.kind == "time"]
    return FoundDate(
        start=group[0].start,
        end=group[-1].end,
        text="",
        date=days[0] if days else None,
        time=kinds["time"].time if "time" in kinds else main.time,
        precision=main.precision,  # type: ignore[arg-type]
        calendar="hijri" if main.kind == "hijri" else "gregorian",
        basis="relative" if relative else "absolute",
        certainty=certainty if days else "unknown",  # type: ignore[arg-type]
        note="; ".join(dict.fromkeys(n for n in notes if n)),
    )


_Verdict = tuple[list[date], str, list[str]]


def _hear_hijri(days: list[date], certainty: str, notes: list[str], others: tuple[date, ...]) -> _Verdict:
    """The Hijri date beside a Gregorian one confirms a day within two of its own, or speaks against it."""
    near = sorted((abs((day - other).days), day) for day in days for other in others)
    if near and near[0][0] <= 2:
        return [near[0][1]], "sure" if near[0][0] <= 1 else "likely", ["the Hijri date confirms it"]
    if near:
        return days, "unknown", [*notes, f"the Hijri date beside it is {others[0]}"]
    return days, certainty, notes


def _hear_weekday(days: list[date], certainty: str, notes: list[str], weekday: int | None, kind: str) -> _Verdict:
    """The weekday confirms the days, moves them (Hijri, relative: by one day), or speaks against them."""
    confirmed = [day for day in days if day.weekday() == weekday]
    moved = [d for day in days for n in (1, -1) for d in shift(day, n) if d.weekday() == weekday]
    if not days:
        return days, certainty, notes
    if confirmed:
        return confirmed, "sure", ["the weekday confirms it"]
    if moved and kind in ("hijri", "relative"):
        return moved[:1], "likely", [*notes, "moved by one day to agree with the weekday"]
    return days, "unknown", [*notes, "the weekday beside it does not agree"]
