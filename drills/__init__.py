"""Faults made on purpose against several processes or machines' worth of servers, all on loopback: `make drill-…`.

A module of this folder is a drill: `run(figures)` does it and says what it found. What drills share is in tools/.
"""
