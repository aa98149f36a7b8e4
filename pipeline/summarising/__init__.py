"""What the summarise stage is made of: cues, layout, selection, length, coherence, compression.

* `article` and `cues` describe each sentence in its article by a few dozen plain measures and bring
  them to one mark;
* `layout` writes title and sentences, each behind its own token, into windows that the model reads;
* `selection` asks the model which sentences make the brief;
* `length` says how many, or how many characters;
* `coherence` keeps together what cannot stand alone;
* `compression` takes asides and attributions out of a chosen sentence, by exact rules;
* `faithful` brings the sentences of an abstractive model back to their source.
"""
