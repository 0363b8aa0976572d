"""Who speaks in a writing that says something: "the ministry's report", "the lawsuit", "the study"."""

from __future__ import annotations

from transforms.language.described import Resolver
from transforms.language.described_bodies import Bodies
from transforms.language.discourse import ISSUER, UNKNOWN, Discourse, Meaning
from transforms.language.lexicons import document_nouns, group_nouns, word_list
from transforms.language.nominals import Nominal
from transforms.language.tokens import SUBJECTS

# Verbs by which a writing comes into the world, and those that mean a writ without naming it.
ISSUING = word_list("issuing")
SUING = word_list("suing")
WRITS = word_list("writs")  # one suit goes by all of these names
REACH = 20  # tokens between such a verb and its subject or object


class Writings(Resolver):
    """Resolves nouns for writings to whoever issued them."""

    def __init__(self, talk: Discourse, bodies: Bodies) -> None:
        super().__init__(talk)
        self._bodies = bodies
        self._issuers: dict[str, int] = {}  # noun for a writing to who issued it; "" is the last of all

    def resolve(self, nominal: Nominal) -> Meaning:
        """A writing that says something speaks for whoever issued it: "the ministry's statement", "the study"."""
        tokens = self.tokens
        issuer = self.owner(nominal)
        if issuer is None:
            inside = self.talk.named_between(nominal.first, nominal.head)
            issuer = inside[-1][1] if inside else self._issuer_after(nominal)
        lower = tokens.lower[nominal.head]
        if issuer is None:
            issuer = self._issuing_body(nominal)
        if issuer is None and nominal.determiner == "definite":
            issuer = self._issuers.get(lower) or self._issued_before(nominal)
            if issuer is None and nominal.head - nominal.first == 1:
                issuer = self._issuers.get("")
        if issuer is None or self.cast[issuer].kind == "place":
            return UNKNOWN
        self._issuers[lower] = self._issuers[""] = issuer
        return Meaning(issuer, ISSUER)

    def _issued_before(self, nominal: Nominal) -> int | None:
        """Who the text before says filed, wrote or released such a writing: "Lind is suing the port. The suit says ..."."""
        tokens, noun = self.tokens, self.tokens.lower[nominal.head]
        names = WRITS if noun in WRITS else {noun}
        for i in range(nominal.first - 1, -1, -1):
            if tokens.pos[i] != "VERB":
                continue
            if tokens.lemma[i] in SUING:
                is_issued = noun in WRITS
            else:
                is_issued = tokens.lemma[i] in ISSUING and any(word in names for word in self._objects(i))
            if is_issued and (issuer := self._subject(i)) is not None:
                return issuer
        return None

    def _objects(self, verb: int) -> list[str]:
        """Nouns for writings that the verb has as its object."""
        tokens = self.tokens
        return [
            tokens.lower[i]
            for i in range(verb + 1, min(verb + REACH, len(tokens)))
            if tokens.head[i] == verb and tokens.dep[i] == "dobj" and tokens.lower[i] in document_nouns()
        ]

    def _subject(self, verb: int) -> int | None:
        """The entity that is the verb's subject, or that of the verb it is joined to."""
        tokens = self.tokens
        for governor in (verb, tokens.head[verb]):
            for i in range(max(0, governor - REACH), governor):
                if tokens.head[i] == governor and tokens.dep[i] in SUBJECTS:
                    return self.talk.meant.get(i)
        return None

    def _issuing_body(self, nominal: Nominal) -> int | None:
        """The organisation described before the noun: "the parole board" in "the parole board decision"."""
        for i in range(nominal.head - 1, nominal.first - 1, -1):
            group = next(
                (group for group in group_nouns().get(self.tokens.lower[i], ()) if group.sort == "organisation"), None
            )
            if group is not None:
                described = Nominal(nominal.first, i + 1, i, "definite", group=group, country=nominal.country)
                return self._bodies.resolve(described).entity
        first = nominal.head
        while (
            first > nominal.first
            and self.tokens.pos[first - 1] == "PROPN"
            and self.tokens.words[first - 1][0].isupper()
        ):
            first -= 1
        if first == nominal.head:
            return None
        return self.cast.keyed("organisation", self.tokens.span_text(first, nominal.head), first)

    def _issuer_after(self, nominal: Nominal) -> int | None:
        """Who is named after the noun as its source: "by", "from", "of" or "for" somebody."""
        for at, entity in self.talk.named_between(nominal.last, nominal.last + 10):
            before = at - 1
            while before > nominal.head and self.tokens.lower[before] in ("the", "a"):
                before -= 1
            if self.tokens.lower[before] in ("by", "from", "of", "for"):
                return entity
        return None
