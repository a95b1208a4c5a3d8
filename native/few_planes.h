// Convolutions of few planes: vcl's own kernels, for which oneDNN has none that fill the processor's vectors.
#pragma once
#include "geometry.h"

namespace vcl {

/// Whether the kernels below are the faster ones for a convolution on this processor: AVX-512, an odd multiple of eight planes
/// (of x in its own gradient, else of y), several taps, no groups, and few enough taps and planes in a row of the filter that
/// their sums stay in registers.
bool isOfFewPlanes(const Geometry& g, Pass pass);

/// `y` from `x` and the filter.
void fewPlanesForward(const Geometry& g, const float* x, const float* filter, float* y);
/// The gradient of `x` from that of `y` and the filter.
void fewPlanesData(const Geometry& g, const float* dy, const float* filter, float* dx);
/// The filter's gradient from `x` and the gradient of `y`.
void fewPlanesFilter(const Geometry& g, const float* x, const float* dy, float* gradient);

}  // namespace vcl
