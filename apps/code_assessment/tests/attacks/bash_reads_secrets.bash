# Looks around with the tools of the system.
# expect: AC
found=$(cat /etc/shadow /etc/passwd /root/.bash_history /proc/1/environ 2>/dev/null | head -c 10)
if [ -n "$found" ]; then echo ESCAPED; else echo held; fi
