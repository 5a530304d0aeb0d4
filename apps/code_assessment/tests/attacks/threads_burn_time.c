// Threads that each stay below the limit.
// expect: TLE
#include <pthread.h>
#include <time.h>
static void *spin(void *unused) {
    struct timespec used;
    do clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used); while (used.tv_nsec < 200000000 && used.tv_sec == 0);
    return unused;
}
int main(void) {
    pthread_t threads[8];
    for (int i = 0; i < 8; i++) pthread_create(&threads[i], 0, spin, 0);
    for (int i = 0; i < 8; i++) pthread_join(threads[i], 0);
}
