-- What happened, day by day?
-- One row for every episode, earliest first, those without a known day last. Keep to what took place with
-- `status IN ('happened', 'ongoing')`; `disputed` names what the documents disagree about, such as `happened_on`.
WITH report AS (
    SELECT v.episode_id, list(DISTINCT v.story_id ORDER BY v.story_id) AS story_ids, min(d.published_on) AS first_reported_on,
        list(DISTINCT d.outlet ORDER BY d.outlet) FILTER (d.outlet IS NOT NULL) AS outlets,
        min_by(v.event_id, (d.published_on IS NULL, d.published_on, v.event_id)) AS event_id
    FROM events AS v
    JOIN documents AS d USING (doc_id)
    GROUP BY v.episode_id
)
SELECT
    p.happened_on, -- The day most documents give.
    p.summary, -- Who, what, whom, where, when.
    p.event_type, -- PLOVER type, or OTHER.
    p.status, -- happened, ongoing, planned, hypothetical or negated.
    a.name AS actor, -- Who did it.
    r.name AS recipient, -- Whom it was done to or with.
    l.name AS place, -- Where.
    p.outlet_count, -- Outlets that reported it, copies counted once.
    p.document_count, -- Documents that reported it.
    p.disputed, -- Columns in which documents disagree.
    report.outlets, -- The outlets, copies included.
    report.first_reported_on, -- Earliest known day a document reported it.
    report.story_ids, -- The stories it stands in.
    report.event_id, -- Its first mention.
    p.episode_id -- The episode.
FROM episodes AS p
JOIN report USING (episode_id)
LEFT JOIN entities AS a ON a.entity_id = p.actor_id
LEFT JOIN entities AS r ON r.entity_id = p.recipient_id
LEFT JOIN entities AS l ON l.entity_id = p.place_id
ORDER BY p.happened_on NULLS LAST, p.outlet_count DESC, p.episode_id
