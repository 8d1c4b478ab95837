"""French dates in figures: they stand in the columns of lists. A month in letters would have a capital there, which French has not."""

DATETIME_FORMAT = "d/m/Y H:i"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
