"""What bounds the search for similar documents, and what it finds all the same."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from transforms.deduplicate.neighbours import LISTED_DOCUMENTS, MOST_NEIGHBOURS, find_neighbours

UNKNOWN = np.nan


def vectors(groups: np.ndarray, shared: int = 6) -> sp.csr_matrix:
    """Unit rows: documents of one group share `shared` terms, and each has one of its own."""
    count = len(groups)
    columns = np.concatenate(
        [groups[:, None] * shared + np.arange(shared), 100_000 + np.arange(count)[:, None]], axis=1
    )
    data = np.full(columns.size, 1 / np.sqrt(shared + 1), np.float32)
    return sp.csr_matrix((data, columns.ravel(), np.arange(0, columns.size + 1, shared + 1)), shape=(count, 1 << 20))


def test_undated_documents_are_found_by_their_terms_wherever_they_stand() -> None:
    groups = np.arange(3000) % 1500
    for days in (np.full(3000, UNKNOWN), np.where(np.arange(3000) < 1500, 730_000.0, UNKNOWN)):
        near = find_neighbours(vectors(groups), days)
        assert list(zip(near.a.tolist(), near.b.tolist(), strict=True)) == [(at, at + 1500) for at in range(1500)]


def test_the_pairs_of_an_undated_document_are_bounded() -> None:
    alike = find_neighbours(vectors(np.zeros(LISTED_DOCUMENTS, np.int64)), np.full(LISTED_DOCUMENTS, UNKNOWN))
    assert 0 < len(alike.a) <= MOST_NEIGHBOURS * LISTED_DOCUMENTS
    assert len(alike.a) < LISTED_DOCUMENTS * (LISTED_DOCUMENTS - 1) / 2


def test_a_pair_is_listed_once() -> None:
    days = np.where(np.arange(60) % 3 == 0, UNKNOWN, 730_000.0 + np.arange(60) % 5)
    near = find_neighbours(vectors(np.arange(60) % 6), days)
    pairs = list(zip(near.a.tolist(), near.b.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs) == 6 * 45
    assert all(a < b for a, b in pairs)
