"""Pictures of what replies say: values in, PNG bytes out. No wording, no knowledge of reports, no clock, no network.

``fonts`` finds what to draw with, ``lines`` breaks text into lines, ``paper`` draws them, ``brief`` and ``matrix`` lay out.
"""
