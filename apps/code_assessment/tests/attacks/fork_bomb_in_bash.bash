# The classic one.
# expect: TLE RE
:(){ :|:& };:
while true; do :; done
