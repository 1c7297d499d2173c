"""Who can call what, and whether it is true.

`python -m audit check OUTPUTS` calls a deployed API the way its clients would,
and the way others would, and says for each route whether it answers as declared.
"""
