/* wait.h - waiting for a condition with a deadline on the monotonic clock, so that no test sleeps or hangs.
 *
 * Thread-safety: a waiter belongs to the mutex that guards what is waited for.
 */
#ifndef TESTS_WAIT_H
#define TESTS_WAIT_H

#include <pthread.h>

typedef struct waiter {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
} waiter;

void waiter_init(waiter *w);
void waiter_destroy(waiter *w);
void waiter_lock(waiter *w);
/* Something that is waited for has changed; call it with the mutex held. */
void waiter_changed(waiter *w);
void waiter_unlock(waiter *w);

/* Waits, with the mutex held, until `holds` is true; 0 when a generous deadline has passed. */
int waiter_await(waiter *w, int (*holds)(void *context), void *context);

#endif
