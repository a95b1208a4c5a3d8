// A vector of sixteen floats that holds one plane a lane is half empty where a convolution has eight planes. Here it holds the
// taps of a filter's row as well. Along a row, a position of the source and all the taps that it meets make one run of
// neighbouring floats of the destination's row (taps x planes, as both stand in memory NDHWC), so that sums of whole runs
// are kept in registers over rows and planes of the filter, and added up where they overlap at the end. With a stride the
// positions of the source fall into classes, each of which meets its own taps.
//
// Zeros are multiplied too, where a vector is not full and where a row is padded: an infinite value among the activations makes
// a neighbour not a number. Nothing can be trained by then.
#include "few_planes.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "memory.h"
#include "parallel.h"

#if defined(__x86_64__)
#include <dnnl.h>
#include <immintrin.h>

// Of functions with intrinsics: the rest of the engine runs without AVX-512.
#define VCL_AVX512 __attribute__((target("avx512f,avx512dq")))
// Sums are registers only where every loop over them is unrolled.
#define VCL_UNROLL _Pragma("GCC unroll 32")

namespace vcl {

namespace {

using std::int64_t;

constexpr int kLanes = 16;
/// Sums at once: of 32 registers, the others hold what is multiplied.
constexpr int kMostSums = 24;
constexpr int kMostVectors = 6, kMostPositions = 12, kMostPlanes = 8, kMostRows = 4;
/// Of x, where several rows of the filter are summed at once: with more, one row fills the registers.
constexpr int kMostPlanesOfRows = 4;

/// A class of source positions along a row, evenly spaced, and the runs of the destination that they reach. Offsets in floats.
struct Run {
  int64_t positions;
  int64_t source, sourceStep;
  /// Where the first position's run begins in the destination's row; may lie before the row.
  int64_t dest, destStep;
  /// Taps in the order of the destination; each follows from the last by `tapStep`.
  int64_t taps, firstTap, tapStep;

  int vectors(int64_t planes) const { return static_cast<int>((taps * planes + kLanes - 1) / kLanes); }
};

/// From x to y: position q meets the taps k = q + pad - stride * output, one of `stride` classes.
std::vector<Run> runsForward(const Geometry& g) {
  std::vector<Run> runs;
  for (int64_t first = 0; first < std::min(g.sw, g.kw); first++) {
    const int64_t taps = (g.kw - first + g.sw - 1) / g.sw;
    const int64_t q = ((first - g.pw) % g.sw + g.sw) % g.sw;
    const int64_t output = (q + g.pw) / g.sw;  // that the position reaches with its first tap
    const int64_t inside = q < g.w ? (g.w - 1 - q) / g.sw + 1 : 0;
    const int64_t positions = std::min(inside, g.ow + taps - 1 - output);
    if (positions <= 0) continue;
    runs.push_back({positions, q * g.c, g.sw * g.c, (output - taps + 1) * g.o, g.o, taps, first + g.sw * (taps - 1), -g.sw});
  }
  return runs;
}

/// From the gradient of y to that of x: a position meets every tap.
std::vector<Run> runsBackward(const Geometry& g) {
  return {{g.ow, 0, g.o, -g.pw * g.c, g.sw * g.c, g.kw, 0, 1}};
}

/// Floats between what two threads write: a processor fetches more than the line that it is asked for. Not quite a page, so
/// that what lies at the same place of each thread's memory does not fall into the same lines of the cache.
constexpr int64_t kApart = 1024 + kLanes;

/// Pieces of work for each thread.
constexpr int64_t kPieces = 4;
/// Floats that the sums of all pieces may take, so long as there is a piece for each thread.
constexpr int64_t kMostFloats = int64_t{1} << 22;

int64_t roundUp(int64_t count) { return (count + kLanes - 1) / kLanes * kLanes; }

/// A row with room on both sides for the runs that stand out, and for the last vector of each.
struct PaddedRow {
  PaddedRow(const std::vector<Run>& runs, int64_t width, int64_t planes) {
    int64_t end = width * planes;
    for (const Run& run : runs) {
      left = std::max(left, -run.dest);
      end = std::max(end, run.dest + (run.positions - 1) * run.destStep + run.vectors(planes) * kLanes);
    }
    left = roundUp(left);
    length = roundUp(left + end);
  }
  int64_t left = 0, length = 0;
};

/// One row of the source that a row of the destination takes, and the filter's row that it meets.
struct Row {
  const float* source;
  int64_t filterRow;
};

struct RunSums {
  const Row* rows;
  int64_t count;
  /// Of all the filter's rows: depth x vectors x 16.
  const float* weights;
  int64_t depth, source, sourceStep, destStep;
  float* dest;
};

VCL_AVX512 inline void addTo(float* at, __m256 value) { _mm256_storeu_ps(at, _mm256_add_ps(_mm256_loadu_ps(at), value)); }

/// Adds the runs of Q positions, V vectors each.
template <int Q, int V>
VCL_AVX512 void addRuns(const RunSums& of) {
  __m512 sums[Q][V];
  VCL_UNROLL
  for (int q = 0; q < Q; q++) {
    VCL_UNROLL
    for (int v = 0; v < V; v++) sums[q][v] = _mm512_setzero_ps();
  }
  const int64_t step = of.sourceStep, rowOfWeights = of.depth * V * kLanes;
  for (int64_t k = 0; k < of.count; k++) {
    const float* x = of.rows[k].source + of.source;
    const float* weights = of.weights + of.rows[k].filterRow * rowOfWeights;
    for (const float* end = weights + rowOfWeights; weights < end; weights += V * kLanes, x++) {
      __m512 filter[V];
      VCL_UNROLL
      for (int v = 0; v < V; v++) filter[v] = _mm512_loadu_ps(weights + v * kLanes);
      VCL_UNROLL
      for (int q = 0; q < Q; q++) {
        const __m512 value = _mm512_set1_ps(x[q * step]);
        VCL_UNROLL
        for (int v = 0; v < V; v++) sums[q][v] = _mm512_fmadd_ps(value, filter[v], sums[q][v]);
      }
    }
  }
  // Halves, since neighbouring runs overlap by multiples of eight floats: what was just stored is then read back whole.
  VCL_UNROLL
  for (int q = 0; q < Q; q++) {
    float* at = of.dest + q * of.destStep;
    VCL_UNROLL
    for (int v = 0; v < V; v++) {
      addTo(at + v * kLanes, _mm512_castps512_ps256(sums[q][v]));
      addTo(at + v * kLanes + 8, _mm512_extractf32x8_ps(sums[q][v], 1));
    }
  }
}

using AddRuns = void (*)(const RunSums&);

constexpr int mostPositions(int vectors) { return std::min(kMostPositions, kMostSums / vectors); }

template <int Q, int V>
constexpr AddRuns addRunsOf() {
  if constexpr (Q <= mostPositions(V)) return addRuns<Q, V>;
  else return nullptr;
}

template <int... I>
constexpr auto addRunsTable(std::integer_sequence<int, I...>) {
  return std::array<AddRuns, sizeof...(I)>{addRunsOf<I / kMostVectors + 1, I % kMostVectors + 1>()...};
}

constexpr auto kAddRuns = addRunsTable(std::make_integer_sequence<int, kMostPositions * kMostVectors>());

AddRuns addRunsFor(int positions, int vectors) { return kAddRuns[(positions - 1) * kMostVectors + vectors - 1]; }

/// Adds the runs of all rows that a row of the destination takes, in blocks of about the same size.
void addRow(const Run& run, int vectors, const Row* rows, int64_t count, const float* weights, int64_t depth, float* dest) {
  const int64_t most = mostPositions(vectors), blocks = (run.positions + most - 1) / most;
  for (int64_t b = 0; b < blocks; b++) {
    const int64_t from = run.positions * b / blocks, to = run.positions * (b + 1) / blocks;
    const int64_t source = run.source + from * run.sourceStep;
    float* at = dest + run.dest + from * run.destStep;
    addRunsFor(static_cast<int>(to - from), vectors)({rows, count, weights, depth, source, run.sourceStep, run.destStep, at});
  }
}

/// The rows of x that one row of y takes.
struct RowsForward {
  const Geometry& g;
  const float* x;
  int64_t planesOfRows() const { return g.n * g.ot; }
  int64_t rows() const { return g.oh; }
  int64_t width() const { return g.ow; }
  int64_t planes() const { return g.o; }
  int64_t depth() const { return g.c; }

  int64_t find(int64_t plane, int64_t row, Row* found) const {
    const int64_t n = plane / g.ot, t = plane % g.ot * g.st - g.pt, h = row * g.sh - g.ph;
    int64_t count = 0;
    for (int64_t a = std::max<int64_t>(0, -t); a < std::min(g.kt, g.t - t); a++)
      for (int64_t b = std::max<int64_t>(0, -h); b < std::min(g.kh, g.h - h); b++)
        found[count++] = {x + ((n * g.t + t + a) * g.h + h + b) * g.w * g.c, a * g.kh + b};
    return count;
  }
};

/// The rows of y's gradient that one row of x's takes.
struct RowsBackward {
  const Geometry& g;
  const float* dy;
  int64_t planesOfRows() const { return g.n * g.t; }
  int64_t rows() const { return g.h; }
  int64_t width() const { return g.w; }
  int64_t planes() const { return g.c; }
  int64_t depth() const { return g.o; }

  int64_t find(int64_t plane, int64_t row, Row* found) const {
    const int64_t n = plane / g.t, t = plane % g.t + g.pt, h = row + g.ph;
    const auto meets = [](int64_t at, int64_t tap, int64_t stride, int64_t outputs) {
      return at >= tap && (at - tap) % stride == 0 && (at - tap) / stride < outputs;
    };
    int64_t count = 0;
    for (int64_t a = 0; a < g.kt; a++) {
      if (!meets(t, a, g.st, g.ot)) continue;
      for (int64_t b = 0; b < g.kh; b++) {
        if (!meets(h, b, g.sh, g.oh)) continue;
        found[count++] = {dy + ((n * g.ot + (t - a) / g.st) * g.oh + (h - b) / g.sh) * g.ow * g.o, a * g.kh + b};
      }
    }
    return count;
  }
};

/// Weights as the kernels read them: for each row of the filter and plane of the source the taps and planes of a run.
template <typename At>
void packWeights(const Geometry& g, const Run& run, int64_t depth, int64_t planes, float* to, At at) {
  const int64_t lanes = run.vectors(planes) * kLanes;
  for (int64_t row = 0; row < g.kt * g.kh; row++)
    for (int64_t d = 0; d < depth; d++, to += lanes) {
      for (int64_t b = 0; b < run.taps; b++) {
        const int64_t tap = row * g.kw + run.firstTap + b * run.tapStep;
        for (int64_t p = 0; p < planes; p++) to[b * planes + p] = at(tap, d, p);
      }
      std::fill(to + run.taps * planes, to + lanes, 0.0f);
    }
}

/// Every row of the destination from the rows of the source that it takes.
template <typename Rows, typename At>
void convolveRows(const Geometry& g, const Rows& rows, const std::vector<Run>& runs, float* dest, At at) {
  const int64_t planes = rows.planes(), depth = rows.depth(), filterRows = g.kt * g.kh, length = rows.width() * planes;
  std::vector<int64_t> starts{0};
  for (const Run& run : runs) starts.push_back(starts.back() + filterRows * depth * run.vectors(planes) * kLanes);
  Scratch packed(static_cast<std::size_t>(starts.back()) * sizeof(float));
  for (std::size_t i = 0; i < runs.size(); i++) packWeights(g, runs[i], depth, planes, packed.floats() + starts[i], at);

  const PaddedRow padded(runs, rows.width(), planes);
  const int64_t ofList = roundUp(filterRows * static_cast<int64_t>(sizeof(Row) / sizeof(float)));
  const int64_t ofPart = padded.length + ofList + kApart;
  Scratch buffers(static_cast<std::size_t>(mostParts() * ofPart) * sizeof(float));
  const int64_t all = rows.planesOfRows() * rows.rows();
  const int64_t pieces = std::min<int64_t>(all, kPieces * mostParts());
  share(pieces, all * length, [&](int part, int64_t piece) {
    float* buffer = buffers.floats() + part * ofPart;
    Row* list = reinterpret_cast<Row*>(buffer + padded.length);
    for (int64_t i = all * piece / pieces; i < all * (piece + 1) / pieces; i++) {
      const int64_t count = rows.find(i / rows.rows(), i % rows.rows(), list);
      std::memset(buffer, 0, static_cast<std::size_t>(padded.length) * sizeof(float));
      for (std::size_t r = 0; r < runs.size() && count > 0; r++) {
        const Run& run = runs[r];
        addRow(run, run.vectors(planes), list, count, packed.floats() + starts[r], depth, buffer + padded.left);
      }
      std::memcpy(dest + i * length, buffer + padded.left, static_cast<std::size_t>(length) * sizeof(float));
    }
  });
}

/// Rows of x, one for each of up to four rows of the filter, and the row of y's gradient that they meet.
struct Meeting {
  std::array<const float*, kMostRows> x;
  const float* dy;
};

struct FilterSums {
  const Meeting* meetings;
  int64_t count, positions, xStep, dyStep;
  float* sums;
  /// Floats from one row of the filter to the next.
  int64_t rowOfSums;
};

/// Adds to R rows of the filter's gradient, U planes of x and V vectors of taps and planes of y.
template <int R, int U, int V>
VCL_AVX512 void addFilter(const FilterSums& of) {
  __m512 sums[R][U][V];
  VCL_UNROLL
  for (int r = 0; r < R; r++) {
    VCL_UNROLL
    for (int u = 0; u < U; u++) {
      VCL_UNROLL
      for (int v = 0; v < V; v++) sums[r][u][v] = _mm512_setzero_ps();
    }
  }
  for (int64_t m = 0; m < of.count; m++) {
    const Meeting& meeting = of.meetings[m];
    const float* dy = meeting.dy;
    const float* x[R];
    VCL_UNROLL
    for (int r = 0; r < R; r++) x[r] = meeting.x[r];
    for (int64_t i = 0; i < of.positions; i++, dy += of.dyStep) {
      __m512 gradient[V];
      VCL_UNROLL
      for (int v = 0; v < V; v++) gradient[v] = _mm512_loadu_ps(dy + v * kLanes);
      VCL_UNROLL
      for (int r = 0; r < R; r++) {
        VCL_UNROLL
        for (int u = 0; u < U; u++) {
          const __m512 value = _mm512_set1_ps(x[r][u]);
          VCL_UNROLL
          for (int v = 0; v < V; v++) sums[r][u][v] = _mm512_fmadd_ps(value, gradient[v], sums[r][u][v]);
        }
        x[r] += of.xStep;
      }
    }
  }
  VCL_UNROLL
  for (int r = 0; r < R; r++) {
    VCL_UNROLL
    for (int u = 0; u < U; u++) {
      float* at = of.sums + r * of.rowOfSums + u * V * kLanes;
      VCL_UNROLL
      for (int v = 0; v < V; v++) _mm512_storeu_ps(at + v * kLanes, _mm512_add_ps(_mm512_loadu_ps(at + v * kLanes), sums[r][u][v]));
    }
  }
}

using AddFilter = void (*)(const FilterSums&);

constexpr bool addsFilter(int rows, int planes, int vectors) {
  return rows * planes * vectors <= kMostSums && (rows == 1 || planes <= kMostPlanesOfRows);
}

template <int R, int U, int V>
constexpr AddFilter addFilterOf() {
  if constexpr (addsFilter(R, U, V)) return addFilter<R, U, V>;
  else return nullptr;
}

template <int... I>
constexpr auto addFilterTable(std::integer_sequence<int, I...>) {
  return std::array<AddFilter, sizeof...(I)>{
      addFilterOf<I / (kMostPlanes * kMostVectors) + 1, I / kMostVectors % kMostPlanes + 1, I % kMostVectors + 1>()...};
}

constexpr auto kAddFilter = addFilterTable(std::make_integer_sequence<int, kMostRows * kMostPlanes * kMostVectors>());

AddFilter addFilterFor(int64_t rows, int64_t planes, int vectors) {
  return kAddFilter[static_cast<std::size_t>(((rows - 1) * kMostPlanes + planes - 1) * kMostVectors + vectors - 1)];
}

/// A piece of the work on the filter's gradient: which planes of y's gradient it takes is its caller's choice.
class FilterPiece {
 public:
  FilterPiece(const Geometry& g, const std::vector<Run>& runs, const PaddedRow& padded, const float* zeros, float* plane, float* sums)
      : g_(g), runs_(runs), padded_(padded), zeros_(zeros), plane_(plane), sums_(sums),
        meetings_(reinterpret_cast<Meeting*>(plane + g.oh * padded.length)) {}

  /// Floats of scratch: a plane of y's gradient, padded, and a list of its rows. Zeros at first.
  static int64_t scratch(const Geometry& g, const PaddedRow& padded) {
    return roundUp(g.oh * (padded.length + static_cast<int64_t>(sizeof(Meeting) / sizeof(float))));
  }

  void add(const float* x, const float* dy, int64_t n, int64_t t) {
    const int64_t length = g_.ow * g_.o;
    for (int64_t h = 0; h < g_.oh; h++)
      std::memcpy(plane_ + h * padded_.length + padded_.left, dy + ((n * g_.ot + t) * g_.oh + h) * length,
                  static_cast<std::size_t>(length) * sizeof(float));
    float* sums = sums_;
    for (const Run& run : runs_) {
      for (int64_t a = 0; a < g_.kt; a++) {
        const int64_t from = t * g_.st + a - g_.pt;
        if (from < 0 || from >= g_.t) continue;
        addRows(x + (n * g_.t + from) * g_.h * g_.w * g_.c, run, sums + a * g_.kh * g_.c * run.vectors(g_.o) * kLanes);
      }
      sums += g_.kt * g_.kh * g_.c * run.vectors(g_.o) * kLanes;
    }
  }

 private:
  /// Rows of the filter at once where x has so few planes that sums of one would not fill the registers.
  void addRows(const float* x, const Run& run, float* sums) {
    const int vectors = run.vectors(g_.o);
    const int64_t planesAtOnce = std::min<int64_t>({g_.c, kMostPlanes, kMostSums / vectors});
    const int64_t blocks = (g_.c + planesAtOnce - 1) / planesAtOnce;
    const int64_t rowsAtOnce =
        blocks == 1 && g_.c <= kMostPlanesOfRows ? std::min<int64_t>(kMostRows, std::max<int64_t>(1, kMostSums / (vectors * g_.c))) : 1;
    const int64_t groups = (g_.kh + rowsAtOnce - 1) / rowsAtOnce, rowOfSums = g_.c * vectors * kLanes;
    for (int64_t group = 0; group < groups; group++) {
      const int64_t first = g_.kh * group / groups, rows = g_.kh * (group + 1) / groups - first;
      for (int64_t block = 0; block < blocks; block++) {
        const int64_t plane = g_.c * block / blocks, planes = g_.c * (block + 1) / blocks - plane;
        const int64_t count = meet(x + run.source + plane, run, first, rows);
        addFilterFor(rows, planes, vectors)({meetings_, count, run.positions, run.sourceStep, run.destStep,
                                             sums + first * rowOfSums + plane * vectors * kLanes, rowOfSums});
      }
    }
  }

  int64_t meet(const float* x, const Run& run, int64_t first, int64_t rows) {
    int64_t count = 0;
    for (int64_t h = 0; h < g_.oh; h++) {
      Meeting& meeting = meetings_[count];
      bool any = false;
      for (int64_t r = 0; r < rows; r++) {
        const int64_t row = h * g_.sh + first + r - g_.ph;
        const bool inside = row >= 0 && row < g_.h;
        meeting.x[static_cast<std::size_t>(r)] = inside ? x + row * g_.w * g_.c : zeros_;
        any = any || inside;
      }
      meeting.dy = plane_ + h * padded_.length + padded_.left + run.dest;
      if (any) count++;
    }
    return count;
  }

  const Geometry& g_;
  const std::vector<Run>& runs_;
  const PaddedRow& padded_;
  const float* zeros_;
  float* plane_;
  float* sums_;
  Meeting* meetings_;
};

/// The vectors of the longest run.
int mostVectors(const std::vector<Run>& runs, int64_t planes) {
  int most = 0;
  for (const Run& run : runs) most = std::max(most, run.vectors(planes));
  return most;
}

}  // namespace

bool isOfFewPlanes(const Geometry& g, Pass pass) {
  // As oneDNN sees the processor: ONEDNN_MAX_CPU_ISA can hold it back.
  static const bool wide = (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core;
  const int64_t planes = pass == Pass::data ? g.c : g.o;
  if (!wide || g.groups != 1 || planes % kLanes != 8 || g.kt * g.kh * g.kw == 1) return false;
  const auto runs = pass == Pass::data ? runsBackward(g) : runsForward(g);
  const int vectors = mostVectors(runs, planes);
  return vectors > 0 && vectors <= kMostVectors;
}

void fewPlanesForward(const Geometry& g, const float* x, const float* filter, float* y) {
  convolveRows(g, RowsForward{g, x}, runsForward(g), y,
               [&](int64_t tap, int64_t c, int64_t o) { return filter[(tap * g.c + c) * g.o + o]; });
}

void fewPlanesData(const Geometry& g, const float* dy, const float* filter, float* dx) {
  convolveRows(g, RowsBackward{g, dy}, runsBackward(g), dx,
               [&](int64_t tap, int64_t o, int64_t c) { return filter[(tap * g.c + c) * g.o + o]; });
}

void fewPlanesFilter(const Geometry& g, const float* x, const float* dy, float* gradient) {
  const std::vector<Run> runs = runsForward(g);
  const PaddedRow padded(runs, g.ow, g.o);
  int64_t ofSums = 0;
  for (const Run& run : runs) ofSums += g.kt * g.kh * g.c * run.vectors(g.o) * kLanes;
  const int64_t all = g.n * g.ot, parts = mostParts();
  const int64_t ofPart = FilterPiece::scratch(g, padded) + kApart, ofPiece = ofSums + kApart;
  const int64_t pieces = std::min(all, std::max<int64_t>(parts, std::min(kPieces * parts, kMostFloats / ofPiece)));
  Scratch planes(static_cast<std::size_t>(parts * ofPart) * sizeof(float));
  Scratch scratch(static_cast<std::size_t>(pieces * ofPiece) * sizeof(float));
  std::memset(planes.data(), 0, static_cast<std::size_t>(parts * ofPart) * sizeof(float));
  const std::vector<float> zeros(static_cast<std::size_t>(g.w * g.c));
  share(pieces, all * g.oh * g.ow * g.o, [&](int part, int64_t piece) {
    float* sums = scratch.floats() + piece * ofPiece;
    std::memset(sums, 0, static_cast<std::size_t>(ofSums) * sizeof(float));
    FilterPiece own(g, runs, padded, zeros.data(), planes.floats() + part * ofPart, sums);
    for (int64_t i = all * piece / pieces; i < all * (piece + 1) / pieces; i++) own.add(x, dy, i / g.ot, i % g.ot);
  });

  std::memset(gradient, 0, static_cast<std::size_t>(g.kt * g.kh * g.kw * g.c * g.o) * sizeof(float));
  float* sums = scratch.floats();
  for (const Run& run : runs) {
    const int64_t lanes = run.vectors(g.o) * kLanes, rows = g.kt * g.kh * g.c;
    split(rows, rows * lanes * pieces, [&](int, int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++) {
        float* total = sums + i * lanes;
        for (int64_t piece = 1; piece < pieces; piece++)
          for (int64_t lane = 0; lane < lanes; lane++) total[lane] += total[piece * ofPiece + lane];
        for (int64_t b = 0; b < run.taps; b++) {
          const int64_t tap = i / g.c * g.kw + run.firstTap + b * run.tapStep;
          std::memcpy(gradient + (tap * g.c + i % g.c) * g.o, total + b * g.o, static_cast<std::size_t>(g.o) * sizeof(float));
        }
      }
    });
    sums += rows * lanes;
  }
}

}  // namespace vcl

#else

namespace vcl {

bool isOfFewPlanes(const Geometry&, Pass) { return false; }
void fewPlanesForward(const Geometry&, const float*, const float*, float*) {}
void fewPlanesData(const Geometry&, const float*, const float*, float*) {}
void fewPlanesFilter(const Geometry&, const float*, const float*, float*) {}

}  // namespace vcl

#endif
