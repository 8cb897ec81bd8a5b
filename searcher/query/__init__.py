"""What did the reader ask, and what should they see? Query text ↔ passages with highlights.

`parser` reads the text into `nodes`; an engine runs them; `passages`, `highlight` and `results` turn
the documents it finds into what is shown. Nothing here names an engine.
"""
