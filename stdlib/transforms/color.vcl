//! Transforms of a clip's values.

/// From 0 … 255 to real values in 0 … 1. Classy Vision: `ToTensorVideo`.
extern transform to_float from "vcl/runtime/transforms/color" {
  takes  tensor u8 [C, T, H, W]
  yields tensor f32 [C, T, H, W]
}

/// Subtracts a mean and divides by a standard deviation, channel by channel. Classy Vision: `NormalizeVideo`.
///
/// The statistics of ImageNet: `normalize { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }`.
extern transform normalize from "vcl/runtime/transforms/color" {
  /// One mean per channel.
  mean: [real]
  /// One standard deviation per channel.
  std: [real > 0]

  takes tensor f32 [C, T, H, W]
  let means = len(mean)
  let deviations = len(std)
  require means == C
    else error V0403 "{means} means for {C} channels"
  require deviations == C
    else error V0403 "{deviations} standard deviations for {C} channels"
  yields tensor f32 [C, T, H, W]
  facts {
    normalizes: true
  }
}
