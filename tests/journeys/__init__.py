"""The acceptance suite: mail in, mail out, by real servers; one file for each use of the desk."""
