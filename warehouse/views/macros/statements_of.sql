-- All statements a quote makes, that of its main clause among them, each once.
CREATE MACRO statements_of(main, others) AS list_distinct(list_append(coalesce(others, []), main));
