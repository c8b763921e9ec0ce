"""What the journeys are told with: a desk on real servers, the people who write to it, their mail programs."""
