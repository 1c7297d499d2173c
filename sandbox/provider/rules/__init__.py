"""What AWS refuses and the emulator takes, a file for each service."""
