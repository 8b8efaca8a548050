// The supervisor: the first process of a program's process namespace, or, where the kernel gives none, the
// parent to which all its orphans fall.
#define _GNU_SOURCE
#include "internal.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_TASKS 4096

struct failure {
  int32_t step;
  int32_t reason;
};

int counts_by_namespace(void) {
  struct utsname system;
  int major = 0;
  int minor = 0;
  if (uname(&system) != 0 || sscanf(system.release, "%d.%d", &major, &minor) != 2) return 0;
  return major > 5 || (major == 5 && minor >= 14);
}

// The threads of a user over the whole machine.
long tasks_of(uid_t user) {
  long count = 0;
  DIR *all = opendir("/proc");
  if (!all) return 0;
  struct dirent *entry;
  while ((entry = readdir(all))) {
    if (!isdigit((unsigned char)entry->d_name[0])) continue;
    char path[300];
    struct stat status;
    snprintf(path, sizeof path, "/proc/%s/task", entry->d_name);
    if (stat(path, &status) != 0 || status.st_uid != user) continue;
    count += (long)status.st_nlink - 2;
  }
  closedir(all);
  return count;
}

static void limit_processes(const struct plan *plan, int held) {
  // The supervisor is one of them where it is of the same user.
  long most = plan->processes + 1;
  int alone = (held & CCONTAINMENT_HOLDS_USER) || ((held & CCONTAINMENT_HOLDS_PROCESSES) && counts_by_namespace());
  if (!alone) most += tasks_of(geteuid());
  struct rlimit limit = {(rlim_t)most, (rlim_t)most};
  struct rlimit now;
  if (getrlimit(RLIMIT_NPROC, &now) == 0 && now.rlim_max != RLIM_INFINITY && limit.rlim_max > now.rlim_max) {
    limit.rlim_cur = limit.rlim_max = now.rlim_max;
  }
  setrlimit(RLIMIT_NPROC, &limit);
}

static _Noreturn void fail(int pipe, int step) {
  struct failure failure = {step, errno};
  ssize_t ignored = write(pipe, &failure, sizeof failure);
  (void)ignored;
  _exit(127);
}

// The program's process, up to the program.
static _Noreturn void run(const struct plan *plan, int held, int failures, int ready) {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  drop_privileges();
  if (!(plan->without & CCONTAINMENT_WITHOUT_USER) && become_user(plan) == 0) held |= CCONTAINMENT_HOLDS_USER;
  // A change of user takes this away.
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (plan->folder && chdir(plan->folder) != 0) fail(failures, CCONTAINMENT_AT_FOLDER);
  limit_processes(plan, held);
  if (!(plan->without & CCONTAINMENT_WITHOUT_FILTER) &&
      filter_calls(plan->network, held & CCONTAINMENT_HOLDS_NETWORK) == 0) {
    held |= CCONTAINMENT_HOLDS_FILTER;
  }
  ssize_t ignored = write(ready, &held, sizeof held);
  (void)ignored;
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  environ = plan->environment;
  execvp(plan->command[0], plan->command);
  fail(failures, CCONTAINMENT_AT_PROGRAM);
}

// The descendants of a process that are in /proc now, each once; -1 where there are more than fit.
static int descendants(pid_t root, pid_t found[MOST_TASKS]) {
  static struct {
    pid_t pid;
    pid_t parent;
  } all[32768];
  int count = 0;
  DIR *folder = opendir("/proc");
  if (!folder) return 0;
  struct dirent *entry;
  while ((entry = readdir(folder)) && count < 32768) {
    if (!isdigit((unsigned char)entry->d_name[0])) continue;
    char path[300];
    char text[512];
    snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0) continue;
    text[length] = 0;
    char *name = strrchr(text, ')');
    char state;
    int parent;
    if (!name || sscanf(name + 1, " %c %d", &state, &parent) != 2) continue;
    all[count].pid = (pid_t)atoi(entry->d_name);
    all[count++].parent = parent;
  }
  closedir(folder);
  int known = 0;
  for (int next = -1; next < known; next++) {
    pid_t parent = next < 0 ? root : found[next];
    for (int index = 0; index < count && known < MOST_TASKS; index++) {
      if (all[index].parent == parent && all[index].pid != root) found[known++] = all[index].pid;
    }
  }
  return known;
}

// Stops all descendants until a look finds no new one, so that none can fork away, and then ends them.
static void end_tree(void) {
  static pid_t now[MOST_TASKS];
  int before = -1;
  for (int round = 0; round < 100; round++) {
    int count = descendants(getpid(), now);
    for (int index = 0; index < count; index++) kill(now[index], SIGSTOP);
    if (count == before) break;
    before = count;
  }
  int count = descendants(getpid(), now);
  for (int index = 0; index < count; index++) kill(now[index], SIGKILL);
}

// Ends every process of the program's own user at once (kill(2) with -1 spares none but the caller).
static void end_user(const struct plan *plan) {
  pid_t child = fork();
  if (child == 0) {
    if (become_user(plan) == 0) kill(-1, SIGKILL);
    _exit(0);
  }
  if (child > 0) waitpid(child, NULL, 0);
}

static void end_all(const struct plan *plan) {
  struct timespec moment = {0, 2000000};
  for (int round = 0; round < 1000; round++) {
    if (geteuid() == 0 && plan->user > 0 && !(plan->without & CCONTAINMENT_WITHOUT_USER)) end_user(plan);
    else end_tree();
    pid_t reaped;
    while ((reaped = waitpid(-1, NULL, WNOHANG)) > 0) continue;
    if (reaped < 0 && errno == ECHILD) return;
    nanosleep(&moment, NULL);
  }
}

// Reaps what falls to it until the program itself has ended; false where the service is gone, or says stop.
static int wait_for(pid_t program, int *status) {
  sigset_t caught;
  sigemptyset(&caught);
  sigaddset(&caught, SIGCHLD);
  sigaddset(&caught, SIGTERM);
  int signals = signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK);
  for (;;) {
    pid_t pid;
    int ended;
    while ((pid = waitpid(-1, &ended, WNOHANG)) > 0) {
      if (pid == program) {
        *status = ended;
        return 1;
      }
    }
    // The service holds the only other end: an error here is its death, by whatever cause.
    struct pollfd both[2] = {{.fd = CCONTAINMENT_REPORT_FD, .events = 0}, {.fd = signals, .events = POLLIN}};
    if (poll(both, signals < 0 ? 1 : 2, signals < 0 ? 50 : -1) < 0 && errno != EINTR) return 0;
    if (both[0].revents & (POLLERR | POLLHUP | POLLNVAL)) return 0;
    struct signalfd_siginfo seen;
    while (signals >= 0 && read(signals, &seen, sizeof seen) == (ssize_t)sizeof seen) {
      if (seen.ssi_signo == SIGTERM) return 0;
    }
  }
}

_Noreturn void supervise(const struct plan *plan, int held) {
  // Nobody looks into it, nor takes it as a way around the filter.
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  if (held & CCONTAINMENT_HOLDS_NETWORK) own_network_up();
  if (held & CCONTAINMENT_HOLDS_PROCESSES) held |= make_view(plan);
  else prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);

  int failures[2];
  int ready[2];
  if (pipe2(failures, O_CLOEXEC) != 0 || pipe2(ready, O_CLOEXEC) != 0) {
    tell(CCONTAINMENT_FAILED, CCONTAINMENT_AT_START, errno);
    _exit(2);
  }
  pid_t program = fork();
  if (program == 0) run(plan, held, failures[1], ready[1]);
  if (program < 0) {
    tell(CCONTAINMENT_FAILED, CCONTAINMENT_AT_START, errno);
    _exit(2);
  }
  close(failures[1]);
  close(ready[1]);
  // The ends of the program's pipes are the program's alone.
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int index = 0; index < 3; index++) {
    if (nothing < 0 || dup2(nothing, index) < 0) close(index);
  }

  int holds = held;
  struct failure failure;
  ssize_t length = read(ready[0], &holds, sizeof holds);
  length = read(failures[0], &failure, sizeof failure);
  close(failures[0]);
  close(ready[0]);
  if (length == (ssize_t)sizeof failure) {
    tell(CCONTAINMENT_FAILED, failure.step, failure.reason);
    _exit(2);
  }
  tell(CCONTAINMENT_RUNNING, holds, 0);

  int inside = held & CCONTAINMENT_HOLDS_PROCESSES;
  if (inside) {
    drop_privileges();
    become_user(plan);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  }
  int status = 0;
  int ended = wait_for(program, &status);
  // With a namespace the kernel ends the rest when this process goes.
  if (!inside) end_all(plan);
  if (ended && WIFSIGNALED(status)) tell(CCONTAINMENT_SIGNALLED, WTERMSIG(status), 0);
  else if (ended) tell(CCONTAINMENT_EXITED, WEXITSTATUS(status), 0);
  _exit(0);
}
