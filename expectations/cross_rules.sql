-- Rules between rows and tables, written by hand. Keys, references and offsets follow from warehouse/tables.py and stand
-- in warehouse/checks.py; here stands what a declaration cannot say: counts that add up, rows that agree.
--
-- Each rule is a head of comments and one query that returns the offending rows as (id, reason); no rows means it holds.
--   rule      table.name, the table being the one whose rows offend
--   severity  fail: the dataset contradicts itself, the build is refused; warn: unlikely or ambiguous, the report shows it.
--             There is no reject: at this point other rows already count on the row.
--   why       what goes wrong for whom
--   remedy    what to do
-- The macros and temporary tables of cross_setup.sql may be used.

-- ==== documents ======================================================================================================

-- rule: documents.copy.one_canonical
-- severity: fail
-- why: Everything that counts independent sources counts the canonical document of each cluster of copies; with none the text vanishes, with two it counts twice.
-- remedy: mend deduplicate: it must mark exactly one document of each copy_id.
SELECT copy_id AS id, count(*) FILTER (is_canonical) || ' of its ' || count(*) || ' documents are canonical' AS reason
FROM documents GROUP BY copy_id HAVING count(*) FILTER (is_canonical) <> 1;

-- rule: documents.copy.one_story
-- severity: fail
-- why: Copies of one text report the same happening. In two stories they would look like two happenings.
-- remedy: mend deduplicate: cluster canonical documents, then give their copies the same story.
SELECT copy_id AS id, 'its documents stand in ' || count(DISTINCT story_id) || ' stories' AS reason
FROM documents GROUP BY copy_id HAVING count(DISTINCT story_id) > 1;

-- rule: documents.source.once
-- severity: fail
-- why: A record of a file that stands in two documents counts twice everywhere.
-- remedy: mend ingest: it must turn a repeated record away with a reason.
SELECT min(doc_id) AS id, source_uri || coalesce(' record ' || source_key, '') || ' stands in ' || count(*) || ' documents' AS reason
FROM documents GROUP BY source_uri, source_key HAVING count(*) > 1;

-- rule: documents.not_also_rejected
-- severity: fail
-- why: Files in = documents + rejects. A file that is both makes the sum wrong and leaves readers in doubt whether to trust it.
-- remedy: mend ingest: it must yield either a document or a reject.
SELECT d.doc_id AS id, 'it was also turned away: ' || r.reason AS reason
FROM documents AS d JOIN rejects AS r ON r.doc_id = d.doc_id
WHERE r.stage = 'ingest' OR starts_with(r.rule, 'documents.');

-- rule: documents.same_text.one_copy
-- severity: warn
-- why: Texts equal to the letter are copies; unrecognised, one agency story counts as several independent sources.
-- remedy: look at why deduplicate kept them apart.
SELECT min(doc_id) AS id, count(*) || ' documents with the same text have ' || count(DISTINCT copy_id) || ' copy ids' AS reason
FROM documents GROUP BY md5(text) HAVING count(DISTINCT copy_id) > 1;

-- rule: documents.has_mentions
-- severity: warn
-- why: Hardly a story of a hundred words names nobody and nothing. Mostly the text is not prose, not English, or a step skipped it.
-- remedy: read the text; if it is a story, look at the log of the extract step for its batch.
SELECT doc_id AS id, word_count || ' words without a single mention' AS reason
FROM documents WHERE word_count >= 100 AND doc_id NOT IN (SELECT doc_id FROM mentions);

-- ==== overlaps =======================================================================================================

-- rule: overlaps.shared_passages.same_words
-- severity: warn
-- why: People read the passage in one document and believe it stands in the other.
-- remedy: mend deduplicate: passages must be cut at the words both texts share. Case, marks and spaces may differ.
SELECT o.doc_id_a || ' ' || o.doc_id_b AS id,
  'its passage at ' || p.start_a || ' reads ' || excerpt(substring(a.text, p.start_a + 1, p.end_a - p.start_a))
    || ', the other at ' || p.start_b || ' ' || excerpt(substring(b.text, p.start_b + 1, p.end_b - p.start_b)) AS reason
FROM (SELECT doc_id_a, doc_id_b, unnest(shared_passages) AS p FROM "overlaps") AS o
JOIN documents AS a ON a.doc_id = o.doc_id_a
JOIN documents AS b ON b.doc_id = o.doc_id_b
WHERE words_of(substring(a.text, p.start_a + 1, p.end_a - p.start_a))
  <> words_of(substring(b.text, p.start_b + 1, p.end_b - p.start_b));

-- rule: overlaps.copies.share_copy_id
-- severity: warn
-- why: Documents called exact copies must count once, and only a shared copy_id makes them.
-- remedy: look at why deduplicate recorded the overlap and kept their copy_id apart.
SELECT o.doc_id_a || ' ' || o.doc_id_b AS id, 'an exact copy, yet their copy_id differ' AS reason
FROM "overlaps" AS o JOIN documents AS a ON a.doc_id = o.doc_id_a JOIN documents AS b ON b.doc_id = o.doc_id_b
WHERE o.kind = 'exact' AND a.copy_id <> b.copy_id;

-- rule: overlaps.same_story.shared
-- severity: warn
-- why: A pair said to report the same happening that stands in two stories contradicts itself.
-- remedy: look at where the clustering cut between them.
SELECT o.doc_id_a || ' ' || o.doc_id_b AS id, 'said to report the same happening, yet they stand in two stories' AS reason
FROM "overlaps" AS o JOIN documents AS a ON a.doc_id = o.doc_id_a JOIN documents AS b ON b.doc_id = o.doc_id_b
WHERE o.kind = 'same_story' AND a.story_id <> b.story_id;

-- ==== stories ========================================================================================================

-- rule: stories.document_count.adds_up
-- severity: fail
-- why: "n documents" is the first thing people read about a story.
-- remedy: mend deduplicate: count the documents after clusters are final.
SELECT s.story_id AS id, 'says ' || s.document_count || ' documents, has ' || coalesce(c.documents, 0) AS reason
FROM stories AS s LEFT JOIN story_sources AS c USING (story_id)
WHERE s.document_count <> coalesce(c.documents, 0);

-- rule: stories.outlet_count.adds_up
-- severity: fail
-- why: "Carried by n outlets" is what people print. Copies count once, and an unnamed outlet as one.
-- remedy: mend deduplicate: transforms/reconcile/counting.py counts outlets for every table.
SELECT s.story_id AS id, 'says ' || s.outlet_count || ' outlets, has ' || c.outlets AS reason
FROM stories AS s JOIN story_sources AS c USING (story_id)
WHERE s.outlet_count <> c.outlets;

-- rule: stories.published.adds_up
-- severity: fail
-- why: The first and last day of a story sort every timeline.
-- remedy: mend deduplicate: take them from the documents after their dates were completed.
SELECT s.story_id AS id,
  'says ' || coalesce(s.first_published_on::VARCHAR, 'null') || ' to ' || coalesce(s.last_published_on::VARCHAR, 'null')
    || ', its documents ' || coalesce(c.first_on::VARCHAR, 'null') || ' to ' || coalesce(c.last_on::VARCHAR, 'null') AS reason
FROM stories AS s JOIN story_sources AS c USING (story_id)
WHERE s.first_published_on IS DISTINCT FROM c.first_on OR s.last_published_on IS DISTINCT FROM c.last_on;

-- rule: stories.canonical.is_member
-- severity: fail
-- why: The story is shown by its canonical document; one of another story would show something else.
-- remedy: mend deduplicate: choose among the story's own canonical documents.
SELECT s.story_id AS id, s.canonical_doc_id || ' is not a canonical document of it' AS reason
FROM stories AS s JOIN documents AS d ON d.doc_id = s.canonical_doc_id
WHERE d.story_id <> s.story_id OR NOT d.is_canonical;

-- ==== entities and mentions ==========================================================================================

-- rule: entities.document_count.adds_up
-- severity: warn
-- why: It ranks the entities people see first. A plural ("the two leaders") names entities without a mention of their own, so a small surplus can be right.
-- remedy: look at where reconcile counts the documents of entities.
SELECT e.entity_id AS id, e.name || ' says ' || e.document_count || ' documents, is mentioned in ' || coalesce(m.documents, 0) AS reason
FROM entities AS e LEFT JOIN (SELECT entity_id, count(DISTINCT doc_id) AS documents FROM mentions GROUP BY entity_id) AS m USING (entity_id)
WHERE e.document_count <> coalesce(m.documents, 0);

-- rule: entities.one_row_each
-- severity: warn
-- why: Two rows for one person split everything that person said. (Groups such as "investors" are others in every story.)
-- remedy: look at what kept reconcile from linking them; give the name list what tells they are one.
SELECT min(entity_id) AS id, count(*) || ' entities are called ' || min(name) || ' (' || kind || ')' AS reason
FROM entities WHERE kind <> 'group' GROUP BY lower(name), kind, country HAVING count(*) > 1;

-- rule: entities.used
-- severity: warn
-- why: An entity that nothing points to is a left-over; people who browse the list find nothing behind it.
-- remedy: look at why reconcile kept it.
SELECT e.entity_id AS id, e.name || ' stands in no mention, quote, figure or event' AS reason
FROM entities AS e ANTI JOIN used_entities AS u ON u.entity_id = e.entity_id;

-- rule: mentions.free_of_overlap
-- severity: warn
-- why: Words that are two mentions at once count twice, and one of the two is wrong.
-- remedy: look at the entity step: mentions must be free of overlap.
SELECT mention_id AS id, excerpt(text) || ' overlaps the mention before it' AS reason
FROM (SELECT *, max("end") OVER (PARTITION BY doc_id ORDER BY "start", "end", mention_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM mentions)
WHERE "start" < before;

-- rule: mentions.name.one_person
-- severity: warn
-- why: Within one story a person's name means one person. If it leads to two, quotes went to a namesake or to a split-off twin.
-- remedy: look at the rows of that document in `mentions`.
SELECT min(mention_id) AS id, excerpt(text) || ' means ' || count(DISTINCT entity_id) || ' people in ' || doc_id AS reason
FROM mentions JOIN entities AS e USING (entity_id)
WHERE form = 'name' AND e.kind = 'person' GROUP BY doc_id, text HAVING count(DISTINCT entity_id) > 1;

-- ==== quotes and statements ==========================================================================================

-- rule: quotes.story.of_document
-- severity: fail
-- why: Coverage compares who carried a statement within one story; under another story the row compares nothing.
-- remedy: mend the step that fills story_id: it must follow the document.
SELECT q.quote_id AS id, 'says ' || q.story_id || ', its document ' || d.story_id AS reason
FROM quotes AS q JOIN documents AS d USING (doc_id) WHERE q.story_id <> d.story_id;

-- rule: quotes.speaker_name.of_entity
-- severity: fail
-- why: The name is what readers see. Another name than the entity's puts the words into somebody else's mouth.
-- remedy: mend reconcile: take the name from the linked entity.
SELECT q.quote_id AS id, 'says ' || q.speaker_name || ', the entity is ' || e.name AS reason
FROM quotes AS q JOIN entities AS e ON e.entity_id = q.speaker_id WHERE q.speaker_name <> e.name;

-- rule: quotes.speaker.can_speak
-- severity: warn
-- why: Places do not speak. "Beijing said" means a government; a quote under the city is missing from the government's record.
-- remedy: look at the speaker's mention: which kind should the entity have?
SELECT q.quote_id AS id, 'its speaker ' || e.name || ' is a place' AS reason
FROM quotes AS q JOIN entities AS e ON e.entity_id = q.speaker_id WHERE e.kind = 'place';

-- rule: quotes.direct.free_of_overlap
-- severity: warn
-- why: The same words in two direct quotes count as said twice.
-- remedy: look at the marks around both; mostly a quote within a quote or a mark too many.
SELECT b.quote_id AS id, 'its words also stand in ' || a.quote_id AS reason
FROM quotes AS a JOIN quotes AS b USING (doc_id)
WHERE a.kind = 'direct' AND b.kind = 'direct' AND (a."start", a.quote_id) < (b."start", b.quote_id)
  AND b."start" < a."end"
  AND list_contains(flatten(list_transform(a.parts, lambda p: list_transform(b.parts, lambda r: p."start" < r."end" AND r."start" < p."end"))), true);

-- rule: statements.quote_count.adds_up
-- severity: fail
-- why: "Said in n quotes" must be the number of rows people find behind it.
-- remedy: mend reconcile: count quotes by statement_id and statement_ids after both are final.
SELECT s.statement_id AS id, 'says ' || s.quote_count || ' quotes, has ' || coalesce(c.members, 0) AS reason
FROM statements AS s LEFT JOIN statement_sources AS c USING (statement_id)
WHERE s.quote_count <> coalesce(c.members, 0);

-- rule: statements.documents.add_up
-- severity: fail
-- why: "Carried by n outlets" is what people print. Copies count once, and an unnamed outlet as one.
-- remedy: mend reconcile: transforms/reconcile/counting.py counts for every table.
SELECT s.statement_id AS id,
  'says ' || s.document_count || ' documents, ' || s.outlet_count || ' outlets, first on ' || coalesce(s.first_published_on::VARCHAR, 'null')
    || '; its quotes say ' || c.documents || ', ' || c.outlets || ', ' || coalesce(c.first_on::VARCHAR, 'null') AS reason
FROM statements AS s JOIN statement_sources AS c USING (statement_id)
WHERE (s.document_count, s.outlet_count) <> (c.documents, c.outlets) OR s.first_published_on IS DISTINCT FROM c.first_on;

-- rule: statements.speaker_name.of_entity
-- severity: fail
-- why: The name is what readers see. Another name than the entity's puts the words into somebody else's mouth.
-- remedy: mend reconcile: take the name from the linked entity.
SELECT s.statement_id AS id, 'says ' || s.speaker_name || ', the entity is ' || e.name AS reason
FROM statements AS s JOIN entities AS e ON e.entity_id = s.speaker_id WHERE s.speaker_name <> e.name;

-- rule: statements.speaker.of_quotes
-- severity: warn
-- why: One statement has one speaker. A quote by another under it puts words into a mouth, unless one speaks for the other (a state for its leader, a state broadcaster for the state).
-- remedy: look at both quotes; if neither speaks for the other, reconcile joined what it should not.
SELECT s.statement_id AS id, q.quote_id || ' under it is by ' || coalesce(q.speaker_name, q.speaker_id) || ', not ' || coalesce(s.speaker_name, s.speaker_id) AS reason
FROM statements AS s JOIN quotes AS q USING (statement_id)
WHERE q.speaker_id IS NOT NULL AND s.speaker_id IS NOT NULL AND q.speaker_id <> s.speaker_id
  AND NOT coalesce(list_contains(q.speaker_ids, s.speaker_id), false);

-- rule: statements.recurs_of.same_speaker
-- severity: warn
-- why: A formula recurs with the one who uses it; with another speaker it is a second statement.
-- remedy: look at both statements.
SELECT s.statement_id AS id, 'recurs of a statement by ' || o.speaker_name AS reason
FROM statements AS s JOIN statements AS o ON o.statement_id = s.recurs_of
WHERE s.speaker_id <> o.speaker_id;

-- rule: statements.recurs_of.earlier
-- severity: warn
-- why: The first occasion is the earlier one; turned round, the chain leads away from it.
-- remedy: mend reconcile: order occasions by first_published_on.
SELECT s.statement_id AS id, 'of ' || s.first_published_on || ' recurs of one of ' || o.first_published_on AS reason
FROM statements AS s JOIN statements AS o ON o.statement_id = s.recurs_of
WHERE s.first_published_on < o.first_published_on;

-- rule: quotes.statement.among_statements
-- severity: warn
-- why: Whoever unnests statement_ids would lose the quote's main clause.
-- remedy: mend reconcile: statement_ids, where filled, begins with statement_id.
SELECT quote_id AS id, 'its statement_ids lack ' || statement_id AS reason
FROM quotes WHERE len(statement_ids) > 0 AND NOT list_contains(statement_ids, statement_id);

-- ==== figures, dates and facts =======================================================================================

-- rule: figures.story.of_document
-- severity: fail
-- why: Disputed facts compare documents of one story; under another story the row compares nothing.
-- remedy: mend the step that fills story_id: it must follow the document.
SELECT f.figure_id AS id, 'says ' || f.story_id || ', its document ' || d.story_id AS reason
FROM figures AS f JOIN documents AS d USING (doc_id) WHERE f.story_id <> d.story_id;

-- rule: figures.quote.encloses
-- severity: fail
-- why: quote_id says that somebody said the number. Outside the quote, nobody did.
-- remedy: mend the extract step: set quote_id by containment in the quote's parts.
SELECT f.figure_id AS id, excerpt(f.text) || ' stands outside ' || q.quote_id AS reason
FROM figures AS f JOIN quotes AS q USING (quote_id)
WHERE f.doc_id <> q.doc_id OR f."start" < q."start" OR f."end" > q."end";

-- rule: figures.free_of_overlap
-- severity: warn
-- why: One number read twice doubles every sum.
-- remedy: look at the text; "two to three million" is one range and not two figures.
SELECT figure_id AS id, excerpt(text) || ' overlaps the figure before it' AS reason
FROM (SELECT *, max("end") OVER (PARTITION BY doc_id ORDER BY "start", "end", figure_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM figures)
WHERE "start" < before;

-- rule: figures.not_a_date
-- severity: warn
-- why: Calendar dates are no figures; a day of the month among the counts is noise in every list.
-- remedy: look at the text; a duration ("three weeks") may rightly be both and is not reported.
SELECT f.figure_id AS id, excerpt(f.text) || ' stands in the date ' || excerpt(t.text) AS reason
FROM figures AS f JOIN dates AS t USING (doc_id)
WHERE t."start" <= f."start" AND f."end" <= t."end" AND f.kind NOT IN ('duration', 'age');

-- rule: dates.belongs_to_own_document
-- severity: fail
-- why: A date in one document says nothing of an event or figure in another.
-- remedy: mend the extract step: event_id and figure_id are made per document.
SELECT t.date_id AS id, 'belongs to a row of another document' AS reason
FROM dates AS t LEFT JOIN events AS e USING (event_id) LEFT JOIN figures AS f USING (figure_id)
WHERE e.doc_id <> t.doc_id OR f.doc_id <> t.doc_id;

-- rule: facts.figure_count.adds_up
-- severity: fail
-- why: "Reported n times" must be the number of rows people find behind it.
-- remedy: mend reconcile: count figures after fact_id is final.
SELECT f.fact_id AS id, 'says ' || f.figure_count || ' figures, has ' || coalesce(c.members, 0) AS reason
FROM facts AS f LEFT JOIN fact_sources AS c USING (fact_id)
WHERE f.figure_count <> coalesce(c.members, 0);

-- rule: facts.documents.add_up
-- severity: fail
-- why: "Carried by n outlets" is what people print. Copies count once, and an unnamed outlet as one.
-- remedy: mend reconcile: transforms/reconcile/counting.py counts for every table.
SELECT f.fact_id AS id,
  'says ' || f.document_count || ' documents, ' || f.outlet_count || ' outlets; its figures say ' || c.documents || ', ' || c.outlets AS reason
FROM facts AS f JOIN fact_sources AS c USING (fact_id)
WHERE (f.document_count, f.outlet_count) <> (c.documents, c.outlets);

-- rule: facts.kind.of_figures
-- severity: fail
-- why: A count and a percentage are never the same fact; joined, one of them is misreported.
-- remedy: mend reconcile: figures of different kinds are different facts.
SELECT f.fact_id AS id, g.figure_id || ' under it is ' || g.kind || ', the fact ' || f.kind AS reason
FROM facts AS f JOIN figures AS g USING (fact_id) WHERE g.kind <> f.kind;

-- rule: facts.values.of_figures
-- severity: warn
-- why: The range people print must be the range the documents state. (Figures in another unit of the same measure are not compared.)
-- remedy: look at the figures of the fact; mend reconcile if none of them states the end of the range.
SELECT f.fact_id AS id, 'says ' || f.value_low || ' to ' || f.value_high || ', its figures ' || g.low || ' to ' || g.high AS reason
FROM facts AS f
JOIN (SELECT fact_id, min(value) AS low, max(coalesce(value_high, value)) AS high, min(unit) AS least, max(unit) AS most FROM figures GROUP BY fact_id) AS g USING (fact_id)
WHERE g.least = f.unit AND g.most = f.unit
  AND (abs(f.value_low - g.low) > 1e-9 * greatest(1, abs(g.low)) OR abs(f.value_high - g.high) > 1e-9 * greatest(1, abs(g.high)));

-- ==== events and episodes ============================================================================================

-- rule: events.story.of_document
-- severity: fail
-- why: Timelines of a story list its events; under another story it is missing here and strange there.
-- remedy: mend the step that fills story_id: it must follow the document.
SELECT e.event_id AS id, 'says ' || e.story_id || ', its document ' || d.story_id AS reason
FROM events AS e JOIN documents AS d USING (doc_id) WHERE e.story_id <> d.story_id;

-- rule: events.quote.encloses
-- severity: fail
-- why: quote_id says that somebody claimed the event. Outside the quote, nobody did.
-- remedy: mend the extract step: set quote_id by containment in the quote's parts.
SELECT e.event_id AS id, excerpt(e."trigger") || ' stands outside ' || q.quote_id AS reason
FROM events AS e JOIN quotes AS q USING (quote_id)
WHERE e.doc_id <> q.doc_id OR e."start" < q."start" OR e."end" > q."end";

-- rule: events.happened.before_published
-- severity: warn
-- why: What has happened cannot lie after the day it was reported. The date was resolved to the wrong week or year, or the event is only planned.
-- remedy: look at the sentence; is it planned, or the date another one's?
SELECT e.event_id AS id, 'happened on ' || e.happened_on || ', reported by ' || d.published_until AS reason
FROM events AS e JOIN documents AS d USING (doc_id)
WHERE e.status = 'happened' AND e.happened_on > d.published_until;

-- rule: events.planned.not_past
-- severity: warn
-- why: A plan for a day that had passed when the story came out is mostly an event that happened, or a date of another year.
-- remedy: look at the sentence.
SELECT e.event_id AS id, 'planned for up to ' || e.happened_until || ', reported from ' || d.published_from AS reason
FROM events AS e JOIN documents AS d USING (doc_id)
WHERE e.status = 'planned' AND e.happened_until < d.published_from;

-- rule: episodes.event_count.adds_up
-- severity: fail
-- why: "Mentioned n times" must be the number of rows people find behind it.
-- remedy: mend reconcile: count events after episode_id is final.
SELECT p.episode_id AS id, 'says ' || p.event_count || ' events, has ' || coalesce(c.members, 0) AS reason
FROM episodes AS p LEFT JOIN episode_sources AS c USING (episode_id)
WHERE p.event_count <> coalesce(c.members, 0);

-- rule: episodes.documents.add_up
-- severity: fail
-- why: "Carried by n outlets" is what people print. Copies count once, and an unnamed outlet as one.
-- remedy: mend reconcile: transforms/reconcile/counting.py counts for every table.
SELECT p.episode_id AS id,
  'says ' || p.document_count || ' documents, ' || p.outlet_count || ' outlets; its events say ' || c.documents || ', ' || c.outlets AS reason
FROM episodes AS p JOIN episode_sources AS c USING (episode_id)
WHERE (p.document_count, p.outlet_count) <> (c.documents, c.outlets);

-- rule: episodes.type.of_events
-- severity: warn
-- why: An episode counts acts of one type. Mentions of it may be coded to a neighbouring type (talks as an agreement, a refusal to condemn as either, drills by whom they are held with or against); a threat among assaults falsifies both counts.
-- remedy: look at the events; if the types are not neighbours, reconcile joined what it should not.
SELECT p.episode_id AS id, e.event_id || ' under it is ' || e.event_type || ', the episode ' || p.event_type AS reason
FROM episodes AS p JOIN events AS e USING (episode_id)
WHERE e.event_type <> p.event_type AND 'REJECT' NOT IN (e.event_type, p.event_type) AND coalesce(e.mode, '') <> 'exercise';
