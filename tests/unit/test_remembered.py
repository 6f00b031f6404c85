"""What is kept: made once, also for threads that ask at the same time; bounded; what failed is tried again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from geo.remembered import Memory, remembered

THREADS = 8


class Holder:
    """Stands for an open database."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.made: list[object] = []


def doubled(holder: Holder, number: int, *, plus: int = 0) -> int:
    holder.made.append(number)
    return 2 * number + plus


def test_equal_arguments_are_worked_out_once():
    holder, ask = Holder(), remembered(doubled)
    assert [ask(holder, 2), ask(holder, 2), ask(holder, 3), ask(holder, 2, plus=1)] == [4, 4, 6, 5]
    assert holder.made == [2, 3, 2]


def test_databases_and_functions_do_not_share():
    first, second, ask = Holder(), Holder(), remembered(doubled)
    tripled = remembered(lambda holder, number: 3 * number)
    assert (ask(first, 2), ask(second, 2), tripled(first, 2)) == (4, 4, 6)
    assert (first.made, second.made) == ([2], [2])


def test_the_oldest_asked_goes_first():
    holder, ask = Holder(), remembered(doubled, most=2)
    for number in (1, 2, 1, 3, 1, 2):
        ask(holder, number)
    assert holder.made == [1, 2, 3, 2]


def test_what_failed_is_tried_again():
    holder, tries = Holder(), []

    @remembered
    def late(holder: Holder) -> str:
        tries.append(None)
        if len(tries) == 1:
            raise ValueError("not yet")
        return "found"

    with pytest.raises(ValueError, match="not yet"):
        late(holder)
    assert (late(holder), late(holder), len(tries)) == ("found", "found", 2)


def test_threads_that_ask_at_once_get_one_and_the_same():
    holder, together = Holder(), Barrier(THREADS)

    @remembered
    def pieces(holder: Holder, number: int) -> list[int]:
        holder.made.append(number)
        return [number]

    def ask(_thread: int) -> list[int]:
        together.wait()
        return pieces(holder, 7)

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(ask, range(THREADS)))
    assert holder.made == [7]
    assert all(each is found[0] for each in found)


class Told:
    """A key that tells when it was found to be equal to one that is held."""

    def __init__(self, found: Event) -> None:
        self.found = found

    def __hash__(self) -> int:
        return 7

    def __eq__(self, other: object) -> bool:
        self.found.set()
        return isinstance(other, Told)


def test_who_waits_for_a_making_that_fails_hears_of_it():
    memory, waits = Memory(), Event()

    with ThreadPoolExecutor(1) as pool:
        second = []

        def make() -> None:
            second.append(pool.submit(memory.once, "what", Told(Event()), lambda: None))
            waits.wait()
            raise ValueError("gone")

        with pytest.raises(ValueError, match="gone"):
            memory.once("what", Told(waits), make)
        with pytest.raises(ValueError, match="gone"):
            second[0].result()
    assert memory.once("what", Told(Event()), lambda: "found") == "found"
