"""The script that writes the files needs programs and packages that the tests do without."""

collect_ignore = ["make.py"]
