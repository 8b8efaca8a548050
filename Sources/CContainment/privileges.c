// What the launcher gives up, and what its program may not ask of the kernel.
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#endif

#define LONGEST 256

// The bounding set is emptied, so that no program gets anything back; a change of user then takes the rest.
void drop_privileges(void) {
  for (int capability = 0; capability < 64; capability++) prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

// A new network namespace has a loopback that is down.
int own_network_up(void) {
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0) return -1;
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, "lo");
  int status = ioctl(any, SIOCGIFFLAGS, &request);
  if (status == 0) {
    request.ifr_flags |= IFF_UP;
    status = ioctl(any, SIOCSIFFLAGS, &request);
  }
  close(any);
  return status;
}

#ifdef NATIVE
static const int refused[] = {
    // Other processes' memory and descriptors.
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, 438 /* pidfd_getfd */, SYS_kcmp,
    SYS_perf_event_open, 440 /* process_madvise */,
    // The view of files.
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, 428 /* open_tree */, 429 /* move_mount */,
    430 /* fsopen */, 431 /* fsconfig */, 432 /* fsmount */, 433 /* fspick */, 442 /* mount_setattr */,
    SYS_setns, SYS_unshare, SYS_open_by_handle_at, SYS_quotactl, SYS_swapon, SYS_swapoff,
    // The kernel itself.
    SYS_bpf, SYS_userfaultfd, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_kexec_load, SYS_kexec_file_load,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot, SYS_acct, SYS_syslog,
};

static const int families[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

struct program {
  struct sock_filter code[LONGEST];
  unsigned short length;
};

static void add(struct program *program, struct sock_filter instruction) {
  if (program->length < LONGEST) program->code[program->length++] = instruction;
}

static void load(struct program *program, size_t offset) {
  add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

static void answer(struct program *program, unsigned value) {
  add(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, value));
}

// Answers `value` where what was loaded is `wanted`.
static void answer_if(struct program *program, unsigned wanted, unsigned value) {
  add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, wanted, 0, 1));
  answer(program, value);
}

#define FIRST_ARGUMENT offsetof(struct seccomp_data, args[0])
#define ERROR(number) (SECCOMP_RET_ERRNO | (number))

int filter_calls(int network, int own_network) {
  struct program program = {.length = 0};
  load(&program, offsetof(struct seccomp_data, arch));
  add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE, 1, 0));
  answer(&program, ERROR(EPERM));
  load(&program, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
  // The 32-bit pointers' numbers are calls of their own.
  add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
  answer(&program, ERROR(EPERM));
#endif
  for (size_t index = 0; index < sizeof refused / sizeof *refused; index++) {
    answer_if(&program, (unsigned)refused[index], ERROR(EPERM));
  }
  // Its flags lie in memory, which a filter cannot read; libraries then fall back on clone.
  answer_if(&program, 435 /* clone3 */, ERROR(ENOSYS));
  // A ring opens sockets past this filter.
  answer_if(&program, 425 /* io_uring_setup */, ERROR(ENOSYS));
  answer_if(&program, 426 /* io_uring_enter */, ERROR(ENOSYS));
  answer_if(&program, 427 /* io_uring_register */, ERROR(ENOSYS));

  // clone: no new namespaces.
  add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4));
  load(&program, FIRST_ARGUMENT);
  add(&program, (struct sock_filter)BPF_JUMP(
                    BPF_JMP | BPF_JSET | BPF_K,
                    CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS |
                        CLONE_NEWCGROUP, 0, 1));
  answer(&program, ERROR(EPERM));
  answer(&program, SECCOMP_RET_ALLOW);

  // socket: with a network of one's own or a granted one only the usual families (AF_VSOCK knows no
  // namespaces), else none: sockets of daemons in the file system are also ways out.
  add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0));
  answer(&program, SECCOMP_RET_ALLOW);
  load(&program, FIRST_ARGUMENT);
  if (network || own_network) {
    for (size_t index = 0; index < sizeof families / sizeof *families; index++) {
      answer_if(&program, (unsigned)families[index], SECCOMP_RET_ALLOW);
    }
  }
  answer(&program, ERROR(EACCES));

  struct sock_fprog whole = {.len = program.length, .filter = program.code};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole, 0, 0);
}
#else
int filter_calls(int network, int own_network) {
  (void)network;
  (void)own_network;
  errno = ENOSYS;
  return -1;
}
#endif
