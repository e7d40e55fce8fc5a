from __future__ import annotations

import numpy as np
import pytest
from her2sim.analysis.explain.sharing import coalitions, gate, in_order, shapley, shares


def game(players, value):
    return np.array([value(set(np.flatnonzero(row).tolist())) for row in coalitions(players)])


def test_coalitions_are_the_bits_of_their_place():
    assert coalitions(2).tolist() == [[False, False], [True, False], [False, True], [True, True]]


def test_independent_players_get_what_they_bring():
    own = np.array([3.0, -1.0, 0.5])
    values = game(3, lambda members: 2.0 + sum(own[list(members)]))
    assert shapley(values) == pytest.approx(own)


def test_a_pair_that_works_together_only_shares_evenly():
    values = game(3, lambda members: float({0, 2} <= members))
    assert shapley(values) == pytest.approx([0.5, 0.0, 0.5])


def test_shares_add_up_for_any_game_and_each_sample():
    values = np.random.default_rng(1).normal(size=(32, 4))
    assert shapley(values).sum(axis=0) == pytest.approx(values[-1] - values[0])
    assert shares(values, 0.0).sum(axis=0) == pytest.approx(values[-1] - values[0])


def test_the_one_whom_all_others_need_joins_first():
    def value(members):
        return 0.0 if 1 not in members else 0.1 + 2.0 * (0 in members) + 1.0 * (2 in members)

    values = game(3, value)[:, None]
    assert gate(values[:, 0], 1e-9) == 1
    assert shares(values, 1e-9)[:, 0] == pytest.approx([2.0, 0.1, 1.0])


def test_without_such_a_player_shares_are_shapleys():
    values = game(2, lambda members: float(len(members)))
    assert gate(values, 1e-9) is None
    assert shares(values[:, None], 1e-9)[:, 0] == pytest.approx([1.0, 1.0])


def test_a_chain_is_shared_by_successive_differences():
    assert in_order(np.array([[5.0], [3.0], [4.0]])).tolist() == [[-2.0], [1.0]]
