"""Pure decisions that several services need."""
