"""Russian and English as data and named rules: numbers, names, transliteration, glossary."""
