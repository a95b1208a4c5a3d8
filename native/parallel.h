// Work split over the stream's threads, always the same way for the same number of threads: sums come out bit for bit alike.
#pragma once
#include <omp.h>

#include <algorithm>
#include <cstdint>

namespace vcl {

/// Below this many elements a second thread costs more than it brings.
constexpr std::int64_t kWorthSplitting = 65536;

/// Calls body(part, begin, end) for consecutive parts of 0..count.
template <typename Body>
void split(std::int64_t count, std::int64_t elements, Body body) {
  const int parts = elements < kWorthSplitting ? 1 : static_cast<int>(std::min<std::int64_t>(omp_get_max_threads(), std::max<std::int64_t>(count, 1)));
  if (parts <= 1) {
    body(0, std::int64_t{0}, count);
    return;
  }
#pragma omp parallel num_threads(parts)
  {
    const int part = omp_get_thread_num();
    body(part, count * part / parts, count * (part + 1) / parts);
  }
}

/// Calls body(part, piece) for every piece, each taken by whichever thread is free: what it computes must not depend on `part`,
/// which only says whose scratch to use. A thread that is held up by another program's work then does not hold up the others.
template <typename Body>
void share(std::int64_t pieces, std::int64_t elements, Body body) {
  const int parts = elements < kWorthSplitting ? 1 : static_cast<int>(std::min<std::int64_t>(omp_get_max_threads(), std::max<std::int64_t>(pieces, 1)));
#pragma omp parallel for schedule(dynamic) num_threads(parts)
  for (std::int64_t piece = 0; piece < pieces; piece++) body(omp_get_thread_num(), piece);
}

inline int mostParts() { return omp_get_max_threads(); }

}  // namespace vcl
