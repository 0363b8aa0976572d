-- Everything the dataset has on one story, in reading order.
-- Filter `WHERE story_id = '…'`. Documents come canonical copy first, then by day; below each document stand its quotes,
-- figures and events in the order of the text. Copies repeat the canonical text, though an update may add to it: drop
-- them with `WHERE NOT is_copy`. `same_as` leads to the statement, fact or episode that joins the row with other
-- documents' rows.
WITH line AS (
    SELECT doc_id, -1 AS "start", 'document' AS kind, coalesce(title, source_uri) AS text,
        NULL::VARCHAR AS who, NULL::VARCHAR AS whom, published_on AS day, doc_id AS id, story_id AS same_as, NULL::DOUBLE AS confidence
    FROM documents
    UNION ALL
    SELECT q.doc_id, q."start", 'quote', content_of(d.text, q.parts),
        coalesce(q.speaker_name, q.speaker_text), NULL, NULL, q.quote_id, q.statement_id, q.confidence
    FROM quotes AS q
    JOIN documents AS d USING (doc_id)
    UNION ALL
    SELECT g.doc_id, g."start", 'figure', g.text || coalesce(' (' || coalesce(g.measure, g.counted) || ')', ''),
        e.name, NULL, g.period_end_on, g.figure_id, g.fact_id, g.confidence
    FROM figures AS g
    LEFT JOIN entities AS e ON e.entity_id = g.claimed_by_id
    UNION ALL
    SELECT v.doc_id, v."start", 'event', v.event_type || ', ' || v.status || ': ' || v.trigger,
        coalesce(a.name, v.actor_text), coalesce(r.name, v.recipient_text), v.happened_on, v.event_id, v.episode_id, v.confidence
    FROM events AS v
    LEFT JOIN entities AS a ON a.entity_id = v.actor_id
    LEFT JOIN entities AS r ON r.entity_id = v.recipient_id
)
SELECT
    d.story_id, -- The story.
    row_number() OVER (
        PARTITION BY d.story_id
        ORDER BY d.doc_id <> t.canonical_doc_id, NOT d.is_canonical, d.published_on NULLS LAST, d.doc_id, n."start", n.kind, n.id
    ) AS place, -- Place in reading order.
    n.kind, -- document, quote, figure or event.
    n.text, -- The headline, the words, the quantity with what it measures, or the type, status and trigger.
    n.who, -- The speaker, whoever claims the figure, or the actor.
    n.whom, -- The recipient of an event.
    n.day, -- Day of publication, end of the figure's period, or first day of the event.
    d.outlet, -- The outlet.
    NOT d.is_canonical AS is_copy, -- Whether the text is a copy of one that stands for it.
    n.confidence, -- How likely the row is right.
    n.id, -- The row itself: look closer with `newsledger show`.
    n.same_as, -- Its statement, fact or episode; a document's story.
    d.doc_id -- The document.
FROM line AS n
JOIN documents AS d USING (doc_id)
JOIN stories AS t ON t.story_id = d.story_id
ORDER BY d.story_id, place
