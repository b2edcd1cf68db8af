"""The command line: the second face of the corpus. It knows no window; who starts it hands one in, to be opened late.

Modules here import click and little else: what a command needs (the engine, the store) it imports when it runs.
"""

from annotator.cli.face import Launcher
from annotator.cli.program import program

__all__ = ["Launcher", "program"]
