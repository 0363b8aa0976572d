-- The sentence of `story` that holds the characters from `span_start` to `span_end`, or the line where a sentence runs
-- past it. A stop ends a sentence where it follows a small-letter word, a long word, or no letter at all, and has space
-- after it, so that "Mr. ", "U.S. " and "Dec. " end none: too long a stretch is a smaller fault here than too short a one.
CREATE MACRO sentence_at(story, span_start, span_end) AS trim(
    regexp_extract(
        left(story, span_start),
        '(?s)^(?:.*(?:\n|(?:\b\p{Ll}+|\pL{5,}|[^\pL\s])[.!?]["”’)]*\s+))?(.*)$', 1
    )
    || substring(story, span_start + 1, span_end - span_start)
    || regexp_extract(
        substring(story, span_end + 1),
        '^[^\n]*?(?:^|\b\p{Ll}+|\pL{5,}|[^\pL\s])[.!?]["”’)]*(?:\s|$)|^[^\n]*'
    ), ' ' || chr(9) || chr(10) || chr(13)
);
