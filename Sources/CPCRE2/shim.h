#ifndef CPCRE2_SHIM_H
#define CPCRE2_SHIM_H

// The width must be chosen before the header is read: subjects are UTF-8.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stddef.h>

// Swift imports no macro that holds a cast, and it imports size_t as a signed Int.
static const ptrdiff_t CPCRE2_UNSET = (ptrdiff_t)PCRE2_UNSET;

#endif
