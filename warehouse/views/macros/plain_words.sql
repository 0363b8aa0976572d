-- The words of a text in small letters and without punctuation, for comparing wordings.
CREATE MACRO plain_words(wording) AS list_filter(
    list_transform(string_split(wording, ' '), lambda word: lower(regexp_replace(word, '[^\pL\pN]', '', 'g'))),
    lambda word: word <> ''
);
