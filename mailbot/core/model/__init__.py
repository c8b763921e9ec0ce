"""The words of the field as frozen dataclasses; no behaviour beyond small derived properties."""
