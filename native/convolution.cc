// 3-D convolution and both gradients by oneDNN, or by few_planes.h where that is faster: activations NDHWC, filters D H W I O as
// tfjs keeps them. Primitives, reorders and scratch are made once a shape.
#include <memory>
#include <string>
#include <unordered_map>

#include "few_planes.h"
#include "kernel.h"
#include "onednn.h"
#include "parallel.h"

namespace vcl {

namespace {

using dnnl::memory;
using Dims = memory::dims;
using Tag = memory::format_tag;

onednn::ConvShape shapeOf(const Geometry& g) {
  const Dims weights =
      g.groups == 1 ? Dims{g.o, g.c, g.kt, g.kh, g.kw} : Dims{g.groups, g.o / g.groups, g.c / g.groups, g.kt, g.kh, g.kw};
  // The far side's padding is what the output's size implies; it may be smaller than the near side's, also negative.
  return {{g.n, g.c, g.t, g.h, g.w}, weights, {g.n, g.o, g.ot, g.oh, g.ow}, {g.st, g.sh, g.sw}, {g.pt, g.ph, g.pw},
          {(g.ot - 1) * g.st + g.kt - g.t - g.pt, (g.oh - 1) * g.sh + g.kh - g.h - g.ph, (g.ow - 1) * g.sw + g.kw - g.w - g.pw}};
}

// Filters stand as kT kH kW (C / groups) O in memory, the groups side by side in O.
memory::desc plainWeights(const Geometry& g) {
  const auto f32 = memory::data_type::f32;
  const std::int64_t in = g.c / g.groups, hwio = in * g.o;
  if (g.groups == 1) return {Dims{g.o, g.c, g.kt, g.kh, g.kw}, f32, Dims{1, g.o, g.kh * g.kw * hwio, g.kw * hwio, hwio}};
  return {Dims{g.groups, g.o / g.groups, in, g.kt, g.kh, g.kw}, f32,
          Dims{g.o / g.groups, 1, g.o, g.kh * g.kw * hwio, g.kw * hwio, hwio}};
}

// oneDNN's first choice forwards, products of blocks of 16 planes, is two to three times slower than its next one below that.
constexpr std::int64_t kBlockOfPlanes = 16;

void avoidBlockedProducts(dnnl::convolution_forward::primitive_desc& chosen) {
  const auto isBlockedProduct = [](const auto& candidate) {
    return std::string(candidate.impl_info_str()).rfind("brgconv", 0) == 0;
  };
  auto other = chosen;
  while (isBlockedProduct(other))
    if (!other.next_impl()) return;
  // Behind the fast ones come those that are there for every case.
  if (std::string(other.impl_info_str()).rfind("jit", 0) == 0) chosen = other;
}

// A convolution of one shape and pass, with its filter's preferred layout.
struct Plan {
  dnnl::primitive primitive;
  memory::desc src, dst, weights, plain, scratch;
  dnnl::reorder reorder;
  bool reorders = false;

  // Activations stand as `type`, and filters are given to oneDNN so; a filter's gradient is always float.
  Plan(const Geometry& g, Pass pass, memory::data_type type) {
    const onednn::ConvShape shape = shapeOf(g);
    src = memory::desc(shape.src, type, Tag::ndhwc);
    dst = memory::desc(shape.dst, type, Tag::ndhwc);
    plain = plainWeights(g);
    const memory::desc any(shape.weights, type, Tag::any), anyGradient(shape.weights, memory::data_type::f32, Tag::any);
    dnnl::primitive_attr attr;
    attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    auto forward = onednn::convForward(onednn::engine(), shape, {src, any, dst}, true, attr);
    if (pass == Pass::forward && g.o / g.groups < kBlockOfPlanes) avoidBlockedProducts(forward);
    if (pass == Pass::forward) {
      adopt(forward);
    } else if (pass == Pass::data) {
      adopt(onednn::convBackwardData(onednn::engine(), shape, {src, any, dst}, attr, forward));
    } else {
      const auto chosen = onednn::convBackwardWeights(onednn::engine(), shape, {src, anyGradient, dst}, attr, forward);
      weights = chosen.diff_weights_desc();
      scratch = chosen.scratchpad_desc();
      primitive = dnnl::convolution_backward_weights(chosen);
    }
    reorders = weights != plain;
    if (reorders) {
      const auto& from = pass == Pass::filter ? weights : plain;
      const auto& to = pass == Pass::filter ? plain : weights;
      reorder = dnnl::reorder(dnnl::reorder::primitive_desc(onednn::engine(), from, onednn::engine(), to));
    }
  }

 private:
  void adopt(const dnnl::convolution_forward::primitive_desc& chosen) {
    weights = chosen.weights_desc();
    scratch = chosen.scratchpad_desc();
    primitive = dnnl::convolution_forward(chosen);
  }
  void adopt(const dnnl::convolution_backward_data::primitive_desc& chosen) {
    weights = chosen.weights_desc();
    scratch = chosen.scratchpad_desc();
    primitive = dnnl::convolution_backward_data(chosen);
  }
};

const Plan& planOf(const Call& call, Pass pass) {
  // Reached by the stream's one thread only.
  static auto* plans = new std::unordered_map<std::string, std::unique_ptr<Plan>>();
  std::string key(reinterpret_cast<const char*>(call.ints.data()), call.ints.size() * sizeof(std::int64_t));
  key.push_back(static_cast<char>(pass));
  key.push_back(static_cast<char>(call.storage));
  key += std::to_string(mostParts());  // a primitive is cut for the threads it was made with
  auto& plan = (*plans)[key];
  const auto type = call.storage == Storage::full ? memory::data_type::f32 : memory::data_type::bf16;
  if (!plan) plan = std::make_unique<Plan>(Geometry(call.ints), pass, type);
  return *plan;
}

memory wrap(const memory::desc& layout, const void* data) { return memory(layout, onednn::engine(), const_cast<void*>(data)); }

void execute(const Plan& plan, std::unordered_map<int, memory> arguments) {
  Scratch scratch(plan.scratch.get_size() + 1);
  arguments.insert({DNNL_ARG_SCRATCHPAD, wrap(plan.scratch, scratch.data())});
  plan.primitive.execute(onednn::stream(), arguments);
  onednn::stream().wait();
}

// The filter in the layout that the primitive wants; `hold` keeps a reordered copy alive.
memory filterFor(const Plan& plan, const float* filter, std::unique_ptr<Scratch>& hold) {
  if (!plan.reorders) return wrap(plan.plain, filter);
  hold = std::make_unique<Scratch>(plan.weights.get_size());
  memory from = wrap(plan.plain, filter), to = wrap(plan.weights, hold->data());
  plan.reorder.execute(onednn::stream(), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
  return to;
}

/// In float alone: in bfloat16 oneDNN multiplies twice as fast.
bool ofFewPlanes(const Call& call, const Geometry& g, Pass pass) {
  return call.storage == Storage::full && isOfFewPlanes(g, pass);
}

void forward(const Call& call) {
  const Geometry g(call.ints);
  if (ofFewPlanes(call, g, Pass::forward)) {
    fewPlanesForward(g, call.input(0), call.input(1), call.output(0));
    return;
  }
  const Plan& plan = planOf(call, Pass::forward);
  std::unique_ptr<Scratch> hold;
  const memory filter = filterFor(plan, call.input(1), hold);
  execute(plan, {{DNNL_ARG_SRC, wrap(plan.src, call.in[0]->data())}, {DNNL_ARG_WEIGHTS, filter}, {DNNL_ARG_DST, wrap(plan.dst, call.out[0]->data())}});
}

void backwardData(const Call& call) {
  const Geometry g(call.ints);
  if (ofFewPlanes(call, g, Pass::data)) {
    fewPlanesData(g, call.input(0), call.input(1), call.output(0));
    return;
  }
  const Plan& plan = planOf(call, Pass::data);
  std::unique_ptr<Scratch> hold;
  const memory filter = filterFor(plan, call.input(1), hold);
  execute(plan, {{DNNL_ARG_DIFF_DST, wrap(plan.dst, call.in[0]->data())}, {DNNL_ARG_WEIGHTS, filter}, {DNNL_ARG_DIFF_SRC, wrap(plan.src, call.out[0]->data())}});
}

void backwardFilter(const Call& call) {
  const Geometry g(call.ints);
  if (ofFewPlanes(call, g, Pass::filter)) {
    fewPlanesFilter(g, call.input(0), call.input(1), call.output(0));
    return;
  }
  const Plan& plan = planOf(call, Pass::filter);
  const memory src = wrap(plan.src, call.in[0]->data()), dst = wrap(plan.dst, call.in[1]->data());
  if (!plan.reorders) {
    execute(plan, {{DNNL_ARG_SRC, src}, {DNNL_ARG_DIFF_DST, dst}, {DNNL_ARG_DIFF_WEIGHTS, wrap(plan.plain, call.output(0))}});
    return;
  }
  Scratch blocked(plan.weights.get_size());
  memory from = wrap(plan.weights, blocked.data()), to = wrap(plan.plain, call.output(0));
  execute(plan, {{DNNL_ARG_SRC, src}, {DNNL_ARG_DIFF_DST, dst}, {DNNL_ARG_DIFF_WEIGHTS, from}});
  plan.reorder.execute(onednn::stream(), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
  onednn::stream().wait();
}

}  // namespace

void addConvolution(KernelTable& table) {
  const auto activation = [](void (*body)(const Call&)) { return onActivations({0}, [body](const Call& call, auto) { body(call); }); };
  table["conv3d"] = activation(forward);
  table["conv3d_data"] = activation(backwardData);
  table["conv3d_filter"] = backwardFilter;
  table["conv3d_filter"].activations = 0b11;
}

}  // namespace vcl
