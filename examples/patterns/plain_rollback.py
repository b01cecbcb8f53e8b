"""A booking without ``async``: plain functions, and a list of lambdas that undo what was done. Each call of a step is a place to go on from.

useworkflow run examples/patterns/plain_rollback.py Lisbon 3
"""

from collections.abc import Callable

from useworkflow import FatalError


def reserve(what: str, place: str) -> str:
    "use step"
    if what == "balloon":
        raise FatalError(f"no {what} in {place}")
    return f"{what} in {place}"


def release(what: str) -> str:
    "use step"
    return f"released: {what}"


def price(what: str) -> int:
    "use step"
    return 10 * len(what)


def in_turn(things: list[str], act: Callable[[str], str]) -> list[str]:
    return [act(thing) for thing in things]  # whatever it is given: a step, a lambda, a function that calls some


def book(place: str, people: int) -> list[str | int]:
    "use workflow"
    undo: list[Callable[[], str]] = []

    def take(what: str) -> str:
        taken = reserve(what, place)
        undo.append(lambda: release(taken))
        return taken

    try:
        booked = in_turn(["hotel", "car"], take)
        booked = sorted(booked, key=price)
        costs = sum(price(thing) * people for thing in booked)
        in_turn(["balloon"], take)
        return [*booked, costs]
    except FatalError as error:
        return [str(error), costs, *(step() for step in reversed(undo))]
