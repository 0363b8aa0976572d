-- Where do documents give different numbers for the same thing?
-- One row for every figure of a disputed fact, so that the values of one fact stand below each other, smallest first,
-- each with its outlet and sentence. Rounding and bounds are no dispute. `claimed_by` tells whose number it is, which
-- often explains the difference; `is_copy` marks texts that only repeat another one.
SELECT
    f.fact_id, -- The fact.
    coalesce(f.measure, g.measure, g.counted) AS measure, -- The thing measured.
    f.value_low, -- Smallest value any document gives.
    f.value_high, -- Largest value any document gives.
    f.unit, -- Unit of all values.
    g.bound, -- How this number bounds the true one.
    g.value, -- This document's value, or the lower end of its range.
    g.value_high AS value_to, -- The upper end of its range.
    g.text, -- The quantity as it stands.
    e.name AS claimed_by, -- Whose claim it is, where the text says so.
    d.outlet, -- The outlet.
    d.published_on, -- Day of publication.
    NOT d.is_canonical AS is_copy, -- Whether the text is a copy of one that stands for it.
    sentence_at(d.text, g."start", g."end") AS sentence, -- The sentence it stands in.
    f.period_start_on, -- First day of the period it holds for.
    f.period_end_on, -- Last day of that period.
    g.story_id, -- The story.
    g.doc_id, -- The document.
    g.figure_id -- The figure.
FROM facts AS f
JOIN figures AS g USING (fact_id)
JOIN documents AS d USING (doc_id)
LEFT JOIN entities AS e ON e.entity_id = g.claimed_by_id
WHERE f.is_disputed
ORDER BY f.outlet_count DESC, f.fact_id, g.value, d.published_on, g.figure_id
