// The few calls that differ between oneDNN 2.x and 3.x.
#pragma once
#include <dnnl.hpp>

namespace vcl::onednn {

/// The processor, as oneDNN sees it.
inline const dnnl::engine& engine() {
  static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

/// Where primitives are executed; used by the engine's one thread only.
inline dnnl::stream& stream() {
  static dnnl::stream queue(engine());
  return queue;
}

/// One convolution's geometry in oneDNN's terms; weights are O I D H W, or G O I D H W where groups > 1.
struct ConvShape {
  dnnl::memory::dims src, weights, dst, strides, padLow, padHigh;
};

struct ConvLayouts {
  dnnl::memory::desc src, weights, dst;
};

#if DNNL_VERSION_MAJOR >= 3

inline dnnl::convolution_forward::primitive_desc convForward(const dnnl::engine& engine, const ConvShape& s,
                                                             const ConvLayouts& m, bool training, const dnnl::primitive_attr& attr) {
  return {engine, training ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference,
          dnnl::algorithm::convolution_direct, m.src, m.weights, m.dst, s.strides, s.padLow, s.padHigh, attr};
}

inline dnnl::convolution_backward_data::primitive_desc convBackwardData(
    const dnnl::engine& engine, const ConvShape& s, const ConvLayouts& m, const dnnl::primitive_attr& attr,
    const dnnl::convolution_forward::primitive_desc& hint) {
  return {engine, dnnl::algorithm::convolution_direct, m.src, m.weights, m.dst, s.strides, s.padLow, s.padHigh, hint, attr};
}

inline dnnl::convolution_backward_weights::primitive_desc convBackwardWeights(
    const dnnl::engine& engine, const ConvShape& s, const ConvLayouts& m, const dnnl::primitive_attr& attr,
    const dnnl::convolution_forward::primitive_desc& hint) {
  return {engine, dnnl::algorithm::convolution_direct, m.src, m.weights, m.dst, s.strides, s.padLow, s.padHigh, hint, attr};
}

inline dnnl::matmul::primitive_desc matmul(const dnnl::engine& engine, const dnnl::memory::desc& a, const dnnl::memory::desc& b,
                                           const dnnl::memory::desc& c, const dnnl::primitive_attr& attr) {
  return {engine, a, b, c, attr};
}

#else

inline dnnl::convolution_forward::primitive_desc convForward(const dnnl::engine& engine, const ConvShape& s,
                                                             const ConvLayouts& m, bool training, const dnnl::primitive_attr& attr) {
  return {{training ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference,
           dnnl::algorithm::convolution_direct, m.src, m.weights, m.dst, s.strides, s.padLow, s.padHigh},
          attr, engine};
}

inline dnnl::convolution_backward_data::primitive_desc convBackwardData(
    const dnnl::engine& engine, const ConvShape& s, const ConvLayouts& m, const dnnl::primitive_attr& attr,
    const dnnl::convolution_forward::primitive_desc& hint) {
  return {{dnnl::algorithm::convolution_direct, m.src, m.weights, m.dst, s.strides, s.padLow, s.padHigh}, attr, engine, hint};
}

inline dnnl::convolution_backward_weights::primitive_desc convBackwardWeights(
    const dnnl::engine& engine, const ConvShape& s, const ConvLayouts& m, const dnnl::primitive_attr& attr,
    const dnnl::convolution_forward::primitive_desc& hint) {
  return {{dnnl::algorithm::convolution_direct, m.src, m.weights, m.dst, s.strides, s.padLow, s.padHigh}, attr, engine, hint};
}

inline dnnl::matmul::primitive_desc matmul(const dnnl::engine& engine, const dnnl::memory::desc& a, const dnnl::memory::desc& b,
                                           const dnnl::memory::desc& c, const dnnl::primitive_attr& attr) {
  return {dnnl::matmul::desc(a, b, c), attr, engine};
}

#endif

}  // namespace vcl::onednn
