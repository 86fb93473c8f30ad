"""Clients take turns: a greedy one waits or is refused, the others are served."""

import threading
from contextlib import ExitStack

import pytest

from server.refusals import TooManyError
from server.settings import Settings
from server.turns import Turns, network


def stays() -> bool:
    return False


def asked() -> bool:
    pytest.fail("it waits, and looks whether its client is still there")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("a socket", "a socket"),
    ],
)
def test_a_client_is_an_address_or_its_network(address: str, name: str) -> None:
    assert network(address) == name


def test_a_client_alone_leaves_one_worker_free() -> None:
    turns = Turns(Settings(workers=4, share=8, deadline=0.1))

    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(turns.turn("a", stays))
        with pytest.raises(TooManyError), turns.turn("a", stays):
            pytest.fail("a fourth turn")
        with turns.turn("b", stays):
            pass


def test_clients_have_even_shares_with_room_for_a_newcomer() -> None:
    turns = Turns(Settings(workers=6, share=8, deadline=0.1))

    with ExitStack() as held:
        for name in ("a", "b"):
            for _ in range(2):
                held.enter_context(turns.turn(name, stays))
            if name == "b":
                with pytest.raises(TooManyError), turns.turn("b", stays):
                    pytest.fail("a third turn")
        with turns.turn("c", stays):
            pass


def test_a_query_beyond_the_share_is_refused_at_once() -> None:
    turns = Turns(Settings(workers=4, share=2))

    with (
        turns.turn("a", stays),
        turns.turn("a", stays),
        pytest.raises(TooManyError) as caught,
        turns.turn("a", asked),
    ):
        pytest.fail("a third turn")

    assert caught.value.status == 429
    assert caught.value.headers == {"Retry-After": "1"}
    assert caught.value.extras == {"limit": "share", "allowed": 2, "measured": 3}


def test_a_turn_that_ends_is_the_next_one_s() -> None:
    turns = Turns(Settings(workers=2, share=2, deadline=10))
    taken = threading.Event()

    def wait() -> None:
        with turns.turn("a", stays):
            taken.set()

    with turns.turn("a", stays):
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not taken.wait(0.1)
    assert taken.wait(1)
    waiting.join()


def test_who_leaves_waits_no_longer() -> None:
    turns = Turns(Settings(workers=2, share=2, deadline=10))
    looks: list[bool] = []

    def leaves() -> bool:
        looks.append(True)
        return True

    with (
        turns.turn("a", stays),
        pytest.raises(TooManyError),
        turns.turn("a", leaves),
    ):
        pytest.fail("a turn for nobody")

    assert len(looks) == 1


def test_a_failed_query_gives_its_turn_back() -> None:
    turns = Turns(Settings(workers=1, share=1))

    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns.turn("a", stays):
            raise ZeroDivisionError


def test_a_place_counts_among_a_clients_queries_and_takes_no_turn() -> None:
    turns = Turns(Settings(workers=2, share=2, deadline=0.1))

    with turns.place("a"):
        with turns.turn("a", stays), pytest.raises(TooManyError), turns.place("a"):
            pass
        with turns.turn("b", stays):
            pass
    with turns.turn("a", stays):
        pass


def test_who_has_waited_before_waits_less_for_a_turn() -> None:
    turns = Turns(Settings(workers=2, share=2, deadline=60.0))
    looks: list[bool] = []

    def looks_again() -> bool:
        looks.append(True)
        return False

    again = turns.turn("a", looks_again, turns.patience)
    with turns.turn("a", stays), pytest.raises(TooManyError), again:
        pass

    assert len(looks) == 1
