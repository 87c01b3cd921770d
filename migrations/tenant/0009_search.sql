-- What a search of staff looks in: names, address and job in lower case and without marks (domain.Fold), kept by the
-- application from here on.

ALTER TABLE employees ADD COLUMN search TEXT NOT NULL DEFAULT '';

UPDATE employees SET search = lower(given_name || ' ' || family_name || ' ' || email || ' ' || coalesce(job_title, ''));

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search, 'à', 'a'), 'À', 'a'), 'á', 'a'), 'Á', 'a'), 'â', 'a'), 'Â', 'a'), 'ã', 'a'), 'Ã', 'a'), 'ä', 'a'), 'Ä', 'a'), 'å', 'a'), 'Å', 'a'), 'ā', 'a'), 'Ā', 'a'), 'ă', 'a'), 'Ă', 'a'), 'ą', 'a'), 'Ą', 'a');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search, 'ç', 'c'), 'Ç', 'c'), 'ć', 'c'), 'Ć', 'c'), 'ĉ', 'c'), 'Ĉ', 'c'), 'ċ', 'c'), 'Ċ', 'c'), 'č', 'c'), 'Č', 'c');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(search, 'ď', 'd'), 'Ď', 'd'), 'đ', 'd'), 'Đ', 'd'), 'ð', 'd'), 'Ð', 'd');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search, 'è', 'e'), 'È', 'e'), 'é', 'e'), 'É', 'e'), 'ê', 'e'), 'Ê', 'e'), 'ë', 'e'), 'Ë', 'e'), 'ē', 'e'), 'Ē', 'e'), 'ĕ', 'e'), 'Ĕ', 'e'), 'ė', 'e'), 'Ė', 'e'), 'ę', 'e'), 'Ę', 'e'), 'ě', 'e'), 'Ě', 'e');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(search, 'ĝ', 'g'), 'Ĝ', 'g'), 'ğ', 'g'), 'Ğ', 'g'), 'ġ', 'g'), 'Ġ', 'g'), 'ģ', 'g'), 'Ģ', 'g');

UPDATE employees SET search = replace(replace(replace(replace(search, 'ĥ', 'h'), 'Ĥ', 'h'), 'ħ', 'h'), 'Ħ', 'h');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search, 'ì', 'i'), 'Ì', 'i'), 'í', 'i'), 'Í', 'i'), 'î', 'i'), 'Î', 'i'), 'ï', 'i'), 'Ï', 'i'), 'ĩ', 'i'), 'Ĩ', 'i'), 'ī', 'i'), 'Ī', 'i'), 'ĭ', 'i'), 'Ĭ', 'i'), 'į', 'i'), 'Į', 'i'), 'ı', 'i');

UPDATE employees SET search = replace(replace(search, 'ĵ', 'j'), 'Ĵ', 'j');

UPDATE employees SET search = replace(replace(search, 'ķ', 'k'), 'Ķ', 'k');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search, 'ĺ', 'l'), 'Ĺ', 'l'), 'ļ', 'l'), 'Ļ', 'l'), 'ľ', 'l'), 'Ľ', 'l'), 'ŀ', 'l'), 'Ŀ', 'l'), 'ł', 'l'), 'Ł', 'l');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(replace(search, 'ñ', 'n'), 'Ñ', 'n'), 'ń', 'n'), 'Ń', 'n'), 'ņ', 'n'), 'Ņ', 'n'), 'ň', 'n'), 'Ň', 'n'), 'ŉ', 'n');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search, 'ò', 'o'), 'Ò', 'o'), 'ó', 'o'), 'Ó', 'o'), 'ô', 'o'), 'Ô', 'o'), 'õ', 'o'), 'Õ', 'o'), 'ö', 'o'), 'Ö', 'o'), 'ø', 'o'), 'Ø', 'o'), 'ō', 'o'), 'Ō', 'o'), 'ŏ', 'o'), 'Ŏ', 'o'), 'ő', 'o'), 'Ő', 'o');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(search, 'ŕ', 'r'), 'Ŕ', 'r'), 'ŗ', 'r'), 'Ŗ', 'r'), 'ř', 'r'), 'Ř', 'r');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search, 'ś', 's'), 'Ś', 's'), 'ŝ', 's'), 'Ŝ', 's'), 'ş', 's'), 'Ş', 's'), 'š', 's'), 'Š', 's'), 'ș', 's'), 'Ș', 's');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(search, 'ţ', 't'), 'Ţ', 't'), 'ť', 't'), 'Ť', 't'), 'ŧ', 't'), 'Ŧ', 't'), 'ț', 't'), 'Ț', 't');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search, 'ù', 'u'), 'Ù', 'u'), 'ú', 'u'), 'Ú', 'u'), 'û', 'u'), 'Û', 'u'), 'ü', 'u'), 'Ü', 'u'), 'ũ', 'u'), 'Ũ', 'u'), 'ū', 'u'), 'Ū', 'u'), 'ŭ', 'u'), 'Ŭ', 'u'), 'ů', 'u'), 'Ů', 'u'), 'ű', 'u'), 'Ű', 'u'), 'ų', 'u'), 'Ų', 'u');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(search, 'ŵ', 'w'), 'Ŵ', 'w'), 'ẁ', 'w'), 'Ẁ', 'w'), 'ẃ', 'w'), 'Ẃ', 'w'), 'ẅ', 'w'), 'Ẅ', 'w');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(search, 'ý', 'y'), 'Ý', 'y'), 'ÿ', 'y'), 'Ÿ', 'y'), 'ŷ', 'y'), 'Ŷ', 'y'), 'ỳ', 'y'), 'Ỳ', 'y');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(search, 'ź', 'z'), 'Ź', 'z'), 'ż', 'z'), 'Ż', 'z'), 'ž', 'z'), 'Ž', 'z');

UPDATE employees SET search = replace(replace(replace(replace(replace(replace(replace(replace(search, 'ß', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'þ', 'th'), 'Þ', 'th'), '’', '''');
