/* abi.h - versions, strings, statuses and errors: what every other header of the contract stands on.
 *
 * History
 *   0.1  first shape. Until 1.0 is released, any 0.x may differ from any other.
 *
 * Policy: what is released never changes, meaning, threading, ownership and nullability included. Tables and
 * structs start with their size in bytes (`struct_size`), grow only at the end, and a reader looks at a field
 * only if the writer's struct_size reaches it. Arrays of growing structs are arrays of pointers. What came later
 * and is optional is an extension, asked for by "name/revision".
 *
 * Conventions, good for all headers:
 *   - Times are int64_t microseconds since 1970-01-01T00:00:00Z, UTC, without leap seconds. Durations are int64_t
 *     microseconds. GS_NO_TIME stands for "none" where a comment says that it may.
 *   - Text is UTF-8, {pointer, length}, without a terminating NUL, borrowed for the call. A pointer may be null
 *     when the length is 0. Nobody frees the other side's memory.
 *   - `reserved` fields are written as 0 and not read.
 *   - Constants are plain ints; the fields that carry them are int32_t.
 *   - No exception, no longjmp and no thread exit crosses the boundary in either direction.
 *
 * Tags in comments: [which threads may call | may it block | may the callee call back into the scheduler].
 */
#ifndef GATEWAY_SCHEDULER_ABI_H
#define GATEWAY_SCHEDULER_ABI_H

#include <stdint.h>

#if defined(__GNUC__)
#define GS_EXPORT __attribute__((visibility("default")))
#else
#define GS_EXPORT
#endif

/* A version is (major << 16) | minor. Two 0.x versions are compatible only if equal; from 1.0 on, a plugin of
 * major M and minor N serves every host that speaks (M, n <= N). */
#define GS_ABI_VERSION_OF(major, minor) (((uint32_t)(major) << 16) | (uint32_t)(minor))
#define GS_ABI_VERSION_0_1 GS_ABI_VERSION_OF(0, 1)
#define GS_ABI_VERSION GS_ABI_VERSION_0_1

#define GS_NO_TIME INT64_MIN

/* Borrowed text and borrowed bytes. These two and gs_id never grow. */
typedef struct gs_string {
    const char *data;
    uint64_t size;
} gs_string;

typedef struct gs_bytes {
    const uint8_t *data;
    uint64_t size;
} gs_bytes;

/* A 128-bit identifier, printed as a UUID in lower case. All zero means "none". Run and record ids are UUID
 * version 7: their byte order is their order of creation within one scheduler. */
typedef struct gs_id {
    uint8_t bytes[16];
} gs_id;

/* What a call came to. Every function of the contract that returns int32_t returns one of these. */
enum {
    GS_OK = 0,
    GS_INVALID = 1,       /* an argument is wrong; the text names it. Nothing was changed. */
    GS_NOT_FOUND = 2,     /* no such job, run or record. */
    GS_CONFLICT = 3,      /* somebody else wrote first, or the expected revision is not the present one. */
    GS_REFUSED = 4,       /* understood, and not allowed in the present state (run now on a paused job). */
    GS_UNAVAILABLE = 5,   /* not for the moment; the same call may succeed later. */
    GS_FAILED = 6,        /* permanently: the same call would fail again. */
    GS_DOUBTFUL = 7,      /* perhaps applied: the answer of a write was lost and cannot be had in time. */
    GS_REENTRANT = 8,     /* called from inside a hook that may not call this. */
    GS_NOT_RUNNING = 9,   /* needs a started scheduler. */
    GS_STILL_INSIDE = 10, /* stop: a hook has not returned; unloading is forbidden. */
    GS_INCOMPATIBLE = 11, /* the two sides speak no common ABI version. */
    GS_UNSUPPORTED = 12,  /* a valid value whose ability this release does not have; it was not stored. */
    GS_STALE = 13,        /* a completion of an attempt that is over, or is not the present one. */
    GS_ALREADY = 14,      /* done before: a repeated completion, a second start of one attempt. */
    GS_BUSY = 15          /* executor only: somebody else holds what the run needs; recorded as a skip. */
};

#define GS_ERROR_FIELD_SIZE 32
#define GS_ERROR_TEXT_SIZE 464

/* Where an error is told, owned by the caller, who sets struct_size. Null is allowed wherever a gs_error* is
 * taken. It is written only when the status is not GS_OK. `field` and `text` are NUL-terminated UTF-8, cut on a
 * character's boundary when they do not fit. */
typedef struct gs_error {
    uint32_t struct_size;
    int32_t status;
    int32_t position; /* 0-based byte offset into the schedule text that was refused, or -1 */
    int32_t reserved;
    char field[GS_ERROR_FIELD_SIZE]; /* which field was wrong ("zone", "hour"), or empty */
    char text[GS_ERROR_TEXT_SIZE];   /* one sentence: what was wrong, where, what was expected */
} gs_error;

#endif
