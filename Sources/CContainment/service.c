// What the service itself needs of the kernel, and Swift cannot call or glibc does not have.
#define _GNU_SOURCE
#include "ccontainment.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef P_PIDFD
#define P_PIDFD 3
#endif

int ccontainment_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int ccontainment_pidfd_kill(int descriptor, int number) {
  return (int)syscall(SYS_pidfd_send_signal, descriptor, number, NULL, 0);
}

int ccontainment_reap(int descriptor) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  if (waitid((idtype_t)P_PIDFD, (id_t)descriptor, &info, WEXITED | WNOHANG) != 0) return -1;
  return info.si_pid != 0;
}

int ccontainment_pipe(int ends[2], int own) {
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  int flags = fcntl(ends[own], F_GETFL);
  return fcntl(ends[own], F_SETFL, flags | O_NONBLOCK);
}

int ccontainment_pipe_size(int descriptor, int bytes) { return fcntl(descriptor, F_SETPIPE_SZ, bytes); }

int ccontainment_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int ccontainment_epoll_set(int epoll, int descriptor, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data = {.u64 = token}};
  if (epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) == 0) return 0;
  return errno == ENOENT ? epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) : -1;
}

int ccontainment_epoll_remove(int epoll, int descriptor) {
  return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL);
}

int ccontainment_epoll_wait(int epoll, uint64_t *tokens, int capacity, int milliseconds) {
  struct epoll_event events[64];
  int count = epoll_wait(epoll, events, capacity < 64 ? capacity : 64, milliseconds);
  for (int index = 0; index < count; index++) tokens[index] = events[index].data.u64;
  return count;
}

int ccontainment_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int ccontainment_start(const char *path, char *const arguments[], char *const environment[],
                       const int descriptors[4], pid_t *pid) {
  // The originals lie above the places that they are copied to, so that no copy destroys another original.
  int high[4];
  int count = 0;
  int status = 0;
  for (; count < 4; count++) {
    high[count] = fcntl(descriptors[count], F_DUPFD_CLOEXEC, 10);
    if (high[count] < 0) {
      status = errno;
      break;
    }
  }
  posix_spawn_file_actions_t actions;
  if (status == 0 && (status = posix_spawn_file_actions_init(&actions)) == 0) {
    for (int index = 0; index < 4 && status == 0; index++) {
      status = posix_spawn_file_actions_adddup2(&actions, high[index], index);
    }
    if (status == 0) status = posix_spawn(pid, path, &actions, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
  }
  while (count > 0) close(high[--count]);
  return status;
}

void ccontainment_close_memory(void) { prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

static int sweep_one(const char *path, const struct stat *status, int type, struct FTW *place) {
  (void)status;
  (void)type;
  (void)place;
  remove(path);
  return 0;
}

void ccontainment_sweep(const char *path) { nftw(path, sweep_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT); }
