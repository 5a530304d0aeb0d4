"""Tests of the simulator, which look at it from outside: through Stripe's own library and command line, over HTTP."""
