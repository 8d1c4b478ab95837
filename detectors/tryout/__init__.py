"""Try-out: a draft of a rule or zone before the last hour of a camera, beside what stands now (docs/tryout.md)."""
