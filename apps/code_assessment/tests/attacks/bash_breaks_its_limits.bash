# Raises its limits, stops the first process, protects itself and lets others run on.
# expect: AC
ulimit -u unlimited 2> /dev/null && echo ESCAPED
ulimit -v unlimited; ulimit -n 4096 2> /dev/null && echo ESCAPED
kill -STOP 1 2> /dev/null; kill -KILL 1 2> /dev/null
echo -1000 2> /dev/null > /proc/self/oom_score_adj && echo ESCAPED
(trap '' TERM HUP INT; exec -a '[kworker]' sleep 600) > /dev/null 2>&1 &
disown
echo held
