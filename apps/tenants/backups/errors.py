"""What goes wrong with backups in ways that are expected; the words tell the operator what to do."""


class BackupError(Exception):
    """A backup cannot be made, read or put back."""


class WrongPassphraseError(BackupError):
    """The passphrase does not open the file."""


class DamagedBackupError(BackupError):
    """The file is not as it was written."""
