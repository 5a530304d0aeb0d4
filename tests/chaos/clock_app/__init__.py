"""A task of the clock that comes often, for the test of wrong clocks; a worker loads it through clock_settings."""
