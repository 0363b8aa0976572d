"""Quotes of one document: from its parse and entities to one row an attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from transforms.language.model import DocumentEntities, Span
from transforms.quotes.according import according_attributions
from transforms.quotes.addressees import addressee_of
from transforms.quotes.adjectives import adjective_attributions
from transforms.quotes.attribution import Attribution, Reading, read_document
from transforms.quotes.confidence import confidence_of, rule_of
from transforms.quotes.cues import find_cue_verbs
from transforms.quotes.direct import Utterances, direct_attributions, without_comma
from transforms.quotes.floating import carry_speakers
from transforms.quotes.indirect import indirect_attributions
from transforms.quotes.layout import layout_attributions
from transforms.quotes.model import Quote
from transforms.quotes.nouns import noun_attributions
from transforms.quotes.speakers import Resolved, resolve
from transforms.quotes.via import report_sources

if TYPE_CHECKING:
    from spacy.tokens import Doc

STANDS = frozenset({"think", "show"})
SPEECH_FRAMES = frozenset(
    {
        "that",
        "to_obj",
        "around",
        "according",
        "floating",
        "direct_after",
        "direct_before",
        "direct_before_colon",
        "signed",
        "headline",
        "noun_is",
    }
)


def find_quotes(doc: Doc, entities: DocumentEntities) -> tuple[Quote, ...]:
    """Every attribution of words in `doc`, in text order; offsets are code points of `doc.text`.

    No two quotes share the same parts. A quote whose speaker `entities` does not know keeps its speaker's words.
    """
    return tuple(quote for quote, _ in find_quotes_by_rule(doc, entities))


def find_quotes_by_rule(doc: Doc, entities: DocumentEntities) -> list[tuple[Quote, str]]:
    """The quotes of `doc`, each with the rule that found it; confidence is calibrated rule by rule."""
    if not len(doc):
        return []
    reading = read_document(doc)
    reading.cues.update((token.i, entry) for token, entry in find_cue_verbs(doc) if not reading.is_quoted(token.i))
    utterances = direct_attributions(reading)
    indirect = [
        *according_attributions(reading, utterances.cues),
        *noun_attributions(reading),
        *adjective_attributions(reading),
    ]
    for index, entry in reading.cues.items():
        if index not in utterances.cues:
            indirect.extend(indirect_attributions(reading, doc[index], entry))
    found = _merge(reading, utterances, [*layout_attributions(reading, utterances.attributions), *indirect])
    found = report_sources(found)
    carry_speakers(reading, found)
    return [_quote(reading, attribution, entities) for attribution in found]


def _merge(reading: Reading, utterances: Utterances, others: Sequence[Attribution]) -> list[Attribution]:
    """All attributions in text order, without those that only repeat an utterance; no two of the same span.

    Words in marks without a cue of their own are part of the sentence around them that has one ("“Stunning,” since so much
    is lost, said Lind").
    """
    told = [other for other in others if other.frame == "around" and other.speaker is not None]
    inside = [
        floating
        for floating in utterances.attributions
        if floating.frame == "floating" and any(other.span.covers(floating.span) for other in told)
    ]
    found = [utterance for utterance in utterances.attributions if utterance not in inside]
    covers = {reading.quotations[index].outer for index in utterances.quotations}
    covers -= {quotation.outer for floating in inside for quotation in reading.quotations_in(floating.span)}
    spans = {attribution.span for attribution in found}
    for attribution in others:
        if attribution.span not in spans and not _repeats(reading, attribution, covers):
            spans.add(attribution.span)
            found.append(attribution)
    return sorted(found, key=lambda a: (a.span, a.parts, a.cue_word or -1))


def _repeats(reading: Reading, attribution: Attribution, covers: set[Span]) -> bool:
    """Whether most of the content is utterances (`covers`, marks included) that have rows of their own."""
    total = sum(part.end - part.start for part in attribution.parts)
    shared = sum(
        min(part.end, quotation.outer.end) - max(part.start, quotation.outer.start)
        for part in attribution.parts
        for quotation in reading.quotations_in(part)
        if quotation.outer in covers
    )
    return 2 * shared >= total


def _quote(reading: Reading, attribution: Attribution, entities: DocumentEntities) -> tuple[Quote, str]:
    parts, kind = _kind(reading, attribution)
    resolved = resolve(attribution.speaker, attribution.head, entities)
    if resolved.entity is None and not resolved.entities and attribution.speaker is not None:
        resolved = Resolved(reading.named(entities).get(reading.text[slice(*attribution.speaker.span)]))
    mention = entities.mention_at(attribution.via.idx) if attribution.via is not None else None
    addressee = addressee_of(reading, attribution, entities)
    quote = Quote(
        parts=parts,
        kind=kind,
        cue=attribution.cue,
        speaker=attribution.speaker.span if attribution.speaker else None,
        speaker_entity=resolved.entity,
        speaker_entities=resolved.entities,
        confidence=0.0,
        via_entity=mention.entity if mention and mention.entity != resolved.entity else None,
        is_negated=attribution.is_negated,
        act=act_of(attribution),
        addressee=addressee.span if addressee else None,
        addressee_entity=resolve(addressee, None, entities).entity,
    )
    rule = rule_of(quote, attribution)
    return replace(quote, confidence=confidence_of(rule)), rule


def act_of(attribution: Attribution) -> str:
    """ "speech" where the content is what was said, "stand" where it is what was thought, wanted, judged or promised."""
    asked = attribution.frame == "wh" and attribution.cue_class in ("say", "ask", "report")
    made_clear = attribution.frame == "adjective_that" and attribution.cue_class == "say"
    speech = attribution.cue_class not in STANDS and (attribution.frame in SPEECH_FRAMES or asked or made_clear)
    return "speech" if speech else "stand"


def _kind(reading: Reading, attribution: Attribution) -> tuple[tuple[Span, ...], str]:
    """Direct where all of the content stands in marks (which are then left out), mixed where some of it does."""
    if attribution.frame in ("floating", "signed"):
        return attribution.parts, "direct"
    if attribution.frame.startswith("direct"):
        quoted = [any(q.outer.covers(part) for q in reading.quotations_in(part)) for part in attribution.parts]
        return attribution.parts, "direct" if all(quoted) else "mixed"
    span = attribution.span
    inside = reading.quotations_in(span)
    if not inside:
        return attribution.parts, "indirect"
    if (
        len(inside) == 1
        and len(attribution.parts) == 1
        and inside[0].outer.covers(Span(span.start, min(span.end, inside[0].outer.end)))
        and span.end - inside[0].outer.end <= 1
    ):
        return without_comma(reading.text, inside[0].parts), "direct"
    return attribution.parts, "mixed"
