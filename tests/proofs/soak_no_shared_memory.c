/* A network drive: a mapping of SQLite's index of the write-ahead log that processes share is refused. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int is_index(int descriptor)
{
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, name, sizeof name - 1);
    return length > 4 && strncmp(name + length - 4, "-shm", 4) == 0;
}

void *mmap(void *start, size_t length, int protection, int flags, int descriptor, off_t offset)
{
    static void *(*real)(void *, size_t, int, int, int, off_t);
    if (!real) real = (void *(*)(void *, size_t, int, int, int, off_t))dlsym(RTLD_NEXT, "mmap");
    if (descriptor >= 0 && (flags & MAP_SHARED) && is_index(descriptor)) { errno = ENODEV; return MAP_FAILED; }
    return real(start, length, protection, flags, descriptor, offset);
}

void *mmap64(void *start, size_t length, int protection, int flags, int descriptor, off_t offset)
{
    return mmap(start, length, protection, flags, descriptor, offset);
}
