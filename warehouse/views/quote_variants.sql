-- How do documents word the same statement?
-- One row for every wording of a statement that stands in more than one, fullest first. In `marked`, [brackets] enclose
-- the words that the fullest wording does not have; `left_out_words` are those of the fullest that this one lacks.
-- A wording that several documents share is listed once with all their outlets.
WITH quoted AS (
    SELECT unnest(statements_of(q.statement_id, q.statement_ids)) AS statement_id, q.quote_id, q.kind,
        content_of(d.text, q.parts) AS content, d.outlet, d.published_on, d.doc_id
    FROM quotes AS q
    JOIN documents AS d USING (doc_id)
    WHERE NOT q.is_negated
),
said AS (
    SELECT quoted.*, wording_in(quoted.content, m.wordings) AS wording
    FROM quoted
    JOIN statements AS m USING (statement_id)
),
variant AS (
    SELECT statement_id, wording, min(kind) AS kind, min(published_on) AS published_on,
        list(DISTINCT outlet ORDER BY outlet) FILTER (outlet IS NOT NULL) AS outlets,
        list(DISTINCT doc_id ORDER BY doc_id) AS doc_ids, list(DISTINCT quote_id ORDER BY quote_id) AS quote_ids,
        count(*) OVER (PARTITION BY statement_id) AS variant_count,
        first_value(wording) OVER (PARTITION BY statement_id ORDER BY length(wording) DESC, wording) AS fullest
    FROM said
    GROUP BY statement_id, wording
)
SELECT
    v.statement_id, -- The statement.
    m.speaker_name, -- Who made it.
    v.variant_count, -- How many wordings it has.
    v.wording, -- This wording.
    array_to_string(
        list_transform(
            string_split(v.wording, ' '),
            lambda word: CASE
                WHEN len(plain_words(word)) = 0 OR list_contains(plain_words(v.fullest), plain_words(word)[1]) THEN word
                ELSE '[' || word || ']'
            END
        ), ' '
    ) AS marked, -- This wording, with the words that the fullest lacks in brackets.
    list_filter(
        plain_words(v.fullest), lambda word: NOT list_contains(plain_words(v.wording), word)
    ) AS left_out_words, -- Words of the fullest wording that this one lacks.
    v.kind, -- direct, indirect or mixed.
    v.outlets, -- The outlets that word it so.
    v.published_on, -- When it first stood so.
    v.doc_ids, -- Their documents.
    v.quote_ids -- The quotes.
FROM variant AS v
JOIN statements AS m USING (statement_id)
WHERE v.variant_count > 1
ORDER BY v.statement_id, length(v.wording) DESC, v.wording
