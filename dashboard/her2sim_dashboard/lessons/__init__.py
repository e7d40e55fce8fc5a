"""Lessons: predict, run, observe, explain, check; one TOML file each in this folder.

``lesson`` holds the nouns, ``reading`` makes them from the files, ``fitting`` checks them against
a model, ``measuring`` asks the model, ``judging`` says what is right, ``telling`` fills the
numbers into the texts. What is right is never written in a file: it follows from the simulation.
"""
