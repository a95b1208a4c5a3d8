// Elementwise kernels, strided copies and reductions: the part of tfjs's kernel set that is no convolution. Values are float
// or int32; a bool stands as an int32 of 0 or 1.
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "kernel.h"
#include "parallel.h"

namespace vcl {

namespace {

constexpr int kMostDims = 8;

// A walk over an output in row-major order; two inputs follow by their own strides. Dims that both walk without a gap are
// one, so that tensors of one shape are one long run.
struct Walk {
  int rank = 0;
  std::int64_t size[kMostDims], count = 1;
  std::int64_t strides[2][kMostDims];

  // v: rank, size..., first strides..., second strides...
  explicit Walk(const std::int64_t* v) {
    const std::int64_t dims = v[0];
    for (std::int64_t d = 0; d < dims; d++) add(v[1 + d], v[1 + dims + d], v[1 + 2 * dims + d]);
  }

  void add(std::int64_t length, std::int64_t first, std::int64_t second) {
    count *= length;
    if (length == 1) return;
    const int last = rank - 1;
    if (rank > 0 && strides[0][last] == first * length && strides[1][last] == second * length) {
      size[last] *= length;
      strides[0][last] = first;
      strides[1][last] = second;
      return;
    }
    if (rank == kMostDims) throw std::invalid_argument("more than 8 dimensions");
    size[rank] = length;
    strides[0][rank] = first;
    strides[1][rank++] = second;
  }

  // Calls body(position, first offset, second offset, length, first step, second step) for runs along the last dim.
  template <typename Body>
  void runs(Body body) const {
    if (count == 0) return;
    const std::int64_t last = rank == 0 ? 1 : size[rank - 1], rows = count / last;
    const std::int64_t stepA = rank == 0 ? 0 : strides[0][rank - 1], stepB = rank == 0 ? 0 : strides[1][rank - 1];
    if (rows == 1) {
      split(last, count, [&](int, std::int64_t begin, std::int64_t end) {
        body(begin, begin * stepA, begin * stepB, end - begin, stepA, stepB);
      });
      return;
    }
    split(rows, count, [&](int, std::int64_t begin, std::int64_t end) {
      for (std::int64_t row = begin; row < end; row++) {
        std::int64_t rest = row, a = 0, b = 0;
        for (int d = rank - 2; d >= 0; d--) {
          const std::int64_t at = rest % size[d];
          rest /= size[d];
          a += at * strides[0][d];
          b += at * strides[1][d];
        }
        body(row * last, a, b, last, stepA, stepB);
      }
    });
  }
};

template <typename T, typename R, typename Op>
void binaryOf(const Call& call, Op op) {
  const Walk walk(call.ints.data());
  const T *a = static_cast<const T*>(call.in[0]->data()), *b = static_cast<const T*>(call.in[1]->data());
  R* out = static_cast<R*>(call.out[0]->data());
  walk.runs([&](std::int64_t at, std::int64_t i, std::int64_t j, std::int64_t n, std::int64_t si, std::int64_t sj) {
    if (si == 1 && sj == 1) {
#pragma omp simd
      for (std::int64_t k = 0; k < n; k++) out[at + k] = op(a[i + k], b[j + k]);
    } else if (si == 1 && sj == 0) {
      const T right = b[j];
#pragma omp simd
      for (std::int64_t k = 0; k < n; k++) out[at + k] = op(a[i + k], right);
    } else {
      for (std::int64_t k = 0; k < n; k++) out[at + k] = op(a[i + k * si], b[j + k * sj]);
    }
  });
}

template <typename Op>
Kernel arithmetic(Op op) {
  return [op](const Call& call) {
    if (call.reals[0] != 0) binaryOf<std::int32_t, std::int32_t>(call, op);
    else binaryOf<float, float>(call, op);
  };
}

template <typename Op>
Kernel comparison(Op op) {
  return [op](const Call& call) {
    if (call.reals[0] != 0) binaryOf<std::int32_t, std::int32_t>(call, op);
    else binaryOf<float, std::int32_t>(call, op);
  };
}

template <typename Op>
Kernel unary(Op op) {
  return [op](const Call& call) {
    const std::int64_t count = call.integer(0);
    const float* x = call.input(0);
    float* y = call.output(0);
    const float p = call.reals.empty() ? 0 : call.real(0), q = call.reals.size() < 2 ? 0 : call.real(1);
    split(count, count, [&](int, std::int64_t begin, std::int64_t end) {
#pragma omp simd
      for (std::int64_t i = begin; i < end; i++) y[i] = op(x[i], p, q);
    });
  };
}

// out = in, walked by strides from an offset: transpose, slice, broadcast, reverse. ints: rank, size..., strides...; offset last
void strided(const Call& call) {
  std::vector<std::int64_t> walkInts(call.ints.begin(), call.ints.end() - 1);
  walkInts.resize(1 + 3 * walkInts[0]);
  const Walk walk(walkInts.data());
  const std::int32_t* x = static_cast<const std::int32_t*>(call.in[0]->data()) + call.ints.back();
  std::int32_t* y = static_cast<std::int32_t*>(call.out[0]->data());
  walk.runs([&](std::int64_t at, std::int64_t i, std::int64_t, std::int64_t n, std::int64_t s, std::int64_t) {
    if (s == 1) std::memcpy(y + at, x + i, static_cast<std::size_t>(n) * 4);
    else
      for (std::int64_t k = 0; k < n; k++) y[at + k] = x[i + k * s];
  });
}

// Several inputs laid into one output, each by strides and an offset of the output; the rest is filled. For concat and pad.
// ints: fill needed, then per input: rank, size..., out strides..., offset; reals: fill value, fill as integer
void place(const Call& call) {
  std::int32_t* y = static_cast<std::int32_t*>(call.out[0]->data());
  if (call.ints[0] != 0) {
    const std::int64_t count = static_cast<std::int64_t>(call.out[0]->bytes() / 4);
    std::int32_t bits = static_cast<std::int32_t>(call.reals[0]);
    if (call.reals[1] == 0) {
      const float value = call.real(0);
      std::memcpy(&bits, &value, 4);
    }
    std::fill(y, y + count, bits);
  }
  std::size_t at = 1;
  for (const auto& input : call.in) {
    const std::int64_t rank = call.ints[at];
    std::vector<std::int64_t> walkInts(call.ints.begin() + at, call.ints.begin() + at + 1 + 2 * rank);
    const std::int64_t offset = call.ints[at + 1 + 2 * rank];
    walkInts.resize(1 + 3 * rank);
    const Walk walk(walkInts.data());
    const std::int32_t* x = static_cast<const std::int32_t*>(input->data());
    walk.runs([&](std::int64_t from, std::int64_t i, std::int64_t, std::int64_t n, std::int64_t s, std::int64_t) {
      if (s == 1) std::memcpy(y + offset + i, x + from, static_cast<std::size_t>(n) * 4);
      else
        for (std::int64_t k = 0; k < n; k++) y[offset + i + k * s] = x[from + k];
    });
    at += 2 + 2 * rank;
  }
}

// in: outer x reduced x inner; ints: outer, reduced, inner
template <typename T, typename Acc, typename Op>
void reduceOf(const Call& call, Acc start, Op op, bool mean) {
  const std::int64_t outer = call.integer(0), reduced = call.integer(1), inner = call.integer(2);
  const T* x = static_cast<const T*>(call.in[0]->data());
  T* y = static_cast<T*>(call.out[0]->data());
  split(outer, outer * reduced * inner, [&](int, std::int64_t begin, std::int64_t end) {
    std::vector<Acc> sums(inner);
    for (std::int64_t o = begin; o < end; o++) {
      std::fill(sums.begin(), sums.end(), start);
      for (std::int64_t r = 0; r < reduced; r++) {
        const T* row = x + (o * reduced + r) * inner;
        for (std::int64_t i = 0; i < inner; i++) sums[i] = op(sums[i], static_cast<Acc>(row[i]));
      }
      for (std::int64_t i = 0; i < inner; i++) y[o * inner + i] = static_cast<T>(mean ? sums[i] / reduced : sums[i]);
    }
  });
}

Kernel sumOf(bool mean) {
  return [mean](const Call& call) {
    const auto add = [](double a, double b) { return a + b; };
    if (call.reals[0] != 0) reduceOf<std::int32_t, double>(call, 0.0, add, mean);
    else reduceOf<float, double>(call, 0.0, add, mean);
  };
}

template <typename Op>
Kernel extremum(float start, Op op) {
  return [start, op](const Call& call) {
    if (call.reals[0] != 0)
      reduceOf<std::int32_t, std::int32_t>(call, start < 0 ? std::numeric_limits<std::int32_t>::min() : std::numeric_limits<std::int32_t>::max(), op, false);
    else reduceOf<float, float>(call, start, op, false);
  };
}

// ints: outer, reduced; out: int32
void argmax(const Call& call) {
  const std::int64_t outer = call.integer(0), reduced = call.integer(1);
  const float* x = call.input(0);
  for (std::int64_t o = 0; o < outer; o++) {
    const float* row = x + o * reduced;
    call.out[0]->ints()[o] = static_cast<std::int32_t>(std::max_element(row, row + reduced) - row);
  }
}

void fill(const Call& call) {
  const std::int64_t count = call.integer(0);
  if (call.reals[1] != 0) std::fill_n(call.out[0]->ints(), count, static_cast<std::int32_t>(call.reals[0]));
  else std::fill_n(call.output(0), count, call.real(0));
}

// reals: from, to (0 float, 1 int32, 2 bool)
void cast(const Call& call) {
  const std::int64_t count = call.integer(0);
  const bool fromFloat = call.reals[0] == 0;
  const int to = static_cast<int>(call.reals[1]);
  const float* f = call.input(0);
  const std::int32_t* n = call.in[0]->ints();
  for (std::int64_t i = 0; i < count; i++) {
    if (to == 0) call.output(0)[i] = fromFloat ? f[i] : static_cast<float>(n[i]);
    else if (to == 1) call.out[0]->ints()[i] = fromFloat ? static_cast<std::int32_t>(f[i]) : n[i];
    else call.out[0]->ints()[i] = fromFloat ? f[i] != 0 : n[i] != 0;
  }
}

// in: condition, then, else, all of one size
void select(const Call& call) {
  const std::int32_t *condition = call.in[0]->ints(), *yes = call.in[1]->ints(), *no = call.in[2]->ints();
  for (std::int64_t i = 0; i < call.integer(0); i++) call.out[0]->ints()[i] = condition[i] != 0 ? yes[i] : no[i];
}

// ints: count, depth; reals: on, off
void onehot(const Call& call) {
  const std::int64_t count = call.integer(0), depth = call.integer(1);
  for (std::int64_t i = 0; i < count; i++)
    for (std::int64_t k = 0; k < depth; k++) call.output(0)[i * depth + k] = call.in[0]->ints()[i] == k ? call.real(0) : call.real(1);
}

// Rows of the input by index. ints: number of indices, rows, row length
void gather(const Call& call) {
  const std::int64_t count = call.integer(0), rows = call.integer(1), length = call.integer(2);
  const std::int32_t* x = call.in[0]->ints();
  for (std::int64_t i = 0; i < count; i++) {
    const std::int32_t row = call.in[1]->ints()[i];
    if (row < 0 || row >= rows) throw std::out_of_range("index " + std::to_string(row) + " of " + std::to_string(rows));
    std::memcpy(call.out[0]->ints() + i * length, x + row * length, static_cast<std::size_t>(length) * 4);
  }
}

// Activations of one shape, element by element: out = op(a, b). ints: count
template <typename Op>
Kernel pairwise(Op op) {
  return onActivations({0, 1}, [op](const Call& call, auto t) {
    using T = decltype(t);
    const std::int64_t count = call.integer(0);
    const T *a = call.activation<T>(0), *b = call.activation<T>(1);
    T* y = call.result<T>(0);
    split(count, count, [&](int, std::int64_t begin, std::int64_t end) {
#pragma omp simd
      for (std::int64_t i = begin; i < end; i++) y[i] = op(static_cast<float>(a[i]), static_cast<float>(b[i]));
    });
  });
}

// ints: count
template <typename T>
void relu(const Call& call) {
  const std::int64_t count = call.integer(0);
  const T* x = call.activation<T>(0);
  T* y = call.result<T>(0);
  split(count, count, [&](int, std::int64_t begin, std::int64_t end) {
#pragma omp simd
    for (std::int64_t i = begin; i < end; i++) y[i] = x[i] < 0 ? 0 : static_cast<float>(x[i]);
  });
}

}  // namespace

void addElementwise(KernelTable& t) {
  t["Add"] = arithmetic([](auto a, auto b) { return a + b; });
  t["Sub"] = arithmetic([](auto a, auto b) { return a - b; });
  t["Multiply"] = arithmetic([](auto a, auto b) { return a * b; });
  t["RealDiv"] = arithmetic([](auto a, auto b) { return a / b; });
  t["Maximum"] = arithmetic([](auto a, auto b) { return a > b ? a : b; });
  t["Minimum"] = arithmetic([](auto a, auto b) { return a < b ? a : b; });
  t["Pow"] = [](const Call& c) { binaryOf<float, float>(c, [](float a, float b) { return std::pow(a, b); }); };
  t["SquaredDifference"] = arithmetic([](auto a, auto b) { return (a - b) * (a - b); });
  t["Equal"] = comparison([](auto a, auto b) { return a == b; });
  t["NotEqual"] = comparison([](auto a, auto b) { return a != b; });
  t["Greater"] = comparison([](auto a, auto b) { return a > b; });
  t["GreaterEqual"] = comparison([](auto a, auto b) { return a >= b; });
  t["Less"] = comparison([](auto a, auto b) { return a < b; });
  t["LessEqual"] = comparison([](auto a, auto b) { return a <= b; });
  t["LogicalAnd"] = [](const Call& c) { binaryOf<std::int32_t, std::int32_t>(c, [](int a, int b) { return a != 0 && b != 0; }); };
  t["LogicalOr"] = [](const Call& c) { binaryOf<std::int32_t, std::int32_t>(c, [](int a, int b) { return a != 0 || b != 0; }); };
  t["Neg"] = unary([](float x, float, float) { return -x; });
  t["Abs"] = unary([](float x, float, float) { return std::fabs(x); });
  t["Exp"] = unary([](float x, float, float) { return std::exp(x); });
  t["Log"] = unary([](float x, float, float) { return std::log(x); });
  t["Log1p"] = unary([](float x, float, float) { return std::log1p(x); });
  t["Sqrt"] = unary([](float x, float, float) { return std::sqrt(x); });
  t["Rsqrt"] = unary([](float x, float, float) { return 1 / std::sqrt(x); });
  t["Square"] = unary([](float x, float, float) { return x * x; });
  t["Reciprocal"] = unary([](float x, float, float) { return 1 / x; });
  t["Relu"] = unary([](float x, float, float) { return x < 0 ? 0 : x; });
  t["Step"] = unary([](float x, float alpha, float) { return x > 0 ? 1 : alpha; });
  t["Sigmoid"] = unary([](float x, float, float) { return 1 / (1 + std::exp(-x)); });
  t["Tanh"] = unary([](float x, float, float) { return std::tanh(x); });
  t["Softplus"] = unary([](float x, float, float) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); });
  t["Floor"] = unary([](float x, float, float) { return std::floor(x); });
  t["ClipByValue"] = unary([](float x, float low, float high) { return x < low ? low : x > high ? high : x; });
  t["Sum"] = sumOf(false);
  t["Mean"] = sumOf(true);
  t["Max"] = extremum(-std::numeric_limits<float>::infinity(), [](auto a, auto b) { return b > a ? b : a; });
  t["Min"] = extremum(std::numeric_limits<float>::infinity(), [](auto a, auto b) { return b < a ? b : a; });
  t["argmax"] = argmax;
  t["fill"] = fill;
  t["cast"] = cast;
  t["select"] = select;
  t["onehot"] = onehot;
  t["gather"] = gather;
  t["strided"] = strided;
  t["place"] = place;
  t["add_relu"] = pairwise([](float a, float b) { return a + b < 0 ? 0 : a + b; });  // a NaN stays one
  t["relu_gradient"] = pairwise([](float dy, float y) { return y > 0 ? dy : 0; });
  t["accumulate"] = pairwise([](float a, float b) { return a + b; });  // `out` may be `a`
  t["relu"] = onActivations({0}, [](const Call& call, auto t) { relu<decltype(t)>(call); });
}

}  // namespace vcl
