-- Which outlets of a story carried a statement, which only retold it, and which left it out?
-- One row for every statement of a story and every outlet of that story. Copies of one text count once, under the
-- outlet of the canonical copy. `carried` means that the speaker's own words stand there (all or some of them),
-- `paraphrased` that it is only retold, `left_out` that no text of the outlet in this story has it.
-- Stories of one outlet say nothing here: filter `outlets_in_story > 1`. A quote that the text denies carries nothing.
WITH voice AS (
    SELECT
        d.doc_id, d.story_id, d.text, d.is_canonical, d.source_uri,
        c.outlet, coalesce(c.outlet, c.copy_id) AS origin, c.published_on
    FROM documents AS d
    JOIN documents AS c ON c.copy_id = d.copy_id AND c.is_canonical
),
outlet_in_story AS (
    SELECT story_id, origin, any_value(outlet) AS outlet, min(published_on) AS published_on,
        list(doc_id ORDER BY NOT is_canonical, doc_id) AS doc_ids, count(*) OVER (PARTITION BY story_id) AS outlets_in_story
    FROM voice
    GROUP BY story_id, origin
),
quoted AS (
    SELECT v.story_id, v.origin, unnest(statements_of(q.statement_id, q.statement_ids)) AS statement_id,
        q.quote_id, q.doc_id, q.kind, content_of(v.text, q.parts) AS content, v.is_canonical
    FROM quotes AS q
    JOIN voice AS v USING (doc_id)
    WHERE NOT q.is_negated
),
said AS (
    SELECT quoted.*, wording_in(quoted.content, m.wordings) AS wording
    FROM quoted
    JOIN statements AS m USING (statement_id)
),
best AS (
    SELECT * FROM said
    QUALIFY row_number() OVER (
        PARTITION BY story_id, statement_id, origin
        ORDER BY kind = 'indirect', NOT is_canonical, length(wording) DESC, quote_id
    ) = 1
)
SELECT
    o.story_id, -- The story.
    t.headline, -- Its headline.
    s.statement_id, -- The statement.
    m.speaker_name, -- Who made it.
    m.text, -- What it says, in its fullest wording in any document.
    o.outlet, -- An outlet that reported the story; null where it is not known.
    CASE WHEN b.quote_id IS NULL THEN 'left_out' WHEN b.kind = 'indirect' THEN 'paraphrased' ELSE 'carried' END AS status, -- carried, paraphrased or left_out.
    b.wording, -- How this outlet words it, at its fullest.
    o.published_on, -- When this outlet first reported the story.
    o.outlets_in_story, -- How many outlets reported the story, copies counted once.
    b.quote_id, -- The quote that carries it here.
    b.doc_id, -- The document that quote stands in.
    o.doc_ids -- All documents of this outlet in the story, copies of its texts included.
FROM (SELECT DISTINCT story_id, statement_id FROM said) AS s
JOIN outlet_in_story AS o ON o.story_id = s.story_id
LEFT JOIN best AS b ON b.story_id = s.story_id AND b.statement_id = s.statement_id AND b.origin = o.origin
JOIN statements AS m ON m.statement_id = s.statement_id
JOIN stories AS t ON t.story_id = s.story_id
ORDER BY o.story_id, s.statement_id, status, o.published_on, o.origin
