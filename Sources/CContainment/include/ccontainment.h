#ifndef CCONTAINMENT_H
#define CCONTAINMENT_H

#include <stdint.h>
#include <sys/types.h>

// The first argument that makes a binary with this target in it a launcher: see launcher.c.
#define CCONTAINMENT_ARGUMENT "__contain"
// Where the launcher finds the pipe on which it reports.
#define CCONTAINMENT_REPORT_FD 3

// What a launcher reports, one record of 12 bytes at a time.
typedef struct {
  int32_t kind;
  int32_t first;
  int32_t second;
} ccontainment_record;

enum {
  CCONTAINMENT_STARTED = 1,  // first: the supervisor's process id, as the service sees it
  CCONTAINMENT_RUNNING = 2,  // first: what holds, CCONTAINMENT_HOLDS_…
  CCONTAINMENT_FAILED = 3,   // first: the step, CCONTAINMENT_AT_…; second: errno
  CCONTAINMENT_EXITED = 4,   // first: the exit status
  CCONTAINMENT_SIGNALLED = 5 // first: the signal
};

enum {
  CCONTAINMENT_AT_ARGUMENTS = 1,
  CCONTAINMENT_AT_START = 2,
  CCONTAINMENT_AT_LIMITS = 3,
  CCONTAINMENT_AT_FOLDER = 4,
  CCONTAINMENT_AT_PROGRAM = 5
};

enum {
  CCONTAINMENT_HOLDS_PROCESSES = 1 << 0, // a process namespace: all ends with its first process
  CCONTAINMENT_HOLDS_NETWORK = 1 << 1,   // a network namespace with nothing but a loopback
  CCONTAINMENT_HOLDS_PROC = 1 << 2,      // a /proc of its own
  CCONTAINMENT_HOLDS_READ_ONLY = 1 << 3, // it writes nothing but its own temporary folder
  CCONTAINMENT_HOLDS_HIDDEN = 1 << 4,    // what should be hidden is
  CCONTAINMENT_HOLDS_USER = 1 << 5,      // a user that nobody else is
  CCONTAINMENT_HOLDS_FILTER = 1 << 6     // a filter of system calls
};

// What is left out on purpose: tests and measurements play a kernel that forbids it.
enum {
  CCONTAINMENT_WITHOUT_NAMESPACES = 1 << 0,
  CCONTAINMENT_WITHOUT_FILTER = 1 << 1,
  CCONTAINMENT_WITHOUT_USER = 1 << 2,
  CCONTAINMENT_WITHOUT_PROC = 1 << 3
};

// glibc has these two since 2.36 only.
int ccontainment_pidfd_open(pid_t pid);
int ccontainment_pidfd_kill(int descriptor, int number);

// Waits for a child by its descriptor without blocking: 1 it ended and is reaped, 0 it runs, -1 errno.
int ccontainment_reap(int descriptor);

// Makes both ends of a pipe close on exec, and one of them never block: 0 the end that is read, 1 the other.
int ccontainment_pipe(int ends[2], int own);
int ccontainment_pipe_size(int descriptor, int bytes);

// epoll_event is packed on some machines and not on others.
int ccontainment_epoll_create(void);
int ccontainment_epoll_set(int epoll, int descriptor, uint32_t events, uint64_t token);
int ccontainment_epoll_remove(int epoll, int descriptor);
int ccontainment_epoll_wait(int epoll, uint64_t *tokens, int capacity, int milliseconds);
int ccontainment_eventfd(void);

// Starts the launcher: descriptors[0…3] become its own 0…3, nothing else is passed on. 0 or errno.
int ccontainment_start(const char *path, char *const arguments[], char *const environment[],
                       const int descriptors[4], pid_t *pid);

// Keeps processes of the same user out of this one's memory and environment (prctl(2), PR_SET_DUMPABLE).
void ccontainment_close_memory(void);

// Removes a folder and what is in it; links as links.
void ccontainment_sweep(const char *path);

#endif
