"""The shelf: never more bytes than there is room for, and nothing left behind."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from server.cache.shelf import PORTION, REQUESTS, Answer, Shelf

ROOM = 40_000
HEADERS = (("Content-Type", "text/csv"), ("ETag", '"a"'))


def name(number: int) -> bytes:
    return number.to_bytes(32)


def answer(size: int) -> Answer:
    return Answer(HEADERS, b"x" * size, "a")


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 200), st.integers(0, 6_000)),
        max_size=60,
    )
)
def test_the_room_is_never_exceeded(steps: list[tuple[int, int, int]]) -> None:
    shelf = Shelf(ROOM)
    for key, request, size in steps:
        if shelf.find_same(name(key), name(1_000 * key + request)) is None:
            shelf.keep(name(key), name(1_000 * key + request), answer(size))

        assert 0 <= shelf.taken <= ROOM


def test_the_bytes_counted_are_at_least_those_taken() -> None:
    kept = answer(0)
    parts = [kept, kept.headers, kept.body, *kept.headers]
    texts = [text for pair in kept.headers for text in pair]

    assert kept.size > sum(map(sys.getsizeof, [*parts, *texts]))


def test_an_answer_is_found_by_the_latest_requests_for_it() -> None:
    shelf = Shelf(ROOM)
    shelf.keep(name(0), name(100), answer(10))
    for number in range(101, 110):
        assert shelf.find_same(name(0), name(number))

    found = [number for number in range(100, 110) if shelf.find(name(number))]

    assert found == list(range(110 - REQUESTS, 110))


def test_what_goes_leaves_nothing_behind() -> None:
    shelf = Shelf(ROOM)
    for number in range(100):
        assert shelf.keep(name(number), name(1_000 + number), answer(3_000))

    assert shelf.find(name(1_000)) is None
    assert shelf.find_same(name(0), name(1_000)) is None
    assert shelf.find(name(1_099)) is not None


def test_a_large_answer_would_push_out_too_many() -> None:
    shelf = Shelf(ROOM)

    assert not shelf.keep(name(0), name(1), answer(ROOM // PORTION))
    assert shelf.taken == 0
