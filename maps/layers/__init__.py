"""Other people's data: read from any usual file, judged by the row, taken in whole, taken back.

docs/interfaces/layers.md tells the way of a file.
"""
