"""MEASURES: a directory of any size that looks like the real one, and how fast its pages are. Only `bin/bench` uses it.

`starters` reads what the starter entries are like, `words` and `synthetic` make more that look like them, `loading`
writes those into the database of `database`, `pages` says what is asked for, `server` and `load` ask, `report` tells.
"""
