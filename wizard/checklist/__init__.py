"""The checklist of every contract: 15 topics with permanent ids, and the sheets that quote them.

`topics` holds ids and order, `en/` the words, `words` binds both, `reading` finds what is wrong with them. No
facts of its own, no HTML, no paper: those stand in the ledger, in the layout, and with `paper`.
"""
