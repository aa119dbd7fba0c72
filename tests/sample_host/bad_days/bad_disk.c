/* bad_disk.c - a disk that is full or has become read-only, for a process that this is preloaded into. The file that
 * the environment variable BAD_DISK names tells how bad it is: one line "full FOLDER" or "read-only FOLDER"; while
 * there is no such file, or it is empty, nothing is wrong. Every write to a file below the folder is then refused as
 * the kernel would refuse it. For those who may not mount a small file system; and a file system with open files cannot
 * be made read-only by a mount at all. Thread-safety: any thread.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

typedef struct fault {
    int number; /* of errno; 0: none */
    char folder[PATH_MAX];
} fault;

static fault present(void) {
    fault now = {0, ""};
    const char *name = getenv("BAD_DISK");
    const int kept = errno;
    FILE *file = name == NULL ? NULL : fopen(name, "re");
    char kind[16] = "";
    if (file != NULL) {
        const int found = fscanf(file, "%15s %4095s", kind, now.folder);
        fclose(file);
        if (found == 2) now.number = strcmp(kind, "full") == 0 ? ENOSPC : EROFS;
    }
    errno = kept;
    return now;
}

static int is_below(const char *path, const fault *now) {
    char real[PATH_MAX];
    const char *name = path[0] == '/' ? path : realpath(path, real);
    const size_t size = strlen(now->folder);
    return name != NULL && strncmp(name, now->folder, size) == 0 && (name[size] == '/' || name[size] == '\0');
}

/* Whether a write to what is open is to be refused; errno says why. */
static int refuses(int descriptor) {
    const fault now = present();
    if (now.number == 0) return 0;
    const int kept = errno;
    char link[64];
    char path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t size = readlink(link, path, sizeof path - 1);
    if (size > 0) path[size] = '\0';
    const int below = size > 0 && is_below(path, &now);
    errno = below ? now.number : kept;
    return below;
}

static int refuses_path(const char *path, int only_read_only) {
    const fault now = present();
    if (now.number == 0 || (only_read_only && now.number != EROFS) || !is_below(path, &now)) return 0;
    errno = now.number;
    return 1;
}

/* The function of the C library that is hidden by the one here. */
#define NEXT(name, type) ((type)(uintptr_t)dlsym(RTLD_NEXT, name))

typedef ssize_t (*write_fn)(int, const void *, size_t);
typedef ssize_t (*pwrite_fn)(int, const void *, size_t, off_t);
typedef ssize_t (*pwritev_fn)(int, const struct iovec *, int, off_t);
typedef int (*truncate_fn)(int, off_t);
typedef int (*allocate_fn)(int, off_t, off_t);
typedef int (*access_fn)(int, const char *, int, int);

ssize_t write(int descriptor, const void *bytes, size_t size) {
    return refuses(descriptor) ? -1 : NEXT("write", write_fn)(descriptor, bytes, size);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
    return refuses(descriptor) ? -1 : NEXT("pwrite", pwrite_fn)(descriptor, bytes, size, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off_t offset) {
    return refuses(descriptor) ? -1 : NEXT("pwrite64", pwrite_fn)(descriptor, bytes, size, offset);
}
ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) {
    return refuses(descriptor) ? -1 : NEXT("pwritev", pwritev_fn)(descriptor, parts, count, offset);
}
ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off_t offset) {
    return refuses(descriptor) ? -1 : NEXT("pwritev64", pwritev_fn)(descriptor, parts, count, offset);
}
int ftruncate(int descriptor, off_t size) {
    return refuses(descriptor) ? -1 : NEXT("ftruncate", truncate_fn)(descriptor, size);
}
int ftruncate64(int descriptor, off_t size) {
    return refuses(descriptor) ? -1 : NEXT("ftruncate64", truncate_fn)(descriptor, size);
}
int posix_fallocate(int descriptor, off_t offset, off_t size) {
    return refuses(descriptor) ? errno : NEXT("posix_fallocate", allocate_fn)(descriptor, offset, size);
}
int posix_fallocate64(int descriptor, off_t offset, off_t size) {
    return refuses(descriptor) ? errno : NEXT("posix_fallocate64", allocate_fn)(descriptor, offset, size);
}
int faccessat(int folder, const char *path, int mode, int flags) {
    if ((mode & W_OK) != 0 && refuses_path(path, 1)) return -1;
    return NEXT("faccessat", access_fn)(folder, path, mode, flags);
}

/* To open something for writing is refused on a read-only file system, to make something new on a full one too. */
static int refuses_opening(const char *path, int flags) {
    if ((flags & O_ACCMODE) != O_RDONLY && refuses_path(path, 1)) return 1;
    return (flags & O_CREAT) != 0 && access(path, F_OK) != 0 && refuses_path(path, 0);
}

typedef int (*open_fn)(const char *, int, ...);

static int opened(const char *function, const char *path, int flags, va_list rest) {
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
    return refuses_opening(path, flags) ? -1 : NEXT(function, open_fn)(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const int descriptor = opened("open", path, flags, rest);
    va_end(rest);
    return descriptor;
}
int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const int descriptor = opened("open64", path, flags, rest);
    va_end(rest);
    return descriptor;
}
