-- Who said what, when, and who reported it?
-- One row for every statement and speaker; a joint statement has a row for each of its speakers. Look a person up with
-- `WHERE speaker_name ILIKE '%name%'`, a country's voices with `WHERE country = 'KAZ'`. `is_denied` marks what a text says
-- was not said. `outlet_count` counts copies of one text once, `outlets` names every outlet that has it.
WITH said AS (
    SELECT unnest(statements_of(q.statement_id, q.statement_ids)) AS statement_id, q.quote_id, q.kind, q.is_negated,
        q.speaker_ids, q.via_id, coalesce(a.name, q.addressee_text) AS addressee, q.story_id, d.outlet, d.published_on, q.confidence
    FROM quotes AS q
    JOIN documents AS d USING (doc_id)
    LEFT JOIN entities AS a ON a.entity_id = q.addressee_id
),
heard AS (
    SELECT statement_id, min(kind) AS kind, bool_and(is_negated) AS is_denied, max(confidence) AS confidence,
        list(DISTINCT outlet ORDER BY outlet) FILTER (outlet IS NOT NULL) AS outlets,
        list(DISTINCT story_id ORDER BY story_id) AS story_ids, list(DISTINCT quote_id ORDER BY quote_id) AS quote_ids,
        list_distinct(flatten(list(speaker_ids) FILTER (speaker_ids IS NOT NULL))) AS joint_ids,
        list(DISTINCT addressee ORDER BY addressee) FILTER (addressee IS NOT NULL) AS addressees,
        min_by(via_id, quote_id) FILTER (via_id IS NOT NULL) AS via_id
    FROM said
    GROUP BY statement_id
),
speaker AS (
    SELECT DISTINCT m.statement_id, unnest(
        CASE WHEN len(h.joint_ids) > 0 THEN list_distinct(list_append(h.joint_ids, m.speaker_id)) ELSE [m.speaker_id] END
    ) AS speaker_id
    FROM statements AS m
    JOIN heard AS h USING (statement_id)
)
SELECT
    coalesce(e.name, m.speaker_name) AS speaker_name, -- Who said it; null where the text does not tell.
    e.country, -- The state the speaker belongs to or speaks for.
    e.role, -- The speaker's office.
    m.text, -- What was said, in its fullest wording.
    h.kind, -- direct where any document has the words, else indirect, else mixed.
    h.is_denied, -- Whether the texts say it was not said.
    m.first_published_on, -- Earliest known day a document carried it.
    m.outlet_count, -- Outlets that carried it, copies counted once.
    m.document_count, -- Documents that carried it.
    h.outlets, -- The outlets, copies included.
    v.name AS via, -- The source it was reported through.
    h.addressees, -- Whom it was said to, as far as the texts tell.
    h.confidence, -- That of its surest quote.
    m.recurs_of, -- An earlier statement with the same formula.
    h.story_ids, -- The stories it stands in.
    h.quote_ids, -- The quotes that carry it.
    m.statement_id -- The statement.
FROM statements AS m
JOIN heard AS h USING (statement_id)
JOIN speaker AS p USING (statement_id)
LEFT JOIN entities AS e ON e.entity_id = p.speaker_id
LEFT JOIN entities AS v ON v.entity_id = h.via_id
WHERE p.speaker_id IS NOT NULL OR len(h.joint_ids) IS NULL OR len(h.joint_ids) = 0
ORDER BY speaker_name NULLS LAST, m.first_published_on NULLS LAST, m.statement_id
