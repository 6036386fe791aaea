"""What is done every day so that nobody waits for ever. The queue finds it by PROCRASTINATE_IMPORT_PATHS."""
