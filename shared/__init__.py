"""What the services share: words, the directory, policy, and the runtime."""
