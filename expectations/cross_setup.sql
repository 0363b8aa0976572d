-- What several of the cross rules need; made once before they run.

-- The words of a passage, so that case, marks and spaces make no difference.
CREATE TEMP MACRO words_of(passage) AS trim(regexp_replace(lower(passage), '[^\p{L}\p{N}]+', ' ', 'g'));

-- A passage as a reason repeats it.
CREATE TEMP MACRO excerpt(passage) AS '«' || CASE WHEN length(passage) > 60 THEN left(passage, 60) || '…' ELSE passage END || '»';

-- Whose text a document is, as transforms/reconcile/counting.py sees it: the outlet of the document that stands for its
-- copies, or their copy_id where that outlet is unknown. Written again here on purpose: a check that called the code it
-- checks would agree with its errors.
CREATE TEMP TABLE sources AS
SELECT d.doc_id, d.story_id, d.published_on, coalesce(c.outlet, d.copy_id) AS origin
FROM documents AS d
LEFT JOIN (SELECT copy_id, any_value(outlet) AS outlet FROM documents WHERE is_canonical GROUP BY copy_id) AS c USING (copy_id);

CREATE TEMP TABLE story_sources AS
SELECT story_id, count(*) AS documents, count(DISTINCT origin) AS outlets, min(published_on) AS first_on, max(published_on) AS last_on
FROM sources GROUP BY story_id;

CREATE TEMP TABLE statement_sources AS
SELECT statement_id, count(DISTINCT quote_id) AS members, count(DISTINCT doc_id) AS documents, count(DISTINCT origin) AS outlets, min(published_on) AS first_on
FROM (SELECT quote_id, doc_id, unnest(list_distinct(list_append(coalesce(statement_ids, []), statement_id))) AS statement_id FROM quotes)
JOIN sources USING (doc_id) GROUP BY statement_id;

CREATE TEMP TABLE fact_sources AS
SELECT fact_id, count(*) AS members, count(DISTINCT doc_id) AS documents, count(DISTINCT origin) AS outlets
FROM figures JOIN sources USING (doc_id) GROUP BY fact_id;

CREATE TEMP TABLE episode_sources AS
SELECT episode_id, count(*) AS members, count(DISTINCT doc_id) AS documents, count(DISTINCT origin) AS outlets
FROM events JOIN sources USING (doc_id) GROUP BY episode_id;

CREATE TEMP TABLE used_entities AS
SELECT entity_id FROM mentions WHERE entity_id IS NOT NULL
UNION SELECT unnest([speaker_id, via_id, addressee_id]) FROM quotes
UNION SELECT unnest(speaker_ids) FROM quotes
UNION SELECT unnest([place_id, claimed_by_id]) FROM figures
UNION SELECT unnest([actor_id, recipient_id, place_id, claimed_by_id]) FROM events
UNION SELECT unnest(actor_ids) FROM events
UNION SELECT unnest(recipient_ids) FROM events;
