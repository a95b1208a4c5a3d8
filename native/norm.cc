// Batch normalisation over rows x channels (arXiv:1502.03167), with and without a following ReLU: one pass for the statistics,
// one for the values. Sums run in float over short stretches and in double over those, about the first row's values, so that
// a large mean does not swallow a small variance.
#include <cmath>
#include <vector>

#include "kernel.h"
#include "parallel.h"

namespace vcl {

namespace {

constexpr std::int64_t kStretch = 128;

/// Rows of few channels are taken several at once, as one row whose channels repeat: a loop over eight floats hardly pays.
/// An odd number of rows stays as it is.
struct WideRows {
  WideRows(std::int64_t all, std::int64_t each) : rows(all), channels(each), width(each) {
    while (width < kWide && rows % 2 == 0) {
      rows /= 2;
      width *= 2;
    }
  }
  /// A few vectors of any processor.
  static constexpr std::int64_t kWide = 64;
  std::int64_t rows, channels, width;

  /// A value for each channel, as the wide rows want them.
  std::vector<float> repeated(const float* values) const {
    std::vector<float> wide(static_cast<std::size_t>(width));
    for (std::int64_t i = 0; i < width; i++) wide[static_cast<std::size_t>(i)] = values[i % channels];
    return wide;
  }
};

// Per-channel sums of two quantities over all rows. `visit(row, first, second)` adds a wide row's terms to two float arrays.
template <typename Visit>
void twoSums(const WideRows& wide, std::vector<double>& sums, Visit visit) {
  const std::int64_t rows = wide.rows, channels = wide.width;
  const int parts = mostParts();
  std::vector<double> partial(static_cast<std::size_t>(parts) * 2 * channels, 0.0);
  split(rows, rows * channels, [&](int part, std::int64_t begin, std::int64_t end) {
    std::vector<float> shortSums(2 * channels);
    float* a = shortSums.data();
    float* b = a + channels;
    double* total = partial.data() + static_cast<std::size_t>(part) * 2 * channels;
    for (std::int64_t from = begin; from < end; from += kStretch) {
      std::fill(shortSums.begin(), shortSums.end(), 0.0f);
      const std::int64_t to = std::min(end, from + kStretch);
      for (std::int64_t row = from; row < to; row++) visit(row, a, b);
      for (std::int64_t i = 0; i < 2 * channels; i++) total[i] += shortSums[i];
    }
  });
  sums.assign(2 * wide.channels, 0.0);
  for (int part = 0; part < parts; part++)
    for (std::int64_t i = 0; i < 2 * channels; i++)
      sums[i / channels * wide.channels + i % wide.channels] += partial[static_cast<std::size_t>(part) * 2 * channels + i];
}

template <typename T>
void normalise(const T* x, T* y, const float* scales, const float* shifts, const WideRows& wide, bool relu) {
  const std::int64_t rows = wide.rows, c = wide.width;
  const std::vector<float> wideScales = wide.repeated(scales), wideShifts = wide.repeated(shifts);
  const float *scale = wideScales.data(), *shift = wideShifts.data();
  split(rows, rows * c, [&](int, std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; row++) {
      const T* from = x + row * c;
      T* to = y + row * c;
      if (relu) {
#pragma omp simd
        for (std::int64_t i = 0; i < c; i++) {
          const float value = from[i] * scale[i] + shift[i];
          to[i] = value < 0 ? 0 : value;
        }
      } else {
#pragma omp simd
        for (std::int64_t i = 0; i < c; i++) to[i] = from[i] * scale[i] + shift[i];
      }
    }
  });
}

// in: x, gamma, beta; out: y, mean, variance (biased); ints: rows, channels, relu; reals: eps
template <typename T>
void train(const Call& call) {
  const std::int64_t rows = call.integer(0), c = call.integer(1);
  const T* x = call.activation<T>(0);
  const float *gamma = call.input(1), *beta = call.input(2);
  float *mean = call.output(1), *variance = call.output(2);
  const WideRows wide(rows, c);
  const std::vector<float> firstRow(x, x + c), origin = wide.repeated(firstRow.data());
  const float* first = origin.data();
  std::vector<double> sums;
  twoSums(wide, sums, [&](std::int64_t row, float* a, float* b) {
    const T* from = x + row * wide.width;
#pragma omp simd
    for (std::int64_t i = 0; i < wide.width; i++) {
      const float d = from[i] - first[i];
      a[i] += d;
      b[i] += d * d;
    }
  });
  std::vector<float> scale(c), shift(c);
  for (std::int64_t i = 0; i < c; i++) {
    const double d = sums[i] / rows;
    const double v = std::max(0.0, sums[c + i] / rows - d * d);
    const double inv = 1.0 / std::sqrt(v + call.reals[0]);
    mean[i] = static_cast<float>(first[i] + d);
    variance[i] = static_cast<float>(v);
    scale[i] = static_cast<float>(gamma[i] * inv);
    shift[i] = static_cast<float>(beta[i] - (first[i] + d) * gamma[i] * inv);
  }
  normalise(x, call.result<T>(0), scale.data(), shift.data(), wide, call.integer(2) != 0);
}

// y = x * scale + shift, then ReLU if asked. in: x, scale, shift; out: y; ints: rows, channels, relu
template <typename T>
void affine(const Call& call) {
  normalise(call.activation<T>(0), call.result<T>(0), call.input(1), call.input(2), WideRows(call.integer(0), call.integer(1)), call.integer(2) != 0);
}

// in: x, dy, gamma, mean, variance, y (only with relu); out: dx, dgamma, dbeta; ints: rows, channels, relu; reals: eps
template <typename T>
void gradient(const Call& call) {
  const std::int64_t rows = call.integer(0), c = call.integer(1);
  const bool relu = call.integer(2) != 0;
  const T *x = call.activation<T>(0), *dy = call.activation<T>(1), *y = relu ? call.activation<T>(5) : nullptr;
  const float *gamma = call.input(2), *variance = call.input(4);
  const WideRows wide(rows, c);
  const std::int64_t width = wide.width;
  const std::vector<float> means = wide.repeated(call.input(3));
  const float* mean = means.data();
  std::vector<double> sums;
  twoSums(wide, sums, [&](std::int64_t row, float* a, float* b) {
    const T *xr = x + row * width, *dr = dy + row * width;
    if (relu) {
      const T* yr = y + row * width;
#pragma omp simd
      for (std::int64_t i = 0; i < width; i++) {
        const float upstream = dr[i], d = yr[i] > 0 ? upstream : 0;
        a[i] += d;
        b[i] += d * (xr[i] - mean[i]);
      }
    } else {
#pragma omp simd
      for (std::int64_t i = 0; i < width; i++) {
        a[i] += dr[i];
        b[i] += dr[i] * (xr[i] - mean[i]);
      }
    }
  });
  std::vector<float> factor(c), slope(c), constant(c);
  float *dgamma = call.output(1), *dbeta = call.output(2);
  for (std::int64_t i = 0; i < c; i++) {
    const double inv = 1.0 / std::sqrt(variance[i] + call.reals[0]), dg = sums[c + i] * inv;
    dgamma[i] = static_cast<float>(dg);
    dbeta[i] = static_cast<float>(sums[i]);
    const double f = gamma[i] * inv, s = -f * dg * inv / rows;
    factor[i] = static_cast<float>(f);
    slope[i] = static_cast<float>(s);
    constant[i] = static_cast<float>(-f * sums[i] / rows - s * mean[i]);
  }
  T* dx = call.result<T>(0);
  const std::vector<float> factors = wide.repeated(factor.data()), slopes = wide.repeated(slope.data()),
                           constants = wide.repeated(constant.data());
  const float *f = factors.data(), *s = slopes.data(), *k = constants.data();
  split(wide.rows, rows * c, [&](int, std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; row++) {
      const T *xr = x + row * width, *dr = dy + row * width;
      T* to = dx + row * width;
      if (relu) {
        const T* yr = y + row * width;
#pragma omp simd
        for (std::int64_t i = 0; i < width; i++) {
          const float upstream = dr[i], d = yr[i] > 0 ? upstream : 0;
          to[i] = d * f[i] + xr[i] * s[i] + k[i];
        }
      } else {
#pragma omp simd
        for (std::int64_t i = 0; i < width; i++) to[i] = dr[i] * f[i] + xr[i] * s[i] + k[i];
      }
    }
  });
}

// out = keep * running + gain * value, and may lie on running. in: running, value; ints: count; reals: keep, gain
void follow(const Call& call) {
  const float keep = call.real(0), gain = call.real(1);
  const float *running = call.input(0), *value = call.input(1);
  float* to = call.output(0);
  for (std::int64_t i = 0; i < call.integer(0); i++) to[i] = keep * running[i] + gain * value[i];
}

}  // namespace

void addNorm(KernelTable& table) {
  table["normalize"] = onActivations({0}, [](const Call& call, auto t) { train<decltype(t)>(call); });
  table["affine"] = onActivations({0}, [](const Call& call, auto t) { affine<decltype(t)>(call); });
  table["normalize_gradient"] = onActivations({0, 1, 5}, [](const Call& call, auto t) { gradient<decltype(t)>(call); });
  table["follow"] = follow;
}

}  // namespace vcl
