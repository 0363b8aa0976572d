"""Which body a description means: "the company", "the battery maker", "the labour court", "the Grain Board agency"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from transforms.language.described import Resolver
from transforms.language.described_people import NEXT_SPEAKER_SENTENCES, ROLE_MATCH, WORD_MATCH
from transforms.language.discourse import BESIDE_NAME, BY_RECENCY, BY_SORT, DESCRIBED_ONLY, NAMED_LATER, NOBODY, Meaning
from transforms.language.institutions import STATE_BODIES
from transforms.language.lexicons import countries_by_name, fold, group_nouns, state_names, word_list
from transforms.language.nominals import Nominal
from transforms.language.salience import SPEAKER, mention_weight
from transforms.language.tokens import SUBJECTS

LOOSE = frozenset(
    {"company", "agency", "association", "bank"}
)  # "the agency" may be any organisation just talked about
# Sorts of bodies that go by a description: there is one labour court, and one port authority of a town.
PUBLIC_BODIES = frozenset({"agency", "court", "government", "legislature", "municipality", "military", "team"})
PARTS_OF_STATE = frozenset({"government", "legislature", "municipality"})
NATIONAL = word_list("national")  # adjectives that make a government the state's own
AMBIGUOUS_BODIES = word_list("ambiguous_bodies")  # things, unless a modifier says whose
TOWNS = word_list("towns")  # they act, but more often something happens in them


class Bodies(Resolver):
    """Resolves descriptions of one organisation or government."""

    def resolve(self, nominal: Nominal) -> Meaning:
        """ "The company": the organisation of that sort last talked about."""
        assert nominal.group is not None
        inside = self._organisation_inside(nominal)
        if inside is not None:
            return Meaning(inside, BESIDE_NAME)
        state = self._only_state(nominal)
        if state is not None:
            return Meaning(state, BY_RECENCY)
        group, sentence = nominal.group.group, self.tokens.sentence[nominal.head]
        best, best_score, is_sure = None, 0.0, False
        if nominal.determiner == "definite":
            for entity in self.talk.salience.seen():
                score, sure = self._fit_organisation(nominal, entity, sentence)
                if score > best_score:
                    best, best_score, is_sure = entity, score, sure
        if best is not None and is_sure:
            return Meaning(best, BY_SORT)
        later = self._firm_named_later(nominal)
        if later is not None:
            return Meaning(later, NAMED_LATER)
        if best is not None:
            return Meaning(best, BY_RECENCY)
        if not self._is_a_body(nominal):
            return NOBODY
        name = self.describe(nominal)
        is_state = self.tokens.lower[nominal.head] in STATE_BODIES and nominal.country is not None
        is_state = is_state or group in PARTS_OF_STATE
        index = self.cast.keyed("government" if is_state else "organisation", name, nominal.first, nominal.country)
        self.cast[index].groups[group] += 1
        if is_state and nominal.country is not None:
            return Meaning(index, DESCRIBED_ONLY)
        self.cast[index].is_anonymous = True
        return Meaning(index, DESCRIBED_ONLY)

    def _only_state(self, nominal: Nominal) -> int | None:
        """The state that "the government" is of, where the text so far names one state's bodies or leaders alone."""
        assert nominal.group is not None
        inside = set(self.tokens.lower[nominal.first + 1 : nominal.head])
        if nominal.group.group != "government" or nominal.determiner != "definite" or not inside <= NATIONAL:
            return None
        drafts = [self.cast[entity] for entity in self.talk.salience.seen()]
        countries = {
            draft.country for draft in drafts if draft.country and (draft.kind == "government" or draft.is_leader)
        }
        if len(countries) != 1:
            return None
        country = countries.pop()
        return self.cast.keyed("government", state_names()[country], nominal.first, country)

    def _is_a_body(self, nominal: Nominal) -> bool:
        """Whether a body without a name is one that acts, speaks or is turned to; "service" alone is a thing."""
        tokens, head = self.tokens, nominal.head
        assert nominal.group is not None
        speaks = mention_weight(tokens, head) >= SPEAKER
        is_thing = tokens.lower[head] in AMBIGUOUS_BODIES and not nominal.is_modified
        if (is_thing or tokens.lower[head] in TOWNS) and not speaks:
            verb = tokens.governor(head)
            return tokens.relation(head) == "nsubj" and tokens.pos[verb] == "VERB"
        if nominal.country is not None or speaks or tokens.relation(head) in SUBJECTS:
            return True
        is_turned_to = tokens.relation(head) in ("pobj", "dobj", "agent", "poss")
        return (
            nominal.determiner == "definite"
            and nominal.is_modified
            and is_turned_to
            and (nominal.group.group in PUBLIC_BODIES)
        )

    def _firm_named_later(self, nominal: Nominal) -> int | None:
        """A firm described first ("the operator") and named soon after by its head: "X chief executive Y"."""
        assert nominal.group is not None
        if nominal.group.group != "company" or nominal.determiner != "definite":
            return None
        start = bisect_left(self.talk.named, (nominal.last, -1))
        for at, entity in self.talk.named[start:]:
            if self.tokens.sentence[at] - self.tokens.sentence[nominal.head] > NEXT_SPEAKER_SENTENCES:
                return None
            if self.cast[entity].kind == "organisation" and self.cast[entity].is_firm:
                return entity
        return None

    def _organisation_inside(self, nominal: Nominal) -> int | None:
        """The organisation named before its own kind ("the Grain Board agency"), or the government of a named leader."""
        named = self.talk.named_between(nominal.first, nominal.head)
        if not named:
            return None
        at, entity = named[-1]
        draft = self.cast[entity]
        if (
            draft.kind == "person"
            and draft.country
            and self.tokens.lower[nominal.head] in ("administration", "government", "regime")
        ):
            return self.cast.keyed("government", state_names()[draft.country], nominal.first, draft.country)
        is_adjacent = self.talk.head_of_name(at) == nominal.head or at == nominal.head - 1
        is_body = draft.kind in ("organisation", "bloc") and self.tokens.lower[nominal.head] in (
            "group",
            "movement",
            "organization",
            "organisation",
        )
        return entity if is_adjacent and is_body else None

    def _fit_organisation(self, nominal: Nominal, entity: int, sentence: int) -> tuple[float, bool]:
        """How well an organisation fits a description, and whether its name or an earlier description says so."""
        assert nominal.group is not None
        draft, group, head = self.cast[entity], nominal.group.group, self.tokens.lower[nominal.head]
        if self._is_beside(nominal, entity) or self._is_inside(nominal, entity):
            return 0.0, False
        score = self.talk.salience.score(entity, sentence)
        if draft.kind not in ("organisation", "government", "bloc"):
            return 0.0, False
        if nominal.country and draft.country and draft.country != nominal.country:
            return 0.0, False
        words = [word for name in (draft.name, *sorted(draft.aliases)) for word in fold(name).split()]
        inside = self.tokens.lower[nominal.first : nominal.head]
        if "team" in draft.groups and group in ("team", "association") and not nominal.is_modified:
            return score + ROLE_MATCH, True
        if draft.is_anonymous and (head not in words or not set(inside[1:]) <= set(words)):
            return 0.0, False
        if not draft.is_anonymous and not self._shares_name(nominal, words):
            return 0.0, False
        nouns = _nouns_of((draft.name, *sorted(draft.aliases)))
        if head in nouns or (draft.is_anonymous and head in words):
            return score + ROLE_MATCH + WORD_MATCH, True
        if group in draft.groups or any(
            noun.group == group
            for word in (nouns if group == "government" else words)
            for noun in group_nouns().get(word, ())
        ):
            return score + ROLE_MATCH, True
        is_loose = group in LOOSE and draft.kind == "organisation" and not draft.is_anonymous
        is_loose = is_loose and not draft.groups
        is_other = any(noun.sort in ("organisation", "name") for word in words for noun in group_nouns().get(word, ()))
        is_other = is_other and (group == "company" or draft.is_firm or "company" in words)
        if not is_loose or is_other:
            return 0.0, False
        if nominal.is_modified:  # "the battery maker" is the only body named so far
            return (score, False) if group == "company" and self._is_only_body(entity) else (0.0, False)
        return score + WORD_MATCH * (draft.is_firm and group == "company"), False

    def _is_only_body(self, entity: int) -> bool:
        bodies = [
            other
            for other in self.talk.salience.seen()
            if self.cast[other].kind == "organisation" and not self.cast[other].is_anonymous
        ]
        return bodies == [entity]

    def _shares_name(self, nominal: Nominal, words: list[str]) -> bool:
        """Whether no name in the description, or one of the body's, says which is meant: not "the Norrby team" of others."""
        tokens = self.tokens
        names = [i for i in range(nominal.first, nominal.head) if tokens.pos[i] == "PROPN"]
        if any(tokens.lower[i] in words for i in names):
            return True
        return all(tokens.words[i + 1] == "-" or fold(tokens.words[i]) in countries_by_name() for i in names)

    def _is_inside(self, nominal: Nominal, entity: int) -> bool:
        """Whether the description names the entity to say whose or where it is: "the Norrby League team"."""
        return any(other == entity for _, other in self.talk.named_between(nominal.first, nominal.head))

    def _is_beside(self, nominal: Nominal, entity: int) -> bool:
        """Whether the entity is the subject of the verb that the description is the object of."""
        tokens = self.tokens
        if tokens.relation(nominal.head) != "dobj":
            return False
        verb = tokens.governor(nominal.head)
        return any(
            other == entity and tokens.relation(head) in SUBJECTS and tokens.governor(head) == verb
            for head, other in self.talk.meant.items()
            if tokens.sentence[head] == tokens.sentence[nominal.head]
        )


def _nouns_of(names: Iterable[str]) -> set[str]:
    """What bodies of these names are: the word before "of" or "for", else the last: "board", "committee"."""
    found = set()
    for name in names:
        words = fold(name).split()
        end = next((i for i, word in enumerate(words) if i and word in ("of", "for")), len(words))
        found.update(words[end - 1 : end])
    return found
