"""Rows that the database lets nobody change: a trigger refuses, whoever asks."""

from collections.abc import Sequence

from django.db.migrations import RunSQL

LET_GO = """
  IF TG_OP = 'DELETE' AND current_setting('hypervision.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;"""
"""The end of retention deletes, and nobody else."""

LET_FORGET = """
  IF current_setting('hypervision.erasing', true) = 'on' THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;"""
"""The end of retention deletes, and empties references to what it deletes."""


def refuse_changes(name: str, sentence: str, triggers: Sequence[tuple[str, str]], unless: str = LET_GO) -> RunSQL:
    """For a migration. name: of the function. triggers: name and table of each. unless: PL/pgSQL of what may pass."""
    making = "".join(
        f"""
CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION {name}();"""
        for trigger, table in triggers
    )
    taking = "".join(f"DROP TRIGGER {trigger} ON {table};\n" for trigger, table in reversed(triggers))
    forward = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{unless}
  RAISE EXCEPTION '{sentence}' USING ERRCODE = 'restrict_violation';
END $$;{making}
"""
    return RunSQL(forward, f"{taking}DROP FUNCTION {name}();")
