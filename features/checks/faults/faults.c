/* Preloaded into a process of the checks: what of a directory would outlast a power loss, and disks that fail.

   CASUS_FAULTS_ROOT     the directory that it is about; nothing else is touched.
   CASUS_FAULTS_DURABLE  where to keep what was synced: of a file its bytes, of a directory its names, as of the last
                         fsync of each. Nothing is really synced then: what the disk has is not asked.
   CASUS_FAULTS_CONTROL  a file that is mapped, in which the checks say what fails: `struct control`; or at which call the
                         process dies, as by SIGKILL. */

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { OPEN, READ, WRITE, SYNC, TRUNCATE, UNLINK, RENAME, LOCK, ALLOCATE, MKDIR, MAP, KINDS };

enum { DEATH = -1 };

struct control {
    int32_t kinds;        /* a bit for each kind of call that fails */
    int32_t error;        /* with this errno; DEATH ends the process instead */
    int32_t after;        /* once so many have passed */
    int32_t times;        /* so often; -1 for ever */
    int32_t part;         /* every other write that would fail writes a half of what it should instead */
    int32_t met;          /* how many have failed */
    int32_t calls[KINDS]; /* how many there were */
    char name[64];        /* only where the path has this in it */
};

static struct control *control;
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static const char *within(const char *path) {
    const char *root = getenv("CASUS_FAULTS_ROOT");
    size_t length = root ? strlen(root) : 0;
    if (!length || !path || strncmp(path, root, length) || (path[length] && path[length] != '/')) return NULL;
    return path[length] ? path + length : "/";
}

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int before = errno;
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    errno = before;
    path[length < 0 ? 0 : length] = 0;
    return length > 0;
}

static struct control *controlled(void) {
    const char *path = getenv("CASUS_FAULTS_CONTROL");
    if (!control && path) {
        int fd = REAL(open)(path, O_RDWR | O_CLOEXEC);
        if (fd < 0) abort();
        control = REAL(mmap)(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        close(fd);
    }
    return control;
}

static int dies(void) {
    if (control->error == DEATH) kill(getpid(), SIGKILL);
    return -1;
}

static int fails(enum kind kind, const char *path) {
    const char *inside = within(path);
    if (!inside || !controlled() || !strstr(inside, control->name)) return 0;
    int failed = 0;
    pthread_mutex_lock(&one);
    control->calls[kind]++;
    if (!(control->kinds & 1 << kind) || !control->times) {
    } else if (control->after > 0) {
        control->after--;
    } else {
        if (control->times > 0) control->times--;
        control->met++;
        if (kind != WRITE || !control->part) dies();
        errno = control->error;
        failed = 1;
    }
    pthread_mutex_unlock(&one);
    return failed;
}

static int fd_fails(enum kind kind, int fd) {
    char path[PATH_MAX];
    return getenv("CASUS_FAULTS_ROOT") && path_of(fd, path) && fails(kind, path);
}

static void key_of(const char *path, char *key) {
    struct statx it;
    const char *inside = within(path);
    if (inside && !strcmp(inside, "/")) strcpy(key, "root");
    else if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BTIME | STATX_INO, &it)) strcpy(key, "gone");
    else sprintf(key, "%llu-%lld-%u", (unsigned long long)it.stx_ino, (long long)it.stx_btime.tv_sec, it.stx_btime.tv_nsec);
}

static void copy_bytes(int from, int to) {
    char piece[1 << 16];
    ssize_t got;
    for (off_t at = 0; (got = REAL(pread)(from, piece, sizeof piece, at)) > 0; at += got)
        if (REAL(pwrite)(to, piece, got, at) != got) abort();
}

static void copy_names(const char *path, int to) {
    struct dirent *it;
    DIR *directory = REAL(opendir)(path);
    while (directory && (it = readdir(directory))) {
        char each[PATH_MAX], key[96];
        if (!strcmp(it->d_name, ".") || !strcmp(it->d_name, "..")) continue;
        snprintf(each, sizeof each, "%s/%s", path, it->d_name);
        key_of(each, key);
        dprintf(to, "%s %s %s\n", it->d_type == DT_DIR ? "directory" : "file", key, it->d_name);
    }
    if (directory) closedir(directory);
}

/* Whether it was kept, instead of being synced. */
static int kept(int fd) {
    char path[PATH_MAX], key[96], made[PATH_MAX], whole[PATH_MAX];
    const char *durable = getenv("CASUS_FAULTS_DURABLE");
    struct stat it;
    if (!durable || !path_of(fd, path) || !within(path) || fstat(fd, &it)) return 0;
    key_of(path, key);
    pthread_mutex_lock(&one);
    snprintf(made, sizeof made, "%s/%s.made", durable, key);
    snprintf(whole, sizeof whole, "%s/%s", durable, key);
    int to = REAL(open)(made, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0) abort();
    if (S_ISDIR(it.st_mode)) copy_names(path, to);
    else {
        int from = REAL(open)(path, O_RDONLY | O_CLOEXEC);
        if (from >= 0) copy_bytes(from, to), REAL(close)(from);
    }
    REAL(close)(to);
    REAL(rename)(made, whole);
    pthread_mutex_unlock(&one);
    return 1;
}

#define OPENS(name)                                                                   \
    int name(const char *path, int flags, ...) {                                      \
        va_list more;                                                                 \
        va_start(more, flags);                                                        \
        mode_t mode = va_arg(more, mode_t);                                           \
        va_end(more);                                                                 \
        return fails(OPEN, path) ? -1 : REAL(name)(path, flags, mode);                \
    }
OPENS(open)
OPENS(open64)

int openat(int at, const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return fails(OPEN, path) ? -1 : REAL(openat)(at, path, flags, mode);
}

DIR *opendir(const char *path) { return fails(OPEN, path) ? NULL : REAL(opendir)(path); }

ssize_t read(int fd, void *to, size_t count) { return fd_fails(READ, fd) ? -1 : REAL(read)(fd, to, count); }
ssize_t pread(int fd, void *to, size_t count, off_t at) {
    return fd_fails(READ, fd) ? -1 : REAL(pread)(fd, to, count, at);
}
ssize_t pread64(int fd, void *to, size_t count, off64_t at) {
    return fd_fails(READ, fd) ? -1 : REAL(pread64)(fd, to, count, at);
}

static int halved(size_t count) { return control->part && control->met % 2 && count > 1; }
static ssize_t after(ssize_t written) { return dies(), written; }

ssize_t write(int fd, const void *from, size_t count) {
    if (!fd_fails(WRITE, fd)) return REAL(write)(fd, from, count);
    return halved(count) ? after(REAL(write)(fd, from, count / 2)) : dies();
}
ssize_t pwrite(int fd, const void *from, size_t count, off_t at) {
    if (!fd_fails(WRITE, fd)) return REAL(pwrite)(fd, from, count, at);
    return halved(count) ? after(REAL(pwrite)(fd, from, count / 2, at)) : dies();
}
ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
    if (!fd_fails(WRITE, fd)) return REAL(pwrite64)(fd, from, count, at);
    return halved(count) ? after(REAL(pwrite64)(fd, from, count / 2, at)) : dies();
}

int fsync(int fd) { return fd_fails(SYNC, fd) ? -1 : kept(fd) ? 0 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fd_fails(SYNC, fd) ? -1 : kept(fd) ? 0 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t to) { return fd_fails(TRUNCATE, fd) ? -1 : REAL(ftruncate)(fd, to); }
int ftruncate64(int fd, off64_t to) { return fd_fails(TRUNCATE, fd) ? -1 : REAL(ftruncate64)(fd, to); }
int unlink(const char *path) { return fails(UNLINK, path) ? -1 : REAL(unlink)(path); }
int rename(const char *from, const char *to) { return fails(RENAME, to) ? -1 : REAL(rename)(from, to); }
int link(const char *from, const char *to) { return fails(RENAME, to) ? -1 : REAL(link)(from, to); }
int mkdir(const char *path, mode_t mode) { return fails(MKDIR, path) ? -1 : REAL(mkdir)(path, mode); }
int fallocate(int fd, int mode, off_t at, off_t count) {
    return fd_fails(ALLOCATE, fd) ? -1 : REAL(fallocate)(fd, mode, at, count);
}
int posix_fallocate(int fd, off_t at, off_t count) {
    return fd_fails(ALLOCATE, fd) ? errno : REAL(posix_fallocate)(fd, at, count);
}
void *mmap64(void *where, size_t count, int may, int flags, int fd, off64_t at) {
    return fd >= 0 && fd_fails(MAP, fd) ? MAP_FAILED : REAL(mmap64)(where, count, may, flags, fd, at);
}

#define LOCKS(name)                                                                   \
    int name(int fd, int command, ...) {                                              \
        va_list more;                                                                 \
        va_start(more, command);                                                      \
        void *what = va_arg(more, void *);                                            \
        va_end(more);                                                                 \
        int locks = command == F_SETLK || command == F_SETLKW;                        \
        return locks && fd_fails(LOCK, fd) ? -1 : REAL(name)(fd, command, what);      \
    }
LOCKS(fcntl)
LOCKS(fcntl64)
