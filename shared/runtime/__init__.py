"""The plumbing every service stands on: broker, database, delivery, health."""
