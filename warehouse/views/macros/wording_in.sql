-- How a quote of this `content` words a statement: the fullest of the statement's `wordings` that stands in it, because
-- a long quote can hold several statements; else all of it. `wordings` come fullest first.
CREATE MACRO wording_in(content, wordings) AS coalesce(
    list_filter(wordings, lambda wording: contains(content, wording))[1], content
);
