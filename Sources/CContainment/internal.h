#ifndef CCONTAINMENT_INTERNAL_H
#define CCONTAINMENT_INTERNAL_H

#include "ccontainment.h"

#define MOST_HIDDEN 64

// What the launcher was asked for; all of it comes as arguments.
struct plan {
  int network;
  long processes;
  long open_files;
  long file_size;
  long user;
  int without;
  const char *folder;
  const char *temporary;
  const char *hidden[MOST_HIDDEN];
  int hidden_count;
  char **command;
  char **environment;
};

void tell(int32_t kind, int32_t first, int32_t second);
int become_user(const struct plan *plan);
void drop_privileges(void);

// A kernel that counts processes by user and namespace (5.14), not by user alone.
int counts_by_namespace(void);
long tasks_of(uid_t user);

int own_network_up(void);
int make_view(const struct plan *plan);
int filter_calls(int network, int own_network);

_Noreturn void supervise(const struct plan *plan, int held);

#endif
