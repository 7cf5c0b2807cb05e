"""The same figures for programs: ``/api/v1`` on the server of the pages.

The address of a page and that of its data differ by the prefix alone: ``/villages?data=demo&from=2025-01-01`` shows what
``/api/v1/villages?data=demo&from=2025-01-01`` gives. ``rows`` beside every number is the address of what is behind it.
"""
