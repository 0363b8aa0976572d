"""Whom descriptions mean: "the mayor", "the Chinese leader", "the company", "the two leaders", "the ministry's report"."""

from __future__ import annotations

from transforms.language.described_bodies import Bodies
from transforms.language.described_groups import Groups
from transforms.language.described_people import People
from transforms.language.discourse import BY_ROLE, Discourse, Meaning
from transforms.language.issued import Writings
from transforms.language.lexicons import state_names
from transforms.language.model import Published
from transforms.language.nominals import Nominal


class Descriptions:
    """Resolves the descriptions of one document in text order."""

    def __init__(self, talk: Discourse, published: Published) -> None:
        self.talk = talk
        self._people = People(talk, published)
        self._bodies = Bodies(talk)
        self._groups = Groups(talk, self._people)
        self._writings = Writings(talk, self._bodies)

    def resolve(self, nominal: Nominal) -> Meaning:
        if nominal.count:
            return self._groups.several(nominal)
        if nominal.person is not None:
            return self._people.resolve(nominal)
        if nominal.is_document:
            return self._writings.resolve(nominal)
        assert nominal.group is not None
        if nominal.group.sort == "government" and nominal.country:
            index = self.talk.cast.keyed("government", state_names()[nominal.country], nominal.first, nominal.country)
            return Meaning(index, BY_ROLE)
        if nominal.group.sort == "organisation":
            return self._bodies.resolve(nominal)
        return self._groups.resolve(nominal)
