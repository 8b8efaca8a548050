// What a program sees of the files: everything read-only but a temporary folder of its own, secrets not at all.
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

// mount_setattr(2), Linux 5.12; glibc has it since 2.36.
struct attributes {
  uint64_t set;
  uint64_t clear;
  uint64_t propagation;
  uint64_t users;
};
#define READ_ONLY 0x1
#define NO_SETUID 0x2

static int change(const char *path, unsigned flags, uint64_t set, uint64_t clear) {
  struct attributes wanted = {set, clear, 0, 0};
  return (int)syscall(SYS_mount_setattr, AT_FDCWD, path, flags, &wanted, sizeof wanted);
}

static int is_below(const char *path, const char *folder) {
  size_t length = strlen(folder);
  return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0 || length == 1);
}

static int make_folders(char *path) {
  for (char *next = path + 1; *next; next++) {
    if (*next != '/') continue;
    *next = 0;
    mkdir(path, 0755);
    *next = '/';
  }
  return mkdir(path, 0755);
}

// Lays an empty folder over one; what must stay visible inside of it is put back at its place.
static int cover(const char *path, const char *mode, const char *const kept[], const int descriptors[], int count) {
  struct stat status;
  if (lstat(path, &status) != 0) return 0;
  if (!S_ISDIR(status.st_mode)) return mount("/dev/null", path, NULL, MS_BIND, NULL);
  char options[64];
  snprintf(options, sizeof options, "size=64k,mode=%s", mode);
  if (mount("assay", path, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options) != 0) return -1;
  int result = 0;
  for (int index = 0; index < count; index++) {
    if (!kept[index] || descriptors[index] < 0 || !is_below(kept[index], path)) continue;
    char place[PATH_MAX];
    char source[64];
    if (strlen(kept[index]) >= sizeof place) return -1;
    strcpy(place, kept[index]);
    umask(022);
    make_folders(place);
    umask(077);
    snprintf(source, sizeof source, "/proc/self/fd/%d", descriptors[index]);
    if (chmod(path, 0755) != 0 || mount(source, place, NULL, MS_BIND | MS_REC, NULL) != 0) result = -1;
  }
  return result;
}

static int own_folder(const char *path, const struct plan *plan, const char *mode) {
  char options[160];
  unsigned user = geteuid() == 0 ? (unsigned)plan->user : geteuid();
  unsigned group = geteuid() == 0 ? (unsigned)plan->user : getegid();
  snprintf(options, sizeof options, "size=%ld,nr_inodes=4096,mode=%s,uid=%u,gid=%u", plan->file_size, mode, user,
           group);
  return mount("assay", path, "tmpfs", MS_NOSUID | MS_NODEV, options);
}

// The first folder above `path` that a stranger may not pass; false where there is none.
static int closed_above(const char *path, char found[PATH_MAX]) {
  if (strlen(path) >= PATH_MAX) return 0;
  for (const char *next = path + 1; *next; next++) {
    if (*next != '/') continue;
    struct stat status;
    memcpy(found, path, (size_t)(next - path));
    found[next - path] = 0;
    if (stat(found, &status) == 0 && !(status.st_mode & S_IXOTH)) return 1;
  }
  return 0;
}

int make_view(const struct plan *plan) {
  int held = 0;
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return 0;

  // Both are opened in this namespace and before anything is covered.
  const char *kept[2] = {plan->folder, plan->temporary};
  int descriptors[2] = {-1, -1};
  int own = own_folder(plan->temporary, plan, "0700") == 0;
  for (int index = 0; index < 2; index++) {
    if (kept[index]) descriptors[index] = open(kept[index], O_PATH | O_DIRECTORY | O_CLOEXEC);
  }

  int hidden = 1;
  char closed[PATH_MAX];
  // Root's home is closed to the user that the program becomes; its own folder inside must not be.
  if (geteuid() == 0 && plan->folder && closed_above(plan->folder, closed)) {
    hidden &= cover(closed, "0755", kept, descriptors, 2) == 0;
  }
  for (int index = 0; index < plan->hidden_count; index++) {
    hidden &= cover(plan->hidden[index], "0000", kept, descriptors, 2) == 0;
  }
  // Daemons listen on sockets there, which no network namespace holds off.
  if (!plan->network) hidden &= cover("/run", "0755", kept, descriptors, 2) == 0;
  for (int index = 0; index < 2; index++) {
    if (descriptors[index] >= 0) close(descriptors[index]);
  }
  if (hidden) held |= CCONTAINMENT_HOLDS_HIDDEN;

  int shared = own_folder("/dev/shm", plan, "1777") == 0;
  if (!(plan->without & CCONTAINMENT_WITHOUT_PROC) &&
      mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0) {
    held |= CCONTAINMENT_HOLDS_PROC;
  }
  if (own && change("/", AT_RECURSIVE, READ_ONLY | NO_SETUID, 0) == 0) {
    int opened = change(plan->temporary, 0, 0, READ_ONLY) == 0;
    if (shared) opened &= change("/dev/shm", 0, 0, READ_ONLY) == 0;
    if (opened) held |= CCONTAINMENT_HOLDS_READ_ONLY;
  }
  return held;
}
