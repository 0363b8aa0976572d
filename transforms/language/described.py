"""What resolving any description needs: the talk so far, whose it is, and a name for whom the text leaves unnamed."""

from __future__ import annotations

from transforms.language.discourse import Discourse
from transforms.language.nominals import Nominal, describe


class Resolver:
    """The talk of one document, shared by the resolvers of its descriptions."""

    def __init__(self, talk: Discourse) -> None:
        self.talk = talk
        self.tokens = talk.tokens
        self.cast = talk.cast

    def owner(self, nominal: Nominal) -> int | None:
        """The entity of the possessor."""
        return None if nominal.owner is None else self.talk.meant.get(nominal.owner)

    def describe(self, nominal: Nominal) -> str:
        """A name for somebody unnamed, with the full name of a possessor that has one."""
        owner = self.owner(nominal)
        is_named = owner is not None and not self.cast[owner].is_anonymous and self.cast[owner].kind != "group"
        return describe(self.tokens, nominal, self.cast[owner].name if owner is not None and is_named else None)
