"""The war's state: its dynamics, the particle filter that infers it, and paths sampled from it."""
