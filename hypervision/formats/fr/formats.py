"""French dates in figures, for the columns of lists; a short month would get a capital, which French has not."""

DATETIME_FORMAT = "d/m/Y H:i"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
