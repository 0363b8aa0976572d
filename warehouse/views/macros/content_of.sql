-- The content of a quote alone: its `pieces` of `story`, without the cue that may stand between them.
CREATE MACRO content_of(story, pieces) AS array_to_string(
    list_transform(pieces, lambda piece: substring(story, piece."start" + 1, piece."end" - piece."start")), ' '
);
