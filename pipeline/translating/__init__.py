"""From a Russian line to an English one: preparing, splitting, trying again, joining.

`lines.LineTranslator` does it for many lines at once; the stages `translate` and `repair` use it.
"""
