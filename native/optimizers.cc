// Updates of one parameter, one pass over the memory. The new values go to buffers of their own, which the pool recycles.
#include "kernel.h"
#include "parallel.h"

namespace vcl {

namespace {

// SGD with momentum (as PyTorch and Classy Vision define it). in: gradient, parameter[, momentum]; out: parameter[, momentum].
// Without an earlier momentum it begins as the gradient. ints: count, nesterov; reals: rate, momentum, decay
void sgd(const Call& call) {
  const std::int64_t count = call.integer(0);
  const bool nesterov = call.integer(1) != 0;
  const float rate = call.real(0), momentum = call.real(1), decay = call.real(2);
  const float *gradient = call.input(0), *p = call.input(1), *before = call.in.size() > 2 ? call.input(2) : nullptr;
  float* to = call.output(0);
  float* velocity = call.out.size() > 1 ? call.output(1) : nullptr;
  split(count, count, [&](int, std::int64_t begin, std::int64_t end) {
    if (velocity == nullptr) {
#pragma omp simd
      for (std::int64_t i = begin; i < end; i++) to[i] = p[i] - rate * (gradient[i] + decay * p[i]);
      return;
    }
#pragma omp simd
    for (std::int64_t i = begin; i < end; i++) {
      const float g = gradient[i] + decay * p[i];
      const float v = before == nullptr ? g : momentum * before[i] + g;
      velocity[i] = v;
      to[i] = p[i] - rate * (nesterov ? g + momentum * v : v);
    }
  });
}

}  // namespace

void addOptimizers(KernelTable& table) {
  table["sgd"] = sgd;
}

}  // namespace vcl
