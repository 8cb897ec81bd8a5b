"""The only place that prints, reads the environment, or asks how wide a terminal is.

`cli` turns a command line into one call of the library and hands the answer to a renderer: `terminal`
for people, `formats` for programs. stdout is data, stderr is talk; exit 0 found, 1 nothing, 2 error.
"""
