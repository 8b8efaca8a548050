// The launcher: this binary started once more, before any thread exists, between the service and a program.
//
// It takes limits and namespaces on itself, and then makes the supervisor (supervisor.c) as a child of the
// *service*: who has reaped the supervisor knows that its whole process namespace is gone.
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

void tell(int32_t kind, int32_t first, int32_t second) {
  ccontainment_record record = {kind, first, second};
  // Less than PIPE_BUF: whole or not at all.
  ssize_t ignored = write(CCONTAINMENT_REPORT_FD, &record, sizeof record);
  (void)ignored;
}

static const char *value(const char *argument, const char *key) {
  size_t length = strlen(key);
  return strncmp(argument, key, length) == 0 && argument[length] == '=' ? argument + length + 1 : NULL;
}

static int read_plan(struct plan *plan, int argc, char **argv) {
  const char *text;
  int index = 2;
  for (; index < argc && strcmp(argv[index], "--") != 0; index++) {
    if ((text = value(argv[index], "network"))) plan->network = atoi(text);
    else if ((text = value(argv[index], "processes"))) plan->processes = atol(text);
    else if ((text = value(argv[index], "open_files"))) plan->open_files = atol(text);
    else if ((text = value(argv[index], "file_size"))) plan->file_size = atol(text);
    else if ((text = value(argv[index], "user"))) plan->user = atol(text);
    else if ((text = value(argv[index], "without"))) plan->without = atoi(text);
    else if ((text = value(argv[index], "folder"))) plan->folder = text;
    else if ((text = value(argv[index], "temporary"))) plan->temporary = text;
    else if ((text = value(argv[index], "hide")) && plan->hidden_count < MOST_HIDDEN)
      plan->hidden[plan->hidden_count++] = text;
    else return -1;
  }
  if (index + 1 >= argc || !plan->temporary) return -1;
  plan->command = argv + index + 1;
  return 0;
}

// The program's own variables come with a plus before the name, so that none of them (LD_PRELOAD) moves the
// launcher, which may still be root.
static char **programs_environment(char **all) {
  size_t count = 0;
  while (all[count]) count++;
  char **kept = calloc(count + 1, sizeof *kept);
  if (!kept) return NULL;
  size_t next = 0;
  for (size_t index = 0; index < count; index++) {
    if (all[index][0] == '+') kept[next++] = all[index] + 1;
  }
  return kept;
}

static int limit(int resource, long most) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) return -1;
  rlim_t wanted = (rlim_t)most;
  // Only root may raise what it was given.
  if (now.rlim_max != RLIM_INFINITY && wanted > now.rlim_max) wanted = now.rlim_max;
  struct rlimit next = {wanted, wanted};
  return setrlimit(resource, &next);
}

static void put(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  ssize_t ignored = write(file, text, strlen(text));
  (void)ignored;
  close(file);
}

int become_user(const struct plan *plan) {
  if (geteuid() != 0 || plan->user <= 0) return geteuid() == (uid_t)plan->user ? 0 : -1;
  gid_t group = (gid_t)plan->user;
  uid_t user = (uid_t)plan->user;
  if (setgroups(0, NULL) != 0 || setresgid(group, group, group) != 0 || setresuid(user, user, user) != 0) return -1;
  return 0;
}

// A user namespace of an ordinary user, in which it is itself.
static int user_namespace(int flags) {
  char map[64];
  unsigned user = geteuid();
  unsigned group = getegid();
  // A change of user has made /proc/self root's.
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  if (unshare(CLONE_NEWUSER | flags) != 0) return -1;
  put("/proc/self/setgroups", "deny");
  snprintf(map, sizeof map, "%u %u 1", user, user);
  put("/proc/self/uid_map", map);
  snprintf(map, sizeof map, "%u %u 1", group, group);
  put("/proc/self/gid_map", map);
  return 0;
}

static int namespaces(const struct plan *plan) {
  int flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | (plan->network ? 0 : CLONE_NEWNET);
  int held = 0;
  if (plan->without & CCONTAINMENT_WITHOUT_NAMESPACES) return held;
  // Root makes them as root and then becomes a user that nobody else is: a user namespace would add nothing. Root
  // that may not make them stays root as supervisor, since only root can end another user's processes.
  int made = geteuid() == 0 ? unshare(flags) : user_namespace(flags);
  if (made == 0) held |= CCONTAINMENT_HOLDS_PROCESSES;
  if ((held & CCONTAINMENT_HOLDS_PROCESSES) && !plan->network) held |= CCONTAINMENT_HOLDS_NETWORK;
  return held;
}

static _Noreturn void launch(int argc, char **argv, char **envp) {
  struct stat report;
  if (fstat(CCONTAINMENT_REPORT_FD, &report) != 0 || !S_ISFIFO(report.st_mode)) {
    static const char message[] = "__contain is how assay starts plugins; it is no command\n";
    ssize_t ignored = write(2, message, sizeof message - 1);
    (void)ignored;
    _exit(2);
  }
  syscall(SYS_close_range, 4u, ~0u, 0u);
  fcntl(CCONTAINMENT_REPORT_FD, F_SETFD, FD_CLOEXEC);
  struct plan plan = {0};
  plan.environment = programs_environment(envp);
  if (read_plan(&plan, argc, argv) != 0 || !plan.environment) {
    tell(CCONTAINMENT_FAILED, CCONTAINMENT_AT_ARGUMENTS, EINVAL);
    _exit(2);
  }

  for (int number = 1; number < 65; number++) signal(number, SIG_DFL);
  sigset_t caught;
  sigemptyset(&caught);
  sigaddset(&caught, SIGCHLD);
  sigaddset(&caught, SIGTERM);
  sigprocmask(SIG_SETMASK, &caught, NULL);
  setsid();
  umask(077);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  // Before the service in the eyes of the kernel when memory runs out, and behind it for the processor.
  put("/proc/self/oom_score_adj", "1000");
  setpriority(PRIO_PROCESS, 0, 5);
  if (limit(RLIMIT_CORE, 0) != 0 || limit(RLIMIT_NOFILE, plan.open_files) != 0 ||
      limit(RLIMIT_FSIZE, plan.file_size) != 0) {
    tell(CCONTAINMENT_FAILED, CCONTAINMENT_AT_LIMITS, errno);
    _exit(2);
  }

  int held = namespaces(&plan);
  long pid = syscall(SYS_clone, (long)(CLONE_PARENT | SIGCHLD), 0L, 0L, 0L, 0L);
  if (pid == 0) supervise(&plan, held);
  if (pid < 0) {
    tell(CCONTAINMENT_FAILED, CCONTAINMENT_AT_START, errno);
    _exit(2);
  }
  tell(CCONTAINMENT_STARTED, (int32_t)pid, 0);
  _exit(0);
}

// glibc hands constructors what it will hand `main`. Here nothing has run yet that could have started a
// thread, and a process with threads gets no user namespace (unshare(2)).
__attribute__((constructor)) static void become_launcher(int argc, char **argv, char **envp) {
  if (argc > 2 && strcmp(argv[1], CCONTAINMENT_ARGUMENT) == 0) launch(argc, argv, envp);
}
