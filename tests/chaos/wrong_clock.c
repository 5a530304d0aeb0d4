/* Puts the time of day of a process wrong by WRONG_CLOCK_SECONDS, as if its machine had a wrong clock; what only measures
 * how long something takes (CLOCK_MONOTONIC) stays as it is. For LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long wrong_seconds(void)
{
    const char *said = getenv("WRONG_CLOCK_SECONDS");
    return said ? atol(said) : 0;
}

static int is_time_of_day(clockid_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

int clock_gettime(clockid_t clock, struct timespec *found)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        real = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(clock, found);
    if (!failed && is_time_of_day(clock))
        found->tv_sec += wrong_seconds();
    return failed;
}

int gettimeofday(struct timeval *restrict found, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    int failed = clock_gettime(CLOCK_REALTIME, &now);
    if (!failed) {
        found->tv_sec = now.tv_sec;
        found->tv_usec = now.tv_nsec / 1000;
    }
    return failed;
}

time_t time(time_t *found)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (found)
        *found = now.tv_sec;
    return now.tv_sec;
}

/* The kernel knows nothing of it: whoever waits until a moment names one of the wrong clock. */
int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict until)
{
    static int (*real)(sem_t *, const struct timespec *);
    if (!real)
        real = dlsym(RTLD_NEXT, "sem_timedwait");
    struct timespec right = *until;
    right.tv_sec -= wrong_seconds();
    return real(semaphore, &right);
}
