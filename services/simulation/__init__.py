"""A trace of arrivals through the directory and the ladder in virtual time, by the code the services run."""
