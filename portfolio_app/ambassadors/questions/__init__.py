"""The question box of a class: pupils ask without a name, adults look at each question first,
ambassadors draft answers.

What is stored of whoever asks, and what is not, is told in docs/ambassadors.md.
"""
