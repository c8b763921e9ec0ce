"""What mail clients write around quotes, signatures and subjects, in many languages: pure recognisers of lines."""
