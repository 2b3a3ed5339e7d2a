/* A drive without a lock service: whoever locks a file of SQLite is told ENOLCK. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int is_refused(int descriptor, int command)
{
    char link[64], name[4096];
    if (command != F_SETLK && command != F_SETLKW && command != F_GETLK) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) return 0;
    name[length] = 0;
    return strstr(name, ".sqlite") != NULL;
}

#define WRAP(function)                                                          \
    int function(int descriptor, int command, ...)                              \
    {                                                                           \
        static int (*real)(int, int, ...);                                      \
        va_list rest;                                                           \
        if (!real) real = (int (*)(int, int, ...))dlsym(RTLD_NEXT, #function);  \
        va_start(rest, command);                                                \
        void *argument = va_arg(rest, void *);                                  \
        va_end(rest);                                                           \
        if (is_refused(descriptor, command)) { errno = ENOLCK; return -1; }     \
        return real(descriptor, command, argument);                             \
    }

WRAP(fcntl)
WRAP(fcntl64)
