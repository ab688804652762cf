"""From what is on record to what a paper prints: one builder per paper, in the shapes of `forms_data`.

Builders read and never write, in a fixed number of queries. What they print is Chinese, whatever the language of
the page.
"""
