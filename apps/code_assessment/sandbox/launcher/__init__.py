"""The sandbox's own programs in and around a box; they are sent into it as code and lean on nothing else."""
