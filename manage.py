#!/usr/bin/env python
"""The command line of the project: ``manage.py help`` lists what it can do."""

import os
import sys
from importlib import import_module

from django.core.management import execute_from_command_line

ALONE = ("analyse", "evaluate", "sizing")
"""Commands that run without settings, database and broker: on any machine that has the packages and the networks."""

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ALONE:
        import_module(f"detectors.management.commands.{sys.argv[1]}").Command().run_from_argv(sys.argv)
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hypervision.settings")
        execute_from_command_line(sys.argv)
