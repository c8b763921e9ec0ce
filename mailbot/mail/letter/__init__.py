"""Letters of the desk: from a value and a template to final bytes."""
