"""How sure the detector was, as a band (R-25): a number with two decimals would promise more than it holds."""

from hypervision.live.cards import Band

MEDIUM = 0.5
HIGH = 0.75


def band(score: float) -> Band:
    """Low below MEDIUM, high from HIGH on."""
    if score >= HIGH:
        return "high"
    return "medium" if score >= MEDIUM else "low"
