#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

// zlib's init functions are macros, which Swift cannot import.

// Prepares `stream` to read gzip, with the largest window. 16 selects the gzip wrapper.
static inline int czlib_inflate_gzip_init(z_stream *stream) {
  return inflateInit2(stream, MAX_WBITS + 16);
}

// Prepares `stream` to write gzip at a level from 0 to 9.
static inline int czlib_deflate_gzip_init(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
