"""What can go wrong while starting, in words for the person at the keyboard."""


class StartError(Exception):
    """A start cannot go on; the message says why and what to do."""


class StopRequestedError(Exception):
    """Somebody asked for the end (Ctrl-C, SIGTERM, SIGHUP) while we were waiting for something."""
