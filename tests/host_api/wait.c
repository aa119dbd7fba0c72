/* wait.c - a mutex and a condition on the monotonic clock. Thread-safety: as wait.h says. */
#include "wait.h"

#include <time.h>

enum { DEADLINE_SECONDS = 30 };

void waiter_init(waiter *w) {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&w->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&w->mutex, NULL);
}

void waiter_destroy(waiter *w) {
    pthread_cond_destroy(&w->changed);
    pthread_mutex_destroy(&w->mutex);
}

void waiter_lock(waiter *w) {
    pthread_mutex_lock(&w->mutex);
}

void waiter_changed(waiter *w) {
    pthread_cond_broadcast(&w->changed);
}

void waiter_unlock(waiter *w) {
    pthread_mutex_unlock(&w->mutex);
}

int waiter_await(waiter *w, int (*holds)(void *context), void *context) {
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += DEADLINE_SECONDS;
    while (!holds(context)) {
        if (pthread_cond_timedwait(&w->changed, &w->mutex, &deadline) != 0) return holds(context);
    }
    return 1;
}
