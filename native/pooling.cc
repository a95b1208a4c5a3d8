// Max and average pooling over T, H and W with explicit padding (NDHWC), and their gradients. Padding never wins a maximum;
// an average divides by the whole window, padding included, as PyTorch does by default.
#include <limits>

#include "kernel.h"
#include "parallel.h"

namespace vcl {

namespace {

// ints: N T H W C, kT kH kW, sT sH sW, pT pH pW, oT oH oW
struct Window {
  explicit Window(const std::vector<std::int64_t>& v)
      : n(v[0]), t(v[1]), h(v[2]), w(v[3]), c(v[4]), kt(v[5]), kh(v[6]), kw(v[7]), st(v[8]), sh(v[9]), sw(v[10]), pt(v[11]),
        ph(v[12]), pw(v[13]), ot(v[14]), oh(v[15]), ow(v[16]) {}
  std::int64_t n, t, h, w, c, kt, kh, kw, st, sh, sw, pt, ph, pw, ot, oh, ow;
  std::int64_t cells() const { return n * ot * oh * ow; }
  std::int64_t inputs() const { return n * t * h * w; }

  // Calls visit(row of the input) for each place of the cell's window that lies inside the input.
  template <typename Visit>
  void each(std::int64_t cell, Visit visit) const {
    const std::int64_t x = cell % ow, y = cell / ow % oh, z = cell / (ow * oh) % ot, sample = cell / (ow * oh * ot);
    const std::int64_t t0 = z * st - pt, h0 = y * sh - ph, w0 = x * sw - pw;
    for (std::int64_t i = std::max<std::int64_t>(t0, 0); i < std::min(t0 + kt, t); i++)
      for (std::int64_t j = std::max<std::int64_t>(h0, 0); j < std::min(h0 + kh, h); j++)
        for (std::int64_t k = std::max<std::int64_t>(w0, 0); k < std::min(w0 + kw, w); k++)
          visit(((sample * t + i) * h + j) * w + k);
  }
};

template <typename T>
void maximum(const Call& call) {
  const Window window(call.ints);
  const T* x = call.activation<T>(0);
  T* y = call.result<T>(0);
  const std::int64_t c = window.c;
  split(window.cells(), window.cells() * c * window.kt * window.kh * window.kw, [&](int, std::int64_t begin, std::int64_t end) {
    for (std::int64_t cell = begin; cell < end; cell++) {
      T* best = y + cell * c;
      for (std::int64_t i = 0; i < c; i++) best[i] = -std::numeric_limits<float>::infinity();
      window.each(cell, [&](std::int64_t row) {
        const T* values = x + row * c;
        for (std::int64_t i = 0; i < c; i++) best[i] = values[i] > best[i] ? values[i] : best[i];
      });
    }
  });
}

// Samples are independent: one thread writes a sample's whole gradient, so no two write the same place.
template <typename Scatter>
void scatter(const Window& window, float* dx, Scatter body) {
  const std::int64_t perSample = window.ot * window.oh * window.ow, size = window.t * window.h * window.w * window.c;
  split(window.n, window.n * size, [&](int, std::int64_t begin, std::int64_t end) {
    std::fill(dx + begin * size, dx + end * size, 0.0f);
    for (std::int64_t cell = begin * perSample; cell < end * perSample; cell++) body(cell);
  });
}

// Each window's gradient goes to the first place that holds its maximum. in: dy, x, y; out: dx
void maximumGradient(const Call& call) {
  const Window window(call.ints);
  const float *dy = call.input(0), *x = call.input(1), *y = call.input(2);
  float* dx = call.output(0);
  const std::int64_t c = window.c;
  scatter(window, dx, [&](std::int64_t cell) {
    std::vector<char> given(c, 0);
    window.each(cell, [&](std::int64_t row) {
      for (std::int64_t i = 0; i < c; i++)
        if (!given[i] && x[row * c + i] == y[cell * c + i]) {
          given[i] = 1;
          dx[row * c + i] += dy[cell * c + i];
        }
    });
  });
}

void average(const Call& call) {
  const Window window(call.ints);
  const float* x = call.input(0);
  float* y = call.output(0);
  const std::int64_t c = window.c;
  const float share = 1.0f / static_cast<float>(window.kt * window.kh * window.kw);
  split(window.cells(), window.cells() * c * window.kt * window.kh * window.kw, [&](int, std::int64_t begin, std::int64_t end) {
    for (std::int64_t cell = begin; cell < end; cell++) {
      float* sum = y + cell * c;
      std::fill(sum, sum + c, 0.0f);
      window.each(cell, [&](std::int64_t row) {
        const float* values = x + row * c;
        for (std::int64_t i = 0; i < c; i++) sum[i] += values[i];
      });
      for (std::int64_t i = 0; i < c; i++) sum[i] *= share;
    }
  });
}

void averageGradient(const Call& call) {
  const Window window(call.ints);
  const float* dy = call.input(0);
  float* dx = call.output(0);
  const std::int64_t c = window.c;
  const float share = 1.0f / static_cast<float>(window.kt * window.kh * window.kw);
  scatter(window, dx, [&](std::int64_t cell) {
    const float* values = dy + cell * c;
    window.each(cell, [&](std::int64_t row) {
      float* to = dx + row * c;
      for (std::int64_t i = 0; i < c; i++) to[i] += values[i] * share;
    });
  });
}

}  // namespace

void addPooling(KernelTable& table) {
  table["max_pool"] = onActivations({0}, [](const Call& call, auto t) { maximum<decltype(t)>(call); });
  table["max_pool_gradient"] = maximumGradient;
  table["avg_pool"] = average;
  table["avg_pool_gradient"] = averageGradient;
}

}  // namespace vcl
