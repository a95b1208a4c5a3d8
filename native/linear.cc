// Matrix products, row-major, batched; and softmax over rows.
#include <cmath>
#include <dnnl.h>

#include <stdexcept>

#include "kernel.h"
#include "onednn.h"
#include "parallel.h"

namespace vcl {

namespace {

// in: a (m x k, or k x m), b (k x n, or n x k); out: m x n. ints: batch, m, n, k, a transposed, b transposed, a step, b step
void product(const Call& call) {
  const std::int64_t m = call.integer(1), n = call.integer(2), k = call.integer(3);
  const bool ta = call.integer(4) != 0, tb = call.integer(5) != 0;
  for (std::int64_t i = 0; i < call.integer(0); i++) {
    const auto status = dnnl_sgemm(ta ? 'T' : 'N', tb ? 'T' : 'N', m, n, k, 1.0f, call.input(0) + i * call.integer(6), ta ? m : k,
                                   call.input(1) + i * call.integer(7), tb ? k : n, 0.0f, call.output(0) + i * m * n, n);
    if (status != dnnl_success) throw std::runtime_error("oneDNN refused the matrix product");
  }
}

// The same with a and b rounded to bfloat16; sums and the product are float.
void productBfloat16(const Call& call) {
  using dnnl::memory;
  const std::int64_t m = call.integer(1), n = call.integer(2), k = call.integer(3);
  const auto matrix = [](std::int64_t rows, std::int64_t columns, bool transposed) {
    return memory::desc({rows, columns}, memory::data_type::bf16, transposed ? memory::dims{1, rows} : memory::dims{columns, 1});
  };
  const memory::desc a = matrix(m, k, call.integer(4) != 0), b = matrix(k, n, call.integer(5) != 0);
  const memory::desc c({m, n}, memory::data_type::f32, memory::dims{n, 1});
  const dnnl::matmul multiply(onednn::matmul(onednn::engine(), a, b, c, {}));
  const BufferPtr left = standing(call.in[0], Storage::bfloat16), right = standing(call.in[1], Storage::bfloat16);
  for (std::int64_t i = 0; i < call.integer(0); i++) {
    const auto at = [&](const memory::desc& layout, Buffer& buffer, std::int64_t step) {
      return memory(layout, onednn::engine(), static_cast<bfloat16*>(buffer.data()) + i * step);
    };
    multiply.execute(onednn::stream(), {{DNNL_ARG_SRC, at(a, *left, call.integer(6))},
                                        {DNNL_ARG_WEIGHTS, at(b, *right, call.integer(7))},
                                        {DNNL_ARG_DST, memory(c, onednn::engine(), call.output(0) + i * m * n)}});
  }
  onednn::stream().wait();
}

/// log(sum(exp(x))) over a row, in two parts: about its largest value nothing overflows.
struct LogSum {
  LogSum(const float* x, std::int64_t columns) : most(*std::max_element(x, x + columns)) {
    double sum = 0;
    for (std::int64_t i = 0; i < columns; i++) sum += std::exp(static_cast<double>(x[i]) - most);
    rest = std::log(sum);
  }
  float most;
  double rest;
};

// ints: rows, columns, log
void softmax(const Call& call) {
  const std::int64_t rows = call.integer(0), columns = call.integer(1);
  const bool log = call.integer(2) != 0;
  for (std::int64_t row = 0; row < rows; row++) {
    const float* x = call.input(0) + row * columns;
    float* y = call.output(0) + row * columns;
    const LogSum sum(x, columns);
    for (std::int64_t i = 0; i < columns; i++) {
      const double value = x[i] - sum.most - sum.rest;
      y[i] = static_cast<float>(log ? value : std::exp(value));
    }
  }
}

// Mean of -log softmax(scores)[label] over the rows, and its gradient for the scores.
// in: scores, labels (int32); out: loss, gradient; ints: rows, columns
void crossEntropy(const Call& call) {
  const std::int64_t rows = call.integer(0), columns = call.integer(1);
  const std::int32_t* labels = call.in[1]->ints();
  double loss = 0;
  for (std::int64_t row = 0; row < rows; row++) {
    const float* x = call.input(0) + row * columns;
    float* slope = call.output(1) + row * columns;
    const LogSum sum(x, columns);
    const double whole = sum.most + sum.rest;
    for (std::int64_t i = 0; i < columns; i++) {
      const bool wanted = i == labels[row];
      if (wanted) loss += whole - x[i];
      slope[i] = static_cast<float>((std::exp(x[i] - whole) - wanted) / rows);
    }
  }
  call.output(0)[0] = static_cast<float>(loss / rows);
}

}  // namespace

void addLinear(KernelTable& table) {
  table["product"] = product;
  table["product_bfloat16"] = productBfloat16;
  table["product_bfloat16"].activations = 0b11;
  table["softmax"] = softmax;
  table["cross_entropy"] = crossEntropy;
}

}  // namespace vcl
